package io.fansync;

import com.microsoft.aad.msal4j.IHttpClient;
import io.fansync.SyncException.Denied;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Timeout(60)
class DevicePollingTest {

    private static final String CODE =
            "{\"user_code\":\"A\",\"device_code\":\"B\",\"verification_uri\":\"https://page\","
                    + "\"expires_in\":900,\"interval\":1,\"message\":\"Enter A.\"}";
    private static final String DECLINED = "{\"error\":\"access_denied\",\"error_description\":\"AADSTS65004: No.\"}";

    @TempDir
    private static Path directory;

    /** Left to itself, MSAL loses this race about once in thirty times. */
    @RepeatedTest(300)
    void a_login_server_may_answer_at_once() {
        IHttpClient http = request -> {
            boolean code = request.url().getPath().endsWith("devicecode");
            SignInAnswer answer = new SignInAnswer(code ? 200 : 400, new DefaultHttpHeaders(), code ? CODE : DECLINED);
            if (code) {
                return answer;
            }
            throw SignInErrors.refused(TokenIssuer.LOGIN_SERVER, "contoso.com", new SentSecrets(List.of()), answer);
        };
        SignInFlow flow = new DeviceCodeSignIn("app", directory, code -> {}, pause -> {});

        StepVerifier.create(Mono.fromCallable(
                                () -> flow.start(new TokenRequest(GraphCloud.GLOBAL, "contoso.com"), http))
                        .flatMap(Mono::fromFuture)
                        .onErrorMap(failure -> SignInErrors.of("contoso.com", failure)))
                .verifyErrorMatches(
                        error -> error instanceof Denied denied && denied.code().equals("AADSTS65004"));
    }
}
