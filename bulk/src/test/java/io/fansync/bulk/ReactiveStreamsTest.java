package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ReactiveStreamsTest {

    @Test
    void the_outcomes_pass_the_reactive_streams_tck() {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG tck = new TestNG(false);
        tck.setTestClasses(new Class<?>[] {Outcomes.class});
        tck.addListener(results);
        tck.run();

        assertThat(results.getFailedTests()).isEmpty();
        assertThat(results.getPassedTests()).hasSizeGreaterThan(25);
    }

    /** What the TCK asks of a publisher; run by TestNG above. */
    public static class Outcomes extends PublisherVerification<SyncOutcome> {

        /** Made by TestNG. */
        public Outcomes() {
            super(new TestEnvironment(500, 50));
        }

        @Override
        public Publisher<SyncOutcome> createPublisher(long elements) {
            return sync(
                    Flux.range(0, (int) Math.min(elements, Integer.MAX_VALUE)).map(i -> "c" + i));
        }

        @Override
        public Publisher<SyncOutcome> createFailedPublisher() {
            return sync(Flux.error(new IllegalStateException("no source")));
        }

        private static Publisher<SyncOutcome> sync(Flux<String> ids) {
            return BulkSync.over((connector, type) -> Mono.just(new SyncReceipt(connector, type)))
                    .quota(Quota.none())
                    .sync(ids.map(id -> new Connector("contoso.com", id)), SyncType.DELTA);
        }
    }
}
