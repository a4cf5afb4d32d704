package io.fansync.sample;

import io.fansync.Connector;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncType;
import io.fansync.bulk.BulkProgress;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.SyncOutcome;
import java.time.Duration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A service that syncs one connector, or all of a tenant and tells how it gets on. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
record SyncApplication(BulkSync bulk, ConnectorDirectory directory) {

    @PostMapping("/tenants/{tenant}/connectors/{id}/sync")
    Mono<String> one(@PathVariable String tenant, @PathVariable String id) {
        return bulk.client()
                .sync(new Connector(tenant, id), SyncType.DELTA)
                .map(receipt -> receipt.trace().requestId());
    }

    @PostMapping(path = "/tenants/{tenant}/sync", produces = "text/event-stream")
    Flux<ServerSentEvent<String>> all(@PathVariable String tenant) {
        return Flux.defer(() -> {
            Sinks.Many<BulkProgress> progress = Sinks.many().unicast().onBackpressureBuffer();
            Flux<SyncOutcome> outcomes = bulk.progress(Duration.ofSeconds(1), progress::tryEmitNext)
                    .sync(directory.list(tenant).map(ConnectorDetails::connector), SyncType.DELTA)
                    .doFinally(end -> progress.tryEmitComplete());
            return Flux.merge(
                    progress.asFlux().map(at -> event("progress", at.settled().total() + " settled")),
                    outcomes.map(each -> event(
                            each.getClass().getSimpleName(), each.connector().id())));
        });
    }

    private static ServerSentEvent<String> event(String name, String data) {
        return ServerSentEvent.builder(data).event(name).build();
    }

    @ExceptionHandler
    ResponseEntity<String> throttled(Throttled refusal) {
        String seconds = String.valueOf(refusal.retryAfter().toSeconds() + 1);
        return ResponseEntity.status(429).header("Retry-After", seconds).body(refusal.getMessage());
    }
}
