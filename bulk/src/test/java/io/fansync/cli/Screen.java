package io.fansync.cli;

import java.util.ArrayList;
import java.util.List;

/** What a terminal of a fixed width shows, scrolled back to the beginning, after it was sent a text. */
final class Screen {

    private static final String ERASE_WHAT_FOLLOWS = "\u001b[J";

    private final int columns;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    private Screen(int columns) {
        this.columns = columns;
    }

    static List<String> after(String sent, int columns) {
        Screen screen = new Screen(columns);
        for (int at = 0; at < sent.length(); at++) {
            if (sent.startsWith(ERASE_WHAT_FOLLOWS, at)) {
                screen.eraseWhatFollows();
                at += ERASE_WHAT_FOLLOWS.length() - 1;
            } else {
                screen.print(sent.charAt(at));
            }
        }
        return screen.lines.stream()
                .map(line -> line.toString().stripTrailing())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void print(char character) {
        if (character == '\r') {
            column = 0;
        } else if (character == '\n') {
            nextLine();
        } else {
            if (column == columns) {
                column = 0;
                nextLine();
            }
            StringBuilder line = lines.get(row);
            while (line.length() <= column) {
                line.append(' ');
            }
            line.setCharAt(column++, character);
        }
    }

    private void nextLine() {
        if (++row == lines.size()) {
            lines.add(new StringBuilder());
        }
    }

    private void eraseWhatFollows() {
        lines.get(row).setLength(Math.min(column, lines.get(row).length()));
        lines.subList(row + 1, lines.size()).clear();
    }
}
