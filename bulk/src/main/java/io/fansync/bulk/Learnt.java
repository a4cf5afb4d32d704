package io.fansync.bulk;

import java.time.Duration;

/** What a gate has learnt: as many requests in a window as the tenant took. A gate that starts from it need not explore again. */
record Learnt(int limit, Duration window) {

    Learnt {
        if (limit < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("No tenant takes " + limit + " requests in " + window);
        }
    }
}
