package io.fansync.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What a journal needs of a disk; one that fails or loses power, in tests. */
interface Disk {

    /** How long a file is; -1 if there is none. */
    long size(Path file) throws IOException;

    InputStream read(Path file) throws IOException;

    /** Opens a file to append to, after cutting it at a length; makes it if there is none. */
    Appender append(Path file, long length) throws IOException;

    /** Puts a file in the place of another, wholly or not at all. */
    void replace(Path file, Path by) throws IOException;

    void delete(Path file) throws IOException;

    /** Keeps every other process and journal out until it is closed; {@code JournalException} if there is one. */
    Closeable lock(Path file) throws IOException;

    /** The end of a file. */
    interface Appender extends Closeable {

        /** Hands all of it to the operating system. */
        void write(ByteBuffer bytes) throws IOException;

        /** Has the operating system bring to the disk what it was handed. */
        void force() throws IOException;
    }
}
