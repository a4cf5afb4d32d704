package io.fansync.cli;

import io.fansync.AccessToken;
import io.fansync.SyncException;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokens from a file that something else keeps up to date: one token for every tenant, or a JSON object from tenant to token.
 * While tokens are asked for, the file is read again once a second, and whenever Graph refuses one.
 */
final class TokenFile implements TokenSource {

    private static final Logger log = LoggerFactory.getLogger(TokenFile.class);
    private static final Duration READ_EVERY = Duration.ofSeconds(1);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path path;
    private volatile Content content;

    /** @param outdated true if there was something newer that could not be read */
    private record Content(Function<String, Mono<AccessToken>> tokens, long readAt, boolean outdated) {

        boolean isRecent() {
            return System.nanoTime() - readAt < READ_EVERY.toNanos();
        }
    }

    private TokenFile(Path path) {
        this.path = path;
        this.content = read();
    }

    /** @throws BadInput if the file cannot be read, or holds something else */
    static TokenFile open(Path path) {
        return new TokenFile(path);
    }

    @Override
    public Mono<AccessToken> token(TokenRequest request) {
        boolean refused = !request.claims().isEmpty();
        return Mono.defer(() -> content.isRecent() && !refused ? Mono.just(content) : readAgain())
                .flatMap(current -> current.tokens.apply(request.tenant()));
    }

    private Mono<Content> readAgain() {
        return Mono.fromCallable(this::read)
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorResume(BadInput.class, halfWritten -> Mono.just(keep(halfWritten)))
                .doOnNext(read -> content = read);
    }

    private Content keep(BadInput halfWritten) {
        if (!content.outdated) {
            log.warn("{}; the tokens read before stay in use", halfWritten.getMessage());
        }
        return new Content(content.tokens, System.nanoTime(), true);
    }

    private Content read() {
        try {
            String text = SecretFile.text(path);
            return new Content(text.startsWith("{") ? byTenant(text) : forAll(text), System.nanoTime(), false);
        } catch (IOException e) {
            throw new BadInput("cannot read --token-file " + path + ": " + Prose.why(e));
        }
    }

    private Function<String, Mono<AccessToken>> forAll(String text) {
        Mono<AccessToken> token = Mono.just(token("the token", text));
        return tenant -> token;
    }

    private Function<String, Mono<AccessToken>> byTenant(String text) {
        Map<String, Mono<AccessToken>> tokens = new HashMap<>();
        object(text)
                .properties()
                .forEach(entry -> tokens.put(
                        entry.getKey().toLowerCase(Locale.ROOT),
                        Mono.just(token("the token of " + Prose.excerpt(entry.getKey()), string(entry.getValue())))));
        return tenant -> tokens.getOrDefault(tenant, Mono.error(() -> none(tenant)));
    }

    /** The parser's own message is left out: it may quote a token. */
    private JsonNode object(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new BadInput("--token-file " + path + " must hold one token, or a JSON object from tenant to token");
        }
    }

    private String string(JsonNode value) {
        return value.isString() ? value.stringValue() : "";
    }

    private AccessToken token(String what, String text) {
        try {
            return AccessToken.of(text);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--token-file " + path + ": " + what
                    + " must not be empty, nor hold a blank, a line break or a character beyond ASCII");
        }
    }

    private SyncException none(String tenant) {
        return new SyncException.Denied("--token-file " + path + " holds no token for " + tenant, "");
    }
}
