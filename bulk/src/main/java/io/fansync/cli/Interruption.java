package io.fansync.cli;

import java.lang.reflect.Proxy;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ctrl-C and SIGTERM: the first lets the work come to an orderly end, a second ends the process at once.
 *
 * <p>{@code sun.misc.Signal} is reached by reflection, because the compiler warns of the class and takes no word for it. Where
 * it is missing, a signal ends the process as it ends any other.
 */
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
        on("INT", Ending.INTERRUPTED);
        on("TERM", Ending.TERMINATED);
        return this;
    }

    void interrupt(Ending with) {
        if (ending.isPresent()) {
            Runtime.getRuntime().halt(with.exitCode());
        }
        ending = Optional.of(with);
        first.tryEmitValue(with);
    }

    private void on(String name, Ending with) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        interrupt(with);
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException | LinkageError absent) {
            // The process then ends at the first signal, as any does.
        }
    }
}
