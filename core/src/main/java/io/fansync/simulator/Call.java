package io.fansync.simulator;

/**
 * A call to a tenant's Graph: a request of its own, or an item of a batch.
 *
 * @param uri the path, version included, and the query
 * @param root Graph's root as the client sees it
 */
record Call(Tenant tenant, String method, String uri, String body, String root, Ids ids, long now) {

    String path() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    Call item(String method, String uri, String body) {
        return new Call(tenant, method, uri, body, root, ids, now);
    }
}
