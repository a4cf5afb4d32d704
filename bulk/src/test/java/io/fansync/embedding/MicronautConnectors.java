package io.fansync.embedding;

import io.fansync.Connector;
import io.fansync.SyncType;
import io.fansync.bulk.BulkSync;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import reactor.core.publisher.Mono;

@Controller("/tenants/{tenant}/connectors")
record MicronautConnectors(BulkSync bulk) {

    @Post("/{id}/sync")
    Mono<String> sync(String tenant, String id) {
        return bulk.client()
                .sync(new Connector(tenant, id), SyncType.DELTA)
                .map(receipt -> receipt.trace().requestId());
    }
}
