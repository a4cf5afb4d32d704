package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Denied;
import io.fansync.simulator.GraphSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

@Timeout(60)
class FederatedTest {

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).start();

    @TempDir
    private Path directory;

    @Test
    void the_file_is_read_at_each_sign_in() throws IOException {
        Path file = directory.resolve("token");
        TokenSource tokens = TokenSource.federated("my-app", file, LoginHttp.of(graph));

        Files.writeString(file, "first\n");
        tokens.token(request("tenant-1.example")).block();
        Files.writeString(file, "second");
        tokens.token(request("tenant-2.example")).block();

        assertThat(graph.tokenCalls())
                .extracting(call -> call.form().get("client_assertion"))
                .containsExactly("first", "second");
        assertThat(graph.tokenCalls().get(0).form())
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        Path file = directory.resolve("absent");

        StepVerifier.create(TokenSource.federated("my-app", file, LoginHttp.of(graph))
                        .token(request("tenant-1.example")))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessage("the federated token in " + file + " could not be read: NoSuchFileException."
                                + " Check the credential, and where it comes from."));
        assertThat(graph.tokenCalls()).isEmpty();
    }

    private TokenRequest request(String tenant) {
        return new TokenRequest(graph.cloud(), tenant);
    }
}
