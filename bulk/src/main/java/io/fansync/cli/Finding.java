package io.fansync.cli;

/**
 * What {@code doctor} found out.
 *
 * @param subject what it looked at
 */
record Finding(Verdict verdict, String subject, String text) {

    enum Verdict {
        OK,
        /** To be known, and not in the way. */
        NOTE,
        PROBLEM
    }

    static Finding ok(String subject, String text) {
        return new Finding(Verdict.OK, subject, text);
    }

    static Finding note(String subject, String text) {
        return new Finding(Verdict.NOTE, subject, text);
    }

    static Finding problem(String subject, String text) {
        return new Finding(Verdict.PROBLEM, subject, text);
    }

    boolean isProblem() {
        return verdict == Verdict.PROBLEM;
    }

    String line() {
        String mark = switch (verdict) {
            case OK -> "ok       ";
            case NOTE -> "note     ";
            case PROBLEM -> "PROBLEM  ";
        };
        return Prose.withoutTokens(mark + subject + ": " + Prose.printable(text));
    }
}
