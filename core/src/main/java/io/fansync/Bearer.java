package io.fansync;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as headers, those used last ready made. A token is longer than the rest of its request: to check it and to copy it
 * letter by letter each time would cost more than anything else here.
 */
final class Bearer {

    private static final int KEPT = 1024;

    private final AtomicReferenceArray<@Nullable Ready> kept = new AtomicReferenceArray<>(KEPT);

    /**
     * To be added to a request's headers, not to be changed.
     *
     * @throws SyncException.Denied if the token is another tenant's
     */
    HttpHeaders header(AccessToken token, String tenant) {
        int place = token.value().hashCode() & KEPT - 1;
        Ready ready = kept.get(place);
        if (ready == null || !ready.token.equals(token.value())) {
            ready = new Ready(token.value());
            kept.set(place, ready);
        }
        if (!TokenTenant.fits(ready.tenant, tenant)) {
            throw SignInErrors.otherTenant(tenant);
        }
        return ready.header;
    }

    private static final class Ready {

        final String token;
        final String tenant;
        final HttpHeaders header = new DefaultHttpHeaders();

        Ready(String token) {
            this.token = token;
            this.tenant = TokenTenant.of(token);
            header.set(HttpHeaderNames.AUTHORIZATION, new AsciiString("Bearer " + token));
        }
    }
}
