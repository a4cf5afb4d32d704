package io.fansync.bulk;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All tenants' gates. Of those at rest only what they have learnt is kept, and only of the last {@value #LESSONS}. */
final class Gates {

    static final int BEFORE_SWEEP = 1024;
    static final int LESSONS = 16_384;

    private final ThrottleGate app;
    private final Map<String, TenantGate> gates = new HashMap<>();
    private final Map<String, Learnt> lessons = new LinkedHashMap<>();
    private int sweepAt = BEFORE_SWEEP;

    /** @param app what the application's requests are held to, over all tenants */
    Gates(ThrottleGate app) {
        this.app = app;
    }

    /** @param learnt what is known from elsewhere, should nothing have been learnt here */
    TenantGate of(String tenant, Quota belief, Optional<Learnt> learnt, long now) {
        TenantGate known = gates.get(tenant);
        if (known != null) {
            return known;
        }
        if (gates.size() >= sweepAt) {
            sweep(now);
        }
        Optional<Learnt> lesson = Optional.ofNullable(lessons.remove(tenant));
        TenantGate gate = new TenantGate(tenant, belief, lesson.or(() -> learnt), app);
        gates.put(tenant, gate);
        return gate;
    }

    private void sweep(long now) {
        gates.values().removeIf(gate -> {
            boolean atRest = gate.isAtRest(now);
            if (atRest) {
                gate.throttle().learnt().ifPresent(learnt -> lessons.put(gate.tenant(), learnt));
            }
            return atRest;
        });
        lessons.keySet()
                .removeAll(lessons.keySet().stream()
                        .limit(Math.max(0, lessons.size() - LESSONS))
                        .toList());
        sweepAt = Math.max(BEFORE_SWEEP, gates.size() * 2);
    }

    Collection<TenantGate> all() {
        return gates.values();
    }

    /** How many tenants something was learnt of that are at rest. */
    int lessons() {
        return lessons.size();
    }
}
