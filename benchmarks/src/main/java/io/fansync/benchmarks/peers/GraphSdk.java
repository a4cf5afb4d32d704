package io.fansync.benchmarks.peers;

import static com.microsoft.graph.models.DeviceManagementExchangeConnectorSyncType.DeltaSync;

import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.devicemanagement.exchangeconnectors.item.sync.SyncPostRequestBody;
import com.microsoft.graph.devicemanagement.exchangeconnectors.item.sync.SyncRequestBuilder;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AuthenticationProvider;
import io.fansync.Connector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/**
 * Microsoft's Graph SDK with its own defaults, one client for each tenant over one pool that keeps a connection for each request
 * in flight. Signing in costs it nothing here: the token is put into the header as it is.
 */
final class GraphSdk {

    private final Site site;
    private final OkHttpClient http;
    private final Map<String, GraphServiceClient> clients = new ConcurrentHashMap<>();

    GraphSdk(Site site) {
        this.site = site;
        this.http = GraphClientFactory.create(new Interceptor[0])
                .connectionPool(new ConnectionPool(site.concurrency(), 5, TimeUnit.MINUTES))
                .build();
    }

    GraphServiceClient client(String tenant) {
        return clients.computeIfAbsent(tenant, this::open);
    }

    private GraphServiceClient open(String tenant) {
        AuthenticationProvider token =
                (request, context) -> request.headers.tryAdd("Authorization", "Bearer " + Site.token(tenant));
        GraphServiceClient client = new GraphServiceClient(token, http);
        client.getRequestAdapter().setBaseUrl(site.graph() + "/v1.0");
        return client;
    }

    SyncRequestBuilder sync(Connector connector) {
        return client(connector.tenant())
                .deviceManagement()
                .exchangeConnectors()
                .byDeviceManagementExchangeConnectorId(connector.id())
                .sync();
    }

    static SyncPostRequestBody body() {
        SyncPostRequestBody body = new SyncPostRequestBody();
        body.setSyncType(DeltaSync);
        return body;
    }

    void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
