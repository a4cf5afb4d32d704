package io.fansync;

import static io.fansync.Awaited.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.SyncException.Denied;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Nothing that a sign-in sends or receives may be seen, whatever the server answers and at whatever level one logs. */
class SignInSecrecyTest {

    private static final String TENANT = "tenant-1.example";
    private static final String SECRET = "Q~my+very/secret=";
    private static final String ENCODED = "Q%7Emy%2Bvery%2Fsecret%3D";
    private static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJ0aWQiOiJ4In0.c2lnbmF0dXJl";

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @AutoClose
    private final Logs logs = Logs.of(Level.TRACE, "com.microsoft", "io.fansync", "io.netty", "reactor");

    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create().start();

    private final TokenSource tokens =
            TokenSource.msal("my-app", ClientCredentialFactory.createFromSecret(SECRET), LoginHttp.of(graph));

    @Test
    void a_token_is_not_seen() {
        AccessToken token = awaited(request());

        seen.add(token.toString());
        assertThat(logs.events()).isNotEmpty();
        assertNothingShows(SECRET, ENCODED, token.value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"invalid_client\",\"error_description\":\"You sent SECRET, that is ENCODED, not TOKEN\"}",
                "{\"error\":\"SECRET\"}",
                "{\"error\":\"interaction_required\",\"claims\":\"{'sent':'SECRET'}\"}",
                "client_secret=ENCODED",
                "<html>SECRET TOKEN</html>",
                "{\"access_token\":\"TOKEN\"",
                "{\"access_token\":\"TOKEN\",\"expires_in\":\"soon\"}",
                "{\"access_token\":{\"value\":\"TOKEN\"},\"expires_in\":3599}",
                "{\"access_token\":\"TOKEN\\nTOKEN\",\"expires_in\":3599}",
            })
    void an_answer_that_repeats_them_is_not_shown(String body) {
        for (int status : new int[] {200, 400, 401, 429, 500, 503}) {
            graph.scriptSignIn(
                    TENANT,
                    Answer.status(status)
                            .header("x-ms-request-id", SECRET)
                            .body(body.replace("SECRET", SECRET)
                                    .replace("ENCODED", ENCODED)
                                    .replace("TOKEN", TOKEN)));
            SignIn signIn = new SignIn(
                    SignInFlows.clientCredentials("my-app", ClientCredentialFactory.createFromSecret(SECRET)),
                    new SignInHttp(LoginHttp.of(graph)));

            Throwable error = signIn.with(new TokenRequest(graph.cloud(), TENANT))
                    .then(Mono.<Throwable>empty())
                    .onErrorResume(Mono::just)
                    .block();

            if (error != null) {
                StringWriter trace = new StringWriter();
                error.printStackTrace(new PrintWriter(trace));
                seen.add(trace.toString());
                seen.add(error instanceof Denied denied ? denied.claims() : "");
                assertThat(error).isInstanceOf(SyncException.class);
            }
        }

        assertNothingShows(SECRET, ENCODED, TOKEN);
    }

    private Mono<AccessToken> request() {
        return tokens.token(new TokenRequest(graph.cloud(), TENANT));
    }

    private void assertNothingShows(String... secrets) {
        seen.addAll(logs.lines());
        assertThat(seen).noneMatch(line -> Stream.of(secrets).anyMatch(line::contains));
    }
}
