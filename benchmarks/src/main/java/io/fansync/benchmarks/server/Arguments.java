package io.fansync.benchmarks.server;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a server was told: {@code --name=value}. */
record Arguments(String... given) {

    Optional<String> text(String name) {
        String prefix = "--" + name + "=";
        return Stream.of(given)
                .filter(argument -> argument.startsWith(prefix))
                .map(argument -> argument.substring(prefix.length()))
                .findFirst();
    }

    OptionalLong number(String name) {
        return text(name).stream().mapToLong(Long::parseLong).findFirst();
    }
}
