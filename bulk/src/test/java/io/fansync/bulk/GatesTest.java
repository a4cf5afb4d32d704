package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatesTest {

    private static final Quota BELIEF = Quota.of(100, Duration.ofSeconds(20));
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Gates gates = new Gates(new ThrottleGate(Quota.none()));
    private long now;

    @Test
    void a_tenant_has_one_gate() {
        assertThat(gate("contoso.com")).isSameAs(gate("contoso.com"));
    }

    @Test
    void a_gate_at_rest_goes_and_what_it_has_learnt_stays() {
        ThrottleGate first = gate("contoso.com").throttle();
        teach(first);
        Optional<Learnt> learnt = first.learnt();
        assertThat(learnt).isPresent();

        now += HOUR;
        fill(2 * Gates.BEFORE_SWEEP);

        assertThat(gates.all()).hasSizeLessThanOrEqualTo(Gates.BEFORE_SWEEP + 1);
        assertThat(gate("contoso.com").throttle()).isNotSameAs(first);
        assertThat(gate("contoso.com").throttle().learnt()).isEqualTo(learnt);
    }

    @Test
    void what_was_learnt_here_is_newer_than_what_is_known_from_elsewhere() {
        teach(gate("contoso.com").throttle());
        Optional<Learnt> learnt = gate("contoso.com").throttle().learnt();
        now += HOUR;
        fill(2 * Gates.BEFORE_SWEEP);

        Optional<Learnt> elsewhere = Optional.of(new Learnt(7, Duration.ofSeconds(7)));

        assertThat(gates.of("contoso.com", BELIEF, elsewhere, now).throttle().learnt())
                .isEqualTo(learnt);
        assertThat(gates.of("fabrikam.com", BELIEF, elsewhere, now).throttle().learnt())
                .isEqualTo(elsewhere);
    }

    @Test
    void the_time_that_syncs_will_take_counts_that_nothing_can_be_read() {
        TenantGate gate = gate("contoso.com");
        gate.reads().sent(now);
        gate.answered(gate.reads(), now, ++now, new Unavailable("connection refused", false));

        assertThat(gate.isThrottled(now)).isFalse();
        assertThat(gate.closedFor(now)).isPositive();
        assertThat(gate.timeFor(1, now)).isGreaterThanOrEqualTo(gate.closedFor(now));
    }

    @Test
    void a_tenant_is_throttled_for_as_long_as_a_refused_reading_keeps_it_closed() {
        TenantGate gate = gate("contoso.com");
        gate.reads().sent(now);
        gate.answered(gate.reads(), now, ++now, new Throttled("429", Duration.ZERO));

        assertThat(gate.closedFor(now)).isPositive();
        assertThat(gate.isThrottled(now)).isTrue();
    }

    @Test
    void of_any_number_of_tenants_that_taught_something_only_so_many_are_remembered() {
        for (int i = 0; i < 3 * Gates.LESSONS; i++) {
            teach(gate(i + ".example").throttle());
            now += HOUR;
        }
        fill(2 * Gates.BEFORE_SWEEP);

        assertThat(gates.all()).hasSizeLessThanOrEqualTo(Gates.BEFORE_SWEEP);
        assertThat(gates.lessons()).isBetween(Gates.LESSONS / 2, Gates.LESSONS);
    }

    private TenantGate gate(String tenant) {
        return gates.of(tenant, BELIEF, Optional.empty(), now);
    }

    private void fill(int tenants) {
        for (int i = 0; i < tenants; i++) {
            gate("filling-" + i + ".example");
        }
    }

    /** Has one request refused and the next one taken. */
    private void teach(ThrottleGate gate) {
        for (int i = 0; i < 2; i++) {
            gate.sent(now);
        }
        gate.taken(now, now + 1);
        gate.refused(now, now + 2, Duration.ZERO);
        long probe = now + Duration.ofSeconds(30).toNanos();
        gate.sent(probe);
        gate.taken(probe, probe + 1);
    }
}
