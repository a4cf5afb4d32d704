package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.AccessToken;
import io.fansync.GraphCloud;
import io.fansync.SyncException.Denied;
import io.fansync.TokenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class TokenFileTest {

    private Path path = Path.of("");

    @BeforeEach
    void name_the_file(@TempDir Path directory) {
        path = directory.resolve("tokens.json");
    }

    private TokenFile file(String content) throws IOException {
        return TokenFile.open(Files.writeString(path, content));
    }

    private static Mono<String> token(TokenFile file, String tenant, String claims) {
        return file.token(new TokenRequest(GraphCloud.GLOBAL, tenant, claims)).map(AccessToken::value);
    }

    @Test
    void one_token_serves_every_tenant() throws IOException {
        TokenFile file = file("\uFEFFone\r\n");

        StepVerifier.create(token(file, "a.com", "")).expectNext("one").verifyComplete();
        StepVerifier.create(token(file, "b.com", "")).expectNext("one").verifyComplete();
    }

    @Test
    void an_object_has_a_token_for_each_tenant() throws IOException {
        TokenFile file = file("{\"A.com\": \"a\", \"b.com\": \"b\"}");

        StepVerifier.create(token(file, "a.com", "")).expectNext("a").verifyComplete();
        StepVerifier.create(token(file, "b.com", "")).expectNext("b").verifyComplete();
        StepVerifier.create(token(file, "c.com", ""))
                .verifyErrorMatches(error -> error instanceof Denied denied
                        && denied.signIn()
                        && denied.detail().equals("--token-file " + path + " holds no token for c.com"));
    }

    @Test
    void is_read_again_when_graph_refuses_a_token() throws IOException {
        TokenFile file = file("old");
        Files.writeString(path, "new");

        StepVerifier.create(token(file, "a.com", "{}")).expectNext("new").verifyComplete();
        StepVerifier.create(token(file, "a.com", "")).expectNext("new").verifyComplete();
    }

    @Test
    void that_is_half_written_leaves_the_tokens_read_before_in_use() throws IOException {
        TokenFile file = file("{\"a.com\": \"old\"}");
        Files.writeString(path, "{\"a.com\": \"n");

        StepVerifier.create(token(file, "a.com", "{}")).expectNext("old").verifyComplete();
    }

    @Test
    void that_windows_powershell_wrote_by_an_arrow_says_how_to_write_it() throws IOException {
        Files.writeString(path, "\uFEFFtoken\r\n", StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> TokenFile.open(path))
                .hasMessage("cannot read --token-file " + path
                        + ": not UTF-8; save the file as UTF-8 (in PowerShell: -Encoding utf8)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "{\"a.com\": \"secret\"", "{\"a.com\": 1}", "{\"a.com\": \"two words\"}"})
    void that_holds_something_else_is_refused_without_being_quoted(String content) {
        assertThatThrownBy(() -> file(content))
                .isInstanceOf(BadInput.class)
                .message()
                .startsWith("--token-file " + path)
                .doesNotContain("words", "secret");
    }
}
