package io.fansync.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every option can be given in the environment: {@code --graph-url} as {@code FANSYNC_GRAPH_URL}. */
record EnvironmentDefaults(Map<String, String> environment) implements IDefaultValueProvider {

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
                ? value(variable(option))
                : null;
    }

    /** What is set to nothing is not set. */
    private @Nullable String value(String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? null : value;
    }

    static String variable(OptionSpec option) {
        return "FANSYNC_" + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
