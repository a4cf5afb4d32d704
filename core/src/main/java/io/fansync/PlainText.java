package io.fansync;

import java.util.regex.Pattern;

/** Makes one short line, safe to print on a terminal, of whatever a server sent. */
final class PlainText {

    private static final int LONGEST = 1_000;

    private static final Pattern PAGE = Pattern.compile("(?i)<(!doctype|html|head|body)\\b");
    private static final Pattern UNSEEN = Pattern.compile("(?is)<(script|style)\\b.*?(?=</\\1|\\z)|<!--.*?(-->|\\z)");
    private static final Pattern TAG = Pattern.compile("<[^<>]*(>|\\z)");
    private static final Pattern ANSI = Pattern.compile("(\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cs}]");
    private static final Pattern GAP = Pattern.compile("[\\p{Cc}\\p{Z}]+");
    private static final Pattern TOKEN =
            Pattern.compile("(?<=\\b(?i:bearer) )[\\w.~+/=-]{20,}|eyJ[\\w-]{8,}\\.[\\w.=-]*");

    private PlainText() {}

    /** Without tags, if it is an HTML page; without control sequences, line breaks or tokens; shortened. */
    static String of(String text) {
        return isPlain(text) ? text : made(text);
    }

    /** Most texts are, and then no pattern need be tried: ASCII in one line, without tags, gaps or anything like a token. */
    private static boolean isPlain(String text) {
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '<' || c == ' ' && !isPlainSpace(text, i)) {
                return false;
            }
        }
        return last < LONGEST && !text.contains("eyJ");
    }

    /** Between two words, the first of which is not {@code Bearer}. */
    private static boolean isPlainSpace(String text, int i) {
        boolean between = i > 0 && i < text.length() - 1 && text.charAt(i + 1) != ' ';
        return between && text.charAt(i - 1) != 'r' && text.charAt(i - 1) != 'R';
    }

    private static String made(String text) {
        String words = PAGE.matcher(text).find() ? withoutTags(text) : text;
        String line = GAP.matcher(
                        INVISIBLE.matcher(ANSI.matcher(words).replaceAll("")).replaceAll(""))
                .replaceAll(" ")
                .strip();
        return TOKEN.matcher(shortened(line)).replaceAll("***");
    }

    private static String withoutTags(String page) {
        return TAG.matcher(UNSEEN.matcher(page).replaceAll(" ")).replaceAll(" ");
    }

    private static String shortened(String line) {
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }
}
