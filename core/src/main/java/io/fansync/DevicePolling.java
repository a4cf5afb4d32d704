package io.fansync;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Asks for a device code's token as seldom as the login server wishes: MSAL 1.26.0 takes {@code slow_down} for a failure, and
 * not for the wish to have 5 seconds more between any two requests
 * (<a href="https://www.rfc-editor.org/rfc/rfc8628#section-3.5">RFC 8628</a>).
 */
final class DevicePolling implements IHttpClient {

    private static final Duration STEP = Duration.ofSeconds(5);

    private final IHttpClient http;
    private final Pause pause;
    private final CountDownLatch begun = new CountDownLatch(1);
    private Duration extra = Duration.ZERO;

    @FunctionalInterface
    interface Pause {
        void last(Duration time) throws InterruptedException;
    }

    /** @param pause what comes on top of MSAL's own, on the same thread */
    DevicePolling(IHttpClient http, Pause pause) {
        this.http = http;
        this.pause = pause;
    }

    /** To be called when MSAL has handed out its future: MSAL 1.26.0 fails where it is answered before. */
    void begin() {
        begun.countDown();
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws Exception {
        begun.await();
        IHttpResponse answer = http.send(request);
        if (!(answer instanceof SignInAnswer said) || !said.isPending()) {
            return answer;
        }
        if (said.wantsSlowerPolling()) {
            extra = extra.plus(STEP);
        }
        pause.last(extra);
        return said.stillPending();
    }
}
