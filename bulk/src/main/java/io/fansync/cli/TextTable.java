package io.fansync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns as wide as they have to be: numbers to the right, everything else to the left. */
final class TextTable {

    private final List<List<Object>> rows = new ArrayList<>();

    private record Right(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A text that stands to the right, as the head over numbers. */
    static Object right(String text) {
        return new Right(text);
    }

    TextTable row(Object... cells) {
        rows.add(List.of(cells));
        return this;
    }

    List<String> lines() {
        if (rows.isEmpty()) {
            return List.of();
        }
        int[] widths = IntStream.range(0, rows.get(0).size()).map(this::width).toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<Object> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> padded(row.get(column), widths[column]))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> text(row.get(column)).length())
                .max()
                .orElse(0);
    }

    private static String padded(Object cell, int width) {
        String text = text(cell);
        String padding = " ".repeat(width - text.length());
        return cell instanceof String ? text + padding : padding + text;
    }

    private static String text(Object cell) {
        return cell instanceof Number number ? Prose.count(number.longValue()) : cell.toString();
    }
}
