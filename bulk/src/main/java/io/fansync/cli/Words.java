package io.fansync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command split into words as a shell would, but without one: blanks divide, quotes of either kind hold together. */
final class Words {

    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

    private Words() {}

    static List<String> of(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(QUOTED.matcher(word.group()).replaceAll(quoted -> {
                String text = quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
                return Matcher.quoteReplacement(text);
            }));
        }
        if (words.isEmpty() || !WORD.matcher(command).replaceAll("").isBlank()) {
            throw new BadInput("--token-command must be a command, with every quote closed");
        }
        return words;
    }
}
