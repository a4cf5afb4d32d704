package io.fansync.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file with something in it that is nobody else's business. */
final class SecretFile {

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private SecretFile() {}

    /** What it holds. Errors do not name the file: somebody may have put the secret itself there. */
    static String read(String option, Path file) {
        try {
            String secret = text(file);
            if (secret.isEmpty()) {
                throw new BadInput("the file of " + option + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new BadInput("cannot read the file of " + option + ": " + Prose.why(e));
        }
    }

    /** Without the mark and the line break that editors put around it. */
    static String text(Path file) throws IOException {
        return Files.readString(file).replace("\uFEFF", "").strip();
    }

    /** Leaves it to its owner alone, where permissions are by mode; a device stays as it is. */
    static void closeToOthers(Path file) throws IOException {
        boolean byMode = Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
        if (byMode && Files.isRegularFile(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** True if its group or everybody may read it; false where permissions are not by mode. */
    static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
