package io.fansync.cli;

import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ctrl-C and SIGTERM: the first lets the work come to an orderly end, a second ends the process at once. */
final class Interruption {

    private final Sinks.One<Ending> first = Sinks.one();
    private volatile Optional<Ending> ending = Optional.empty();

    /** Emits once, at the first signal. */
    Mono<Ending> signal() {
        return first.asMono();
    }

    /** How the command must end because of it; empty if no signal came. */
    Optional<Ending> ending() {
        return ending;
    }

    /** From now on, this process's signals come here. */
    Interruption listen() {
        Signals.on("INT", () -> interrupt(Ending.INTERRUPTED));
        Signals.on("TERM", () -> interrupt(Ending.TERMINATED));
        return this;
    }

    void interrupt(Ending with) {
        if (ending.isPresent()) {
            Runtime.getRuntime().halt(with.exitCode());
        }
        ending = Optional.of(with);
        first.tryEmitValue(with);
    }
}
