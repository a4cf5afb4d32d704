package io.fansync.simulator;

import java.util.List;
import java.util.Random;

/** Draws what goes wrong by itself. */
final class Faults {

    private static final List<Answer> KINDS = List.of(
            Answer.status(500),
            Answer.status(500).afterWork(),
            Answer.status(503),
            Answer.status(503).afterWork(),
            Answer.status(504),
            Answer.status(504).afterWork(),
            Answer.cutBefore(),
            Answer.cutAfter());

    /** An item of a batch cannot lose its connection alone. */
    private static final int ITEM_KINDS = 6;

    private final int percent;
    private final Random random;

    Faults(int percent, Random random) {
        this.percent = percent;
        this.random = random;
    }

    Answer forRequest() {
        return draw(KINDS.size());
    }

    Answer forItem() {
        return draw(ITEM_KINDS);
    }

    private Answer draw(int kinds) {
        boolean faulty = percent > 0 && random.nextInt(100) < percent;
        return faulty ? KINDS.get(random.nextInt(kinds)) : Answer.normal();
    }
}
