package io.fansync.cli;

import java.lang.reflect.Proxy;

/**
 * The signals that the system sends to this process.
 *
 * <p>{@code sun.misc.Signal} is reached by reflection, because the compiler warns of the class and takes no word for it.
 */
final class Signals {

    private Signals() {}

    /** Has the action run at each signal of that name, where there are signals and this one is known; else nothing changes. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException | LinkageError absent) {
            // The system then does with the signal what it does with any.
        }
    }
}
