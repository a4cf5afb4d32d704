package io.fansync.cli;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where fansync keeps what outlives a run: as the
 * <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG base directories</a> have it, and on Windows in the
 * user's application data.
 *
 * <p>Home is what HOME names, as for a shell. Java knows another where HOME was changed, and none, but a question mark, of a user
 * whom the system does not know.
 *
 * @param configuration of {@code config.properties}
 * @param state of jobs and sign-ins
 */
record Directories(Path configuration, Path state) {

    private static final String NAME = "fansync";

    static Directories ofProcess(Map<String, String> environment) {
        return of(
                FileSystems.getDefault(),
                System.getProperty("os.name", ""),
                System.getProperty("user.home", ""),
                environment);
    }

    static Directories of(FileSystem files, String system, String home, Map<String, String> environment) {
        if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
            Path data = files.getPath(home).resolve("AppData");
            return new Directories(
                    named(files, environment, "APPDATA", data.resolve("Roaming"))
                            .resolve(NAME),
                    named(files, environment, "LOCALAPPDATA", data.resolve("Local"))
                            .resolve(NAME));
        }
        Path user = named(files, environment, "HOME", files.getPath("/").resolve(home));
        return new Directories(
                named(files, environment, "XDG_CONFIG_HOME", user.resolve(".config"))
                        .resolve(NAME),
                named(
                                files,
                                environment,
                                "XDG_STATE_HOME",
                                user.resolve(".local").resolve("state"))
                        .resolve(NAME));
    }

    /** A relative one is to be ignored, the XDG specification says. */
    private static Path named(FileSystem files, Map<String, String> environment, String variable, Path otherwise) {
        Path named = files.getPath(environment.getOrDefault(variable, ""));
        return named.isAbsolute() ? named : otherwise;
    }
}
