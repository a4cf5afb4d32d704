package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsChallengeTest {

    /** Chosen so that its base64 needs padding and differs between the two alphabets. */
    private static final String CLAIMS =
            "{\"access_token\":{\"nbf\":{\"essential\":true, \"value\":\"1772442940\"},\"acrs\":{\"value\":\"ü?~>ÿ\"}}}";

    private static final String BASE64 = Base64.getEncoder().encodeToString(CLAIMS.getBytes(UTF_8));

    private static final String PREFIX = "Bearer realm=\"\","
            + " authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\","
            + " client_id=\"00000003-0000-0000-c000-000000000000\", ";

    @Test
    void the_claims_used_here_tell_the_four_encodings_apart() {
        assertThat(BASE64).containsPattern("[+/]").endsWith("=");
    }

    @Test
    void decodes_base64() {
        assertThat(claims(PREFIX + "error=\"insufficient_claims\", claims=\"" + BASE64 + "\""))
                .isEqualTo(CLAIMS);
    }

    @Test
    void decodes_base64_without_padding() {
        assertThat(claims(PREFIX + "claims=\"" + BASE64.replace("=", "") + "\""))
                .isEqualTo(CLAIMS);
    }

    @Test
    void decodes_base64url_with_and_without_padding() {
        String url = Base64.getUrlEncoder().encodeToString(CLAIMS.getBytes(UTF_8));

        assertThat(claims(PREFIX + "claims=\"" + url + "\"")).isEqualTo(CLAIMS);
        assertThat(claims(PREFIX + "claims=\"" + url.replace("=", "") + "\"")).isEqualTo(CLAIMS);
    }

    @Test
    void reads_claims_without_quotes() {
        assertThat(claims("Bearer error=insufficient_claims,claims=" + BASE64 + ", realm=\"\""))
                .isEqualTo(CLAIMS);
    }

    @Test
    void reads_claims_that_are_not_encoded() {
        assertThat(claims(PREFIX + "claims=\"" + CLAIMS.replace("\"", "\\\"") + "\""))
                .isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error_description=\"Signed out, claims=none, \\\"really\\\"\", ",
                "errorDescription=\"use claims=\\\"eyJ9\\\" = or, else\", ",
                "error_description=\"He said \"no, claims=\"x\"\", ",
            })
    void is_not_misled_by_a_description(String description) {
        assertThat(claims(PREFIX + description + "claims=\"" + BASE64 + "\"")).isEqualTo(CLAIMS);
        assertThat(claims(PREFIX + "claims=\"" + BASE64 + "\", " + description)).isEqualTo(CLAIMS);
    }

    @Test
    void reads_a_bearer_challenge_after_a_pop_challenge_in_one_value() {
        assertThat(claims("PoP realm=\"\", error=\"insufficient_claims\", " + PREFIX + "claims=\"" + BASE64 + "\""))
                .isEqualTo(CLAIMS);
    }

    @Test
    void reads_a_challenge_in_a_header_line_of_its_own_in_any_case() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("WWW-Authenticate", "PoP realm=\"\"")
                .add("www-authenticate", "bearer Claims = \"" + BASE64 + "\"");

        assertThat(ClaimsChallenge.of(headers)).isEqualTo(CLAIMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer realm=\"\"",
                "Bearer claims=\"\"",
                "Bearer claims=\"!\"",
                "Bearer claims=\"bm90IEpTT04=\"",
                "Bearer claims=\"WzFd\"",
                "Bearer claims=",
                "Bearer nonce=\"e30=\"",
                "Bearer claims=\"e30",
                "Bearer error_description=\"claims=e30\"",
            })
    void there_are_none_where_none_can_be_read(String challenge) {
        assertThat(claims(challenge)).isEmpty();
    }

    @Test
    void there_are_none_without_a_challenge() {
        assertThat(ClaimsChallenge.of(new DefaultHttpHeaders())).isEmpty();
    }

    @Test
    void long_values_do_not_overflow_the_stack() {
        String description = "error_description=\"" + "\\\"a".repeat(20_000) + "\", ";

        assertThat(claims(PREFIX + description + "claims=\"" + BASE64 + "\"")).isEqualTo(CLAIMS);
    }

    private static String claims(String challenge) {
        return ClaimsChallenge.of(new DefaultHttpHeaders().set("WWW-Authenticate", challenge));
    }
}
