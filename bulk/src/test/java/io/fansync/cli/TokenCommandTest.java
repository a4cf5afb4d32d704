package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.AccessToken;
import io.fansync.GraphCloud;
import io.fansync.SyncException.Denied;
import io.fansync.TokenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@EnabledOnOs({OS.LINUX, OS.MAC})
class TokenCommandTest {

    @TempDir
    private Path directory;

    private static Mono<String> token(TokenCommand command, String tenant, String claims) {
        return command.token(new TokenRequest(GraphCloud.GLOBAL, tenant, claims))
                .map(AccessToken::value);
    }

    private static TokenCommand shell(String script) {
        return new TokenCommand(List.of("sh", "-c", script, "for", "tenant={tenant}"));
    }

    @Test
    void is_run_once_for_each_tenant() throws IOException {
        Path log = directory.resolve("log");
        TokenCommand command = shell("echo $1 >> " + log + "; echo $1");

        StepVerifier.create(Flux.range(0, 50).flatMap(i -> token(command, i % 2 == 0 ? "a.com" : "b.com", "")))
                .expectNextCount(50)
                .verifyComplete();

        assertThat(Files.readAllLines(log)).containsExactlyInAnyOrder("tenant=a.com", "tenant=b.com");
    }

    @Test
    void that_fails_says_why_without_what_may_be_a_token() {
        TokenCommand command = shell("echo out; echo please log in, " + "x".repeat(40) + " >&2; exit 3");

        StepVerifier.create(token(command, "a.com", ""))
                .verifyErrorMatches(error -> error instanceof Denied denied
                        && denied.signIn()
                        && denied.detail()
                                .equals("--token-command sh ended with exit code 3: please log in, *** (a.com)"));
    }

    @Test
    void that_fails_without_a_word_is_denied_with_its_exit_code() {
        StepVerifier.create(token(shell("exit 3"), "a.com", ""))
                .verifyErrorMatches(error -> error instanceof Denied denied
                        && denied.detail().equals("--token-command sh ended with exit code 3 (a.com)"));
    }

    @Test
    void that_does_not_exist_is_denied() {
        StepVerifier.create(token(new TokenCommand(List.of("absent-command")), "a.com", ""))
                .verifyErrorMatches(error -> error instanceof Denied denied
                        && denied.detail().startsWith("--token-command absent-command could not be run: "));
    }

    @Test
    void that_prints_no_token_is_denied() {
        StepVerifier.create(token(shell("echo two words"), "a.com", ""))
                .verifyErrorMatches(
                        error -> error instanceof Denied denied
                                && denied.detail()
                                        .equals(
                                                "--token-command sh printed neither a token nor JSON with accessToken (a.com)"));
    }

    @Test
    void prints_json_as_the_azure_command_line_does() {
        String local = "{\"accessToken\":\"t\",\"expiresOn\":\"2030-01-02 03:04:05.000000\"}";
        Instant end = LocalDateTime.parse("2030-01-02T03:04:05")
                .atZone(ZoneId.systemDefault())
                .toInstant();

        assertThat(PrintedToken.parse(local)).contains(new AccessToken("t", end));
        assertThat(PrintedToken.parse("{\"accessToken\":\"t\",\"expires_on\":1900000000,\"expiresOn\":\"?\"}"))
                .contains(new AccessToken("t", Instant.ofEpochSecond(1_900_000_000)));
        assertThat(PrintedToken.parse("{\"accessToken\":\"t\",\"expires_on\":" + Long.MAX_VALUE + "}"))
                .get()
                .extracting(AccessToken::expiresAt)
                .satisfies(unknown -> assertThat(unknown).isBefore(Instant.now().plusSeconds(3_600)));
        assertThat(PrintedToken.parse("{\"accessToken\":\"\"}")).isEmpty();
        assertThat(PrintedToken.parse("{\"accessToken\"")).isEmpty();
        assertThat(PrintedToken.parse("")).isEmpty();
    }

    @Test
    void is_split_into_words_as_a_shell_would() {
        assertThat(Words.of("az  get-token --tenant={tenant} \"a b\" 'c \"d' e\"f g\"$"))
                .containsExactly("az", "get-token", "--tenant={tenant}", "a b", "c \"d", "ef g$");
    }
}
