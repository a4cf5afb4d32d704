package io.fansync.simulator;

import io.netty.handler.codec.http.HttpHeaders;

/** An HTTP request, read to its end. */
record Request(String method, String uri, HttpHeaders headers, String body) {

    String header(String name) {
        return headers.get(name, "");
    }
}
