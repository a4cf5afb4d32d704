package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTenantTest {

    private static final String CONTOSO = "00000001-0000-4000-8000-00000000000a";
    private static final String FABRIKAM = "00000002-0000-4000-8000-00000000000b";

    @Test
    void a_token_of_the_tenant_fits() {
        assertThat(fits(jwt("{\"tid\":\"" + CONTOSO + "\"}"), CONTOSO)).isTrue();
        assertThat(fits(jwt("{\"tid\":\"" + CONTOSO.toUpperCase(Locale.ROOT) + "\"}"), CONTOSO))
                .isTrue();
    }

    @Test
    void a_token_of_another_tenant_does_not() {
        assertThat(fits(jwt("{\"tid\":\"" + FABRIKAM + "\"}"), CONTOSO)).isFalse();
    }

    @Test
    void a_domain_cannot_be_compared_with_an_id() {
        assertThat(fits(jwt("{\"tid\":\"" + FABRIKAM + "\"}"), "contoso.com")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "one.two.three", "..", "a.e30.b", "a.bnVsbA.b"})
    void what_cannot_be_read_is_taken_as_it_is(String token) {
        assertThat(fits(token, CONTOSO)).isTrue();
    }

    private static boolean fits(String token, String tenant) {
        return TokenTenant.fits(TokenTenant.of(token), tenant);
    }

    private static String jwt(String claims) {
        String payload = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
        return "e30." + payload + ".signature";
    }
}
