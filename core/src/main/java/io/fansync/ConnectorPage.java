package io.fansync;

import java.util.List;

/**
 * A page of a tenant's connectors (<a href="https://learn.microsoft.com/graph/paging">paging</a>).
 *
 * @param connectors may be empty though more pages follow
 * @param nextLink the URL of the next page, as sent; empty on the last one
 */
record ConnectorPage(List<ConnectorDetails> connectors, String nextLink) {}
