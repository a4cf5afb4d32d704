package io.fansync;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A cell for each key. Those that are spent make room when there are many. */
final class TokenCells<K> {

    private static final int FEW = 1_000;

    private final ConcurrentHashMap<K, TokenCell> cells = new ConcurrentHashMap<>();
    private final AtomicInteger many = new AtomicInteger(FEW);

    TokenCell get(K key, Function<String, Mono<Grant>> signIn) {
        TokenCell cell = cells.get(key);
        return cell == null ? added(key, new TokenCell(signIn)) : cell;
    }

    private TokenCell added(K key, TokenCell cell) {
        int limit = many.get();
        if (cells.size() >= limit && many.compareAndSet(limit, Integer.MAX_VALUE)) {
            cells.values().removeIf(TokenCell::isSpent);
            many.set(Math.max(FEW, 2 * cells.size()));
        }
        TokenCell earlier = cells.putIfAbsent(key, cell);
        return earlier == null ? cell : earlier;
    }

    int size() {
        return cells.size();
    }
}
