package io.fansync.cli;

import io.fansync.SyncReceipt;
import reactor.core.publisher.Mono;

/** The command line before a Graph that accepts at once. */
final class InstantGraph {

    private InstantGraph() {}

    public static void main(String[] arguments) {
        System.exit(Fansync.commandLine(
                        Shell.ofProcess(),
                        (cloud, tokens, way) -> (connector, type) -> Mono.just(new SyncReceipt(connector, type)))
                .execute(arguments));
    }
}
