package io.fansync.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** HTML and SVG in the making. Every text and every attribute's value is escaped, whoever it comes from. */
final class Markup {

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn; a number is written with at most one decimal */
    Markup open(String name, Object... attributes) {
        open.push(name);
        return start(name, attributes, ">");
    }

    /** Opens an image, with what is read aloud in its place. */
    Markup image(String name, double width, double height, String title, String description) {
        String ids = name + "-title " + name + "-text";
        open("svg", "viewBox", "0 0 " + width + " " + height, "role", "img", "aria-labelledby", ids);
        element("title", title, "id", name + "-title");
        return element("desc", description, "id", name + "-text");
    }

    Markup close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that holds text. */
    Markup element(String name, String content, Object... attributes) {
        return open(name, attributes).text(content).close();
    }

    /** An element that holds nothing. */
    Markup leaf(String name, Object... attributes) {
        return start(name, attributes, "/>");
    }

    private Markup start(String name, Object[] attributes, String end) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            text.append(escaped(value(attributes[i + 1]))).append('"');
        }
        text.append(end);
        return this;
    }

    Markup text(String content) {
        text.append(escaped(content));
        return this;
    }

    /** What is not to be escaped: our own style sheet, and nothing else. */
    Markup style(String css) {
        text.append("<style>").append(css).append("</style>");
        return this;
    }

    Markup line() {
        text.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String value(Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.1f", number) : String.valueOf(value);
    }

    private static String escaped(String content) {
        return Prose.printable(content)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
