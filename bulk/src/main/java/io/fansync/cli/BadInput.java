package io.fansync.cli;

/** What was typed or read cannot be used: one line that names the place and what to write instead. Nothing was sent. */
final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message, null, false, false);
    }
}
