package io.fansync.cli;

import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A sign-in that {@link TokenSource#deviceCode} kept; its file is named after what it is for. */
record KeptSignIn(Path file, String login, String tenant, String clientId) {

    private static final Pattern NAME = Pattern.compile("sign-in_([^_]+)_([^_]+)_(.+)\\.json(\\.tmp)?");

    static List<KeptSignIn> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(KeptSignIn::of).flatMap(Optional::stream).toList();
        } catch (NoSuchFileException never) {
            return List.of();
        } catch (IOException e) {
            throw new BadInput("cannot read " + directory + ": " + Prose.why(e));
        }
    }

    private static Optional<KeptSignIn> of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches()
                ? Optional.of(new KeptSignIn(file, name.group(1), name.group(2), name.group(3)))
                : Optional.empty();
    }

    /** True if it is for this cloud's login server; a colon is not for file names. */
    boolean isAt(GraphCloud cloud) {
        return login.equals(cloud.login().getAuthority().replace(':', '-'));
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BadInput("cannot delete " + file + ": " + Prose.why(e));
        }
    }
}
