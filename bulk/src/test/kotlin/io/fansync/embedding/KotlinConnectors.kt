package io.fansync.embedding

import io.fansync.Connector
import io.fansync.ConnectorClient
import io.fansync.SyncReceipt
import io.fansync.SyncType
import kotlinx.coroutines.reactor.awaitSingle

/** The README's recipe for Kotlin, which the profile of that name compiles. */
class KotlinConnectors(private val client: ConnectorClient) {
    suspend fun sync(connector: Connector): SyncReceipt = client.sync(connector, SyncType.DELTA).awaitSingle()
}
