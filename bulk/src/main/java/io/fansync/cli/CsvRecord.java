package io.fansync.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes one record of separated values apart, as <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a> writes them:
 * strictly, but for blanks around a value, and for the separator, which is a semicolon where a comma stands in numbers. A quoted
 * value may go on over several lines.
 */
final class CsvRecord {

    /** Of a value that goes on: a quote that is never closed must not take in a whole file. */
    private static final int LONGEST = 1 << 20;

    private final Lines lines;
    private final char separator;
    private final int start;
    private String line;
    private int at;

    private CsvRecord(Lines lines, char separator, String line) {
        this.lines = lines;
        this.separator = separator;
        this.start = lines.number();
        this.line = line;
    }

    /** The values of the record that begins with this line, the one that {@code lines} gave last. */
    static List<String> values(Lines lines, char separator, String line) {
        return new CsvRecord(lines, separator, line).values();
    }

    /** What separates the names in a header: the first of comma, semicolon and tab that is there. */
    static char separator(String header) {
        return header.indexOf(',') >= 0 ? ',' : header.indexOf(';') >= 0 ? ';' : header.indexOf('\t') >= 0 ? '\t' : ',';
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        values.add(value());
        while (at < line.length()) {
            at++;
            values.add(value());
        }
        return values;
    }

    private String value() {
        boolean quoted = at < line.length() && line.charAt(at) == '"';
        return (quoted ? quoted() : bare()).strip();
    }

    private String bare() {
        int end = line.indexOf(separator, at);
        String value = line.substring(at, end < 0 ? line.length() : end);
        if (value.indexOf('"') >= 0) {
            throw lines.error(start, "a quote inside a value; put the whole value in quotes and double those inside");
        }
        at += value.length();
        return value;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            int quote = line.indexOf('"', at);
            if (quote < 0) {
                value.append(line, at, line.length()).append('\n');
                nextLine(value.length());
                continue;
            }
            value.append(line, at, quote);
            at = quote + 1;
            if (at == line.length() || line.charAt(at) == separator) {
                return value.toString();
            }
            if (line.charAt(at++) != '"') {
                throw lines.error(
                        start, "a closing quote must be followed by " + name(separator) + " or the end of the line");
            }
            value.append('"');
        }
    }

    /** In a message. */
    static String name(char separator) {
        return separator == ',' ? "a comma" : separator == ';' ? "a semicolon" : "a tab";
    }

    private void nextLine(int length) {
        String next = lines.next();
        if (next == null || length > LONGEST) {
            throw lines.error(start, "a quote is opened and never closed");
        }
        line = next;
        at = 0;
    }
}
