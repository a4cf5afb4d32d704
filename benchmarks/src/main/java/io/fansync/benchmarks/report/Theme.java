package io.fansync.benchmarks.report;

/**
 * The colours of a chart.
 *
 * @param own bars of fansync
 * @param others bars of its peers
 * @param floor bars of what is hand-written
 */
record Theme(String paper, String ink, String faint, String own, String others, String floor) {

    static final Theme LIGHT = new Theme("#ffffff", "#1f2328", "#59636e", "#0969da", "#8c959f", "#d0d7de");
    static final Theme DARK = new Theme("#0d1117", "#f0f6fc", "#9198a1", "#4493f8", "#656c76", "#3d444d");

    /** Those of the page around it, which knows whether it is light or dark. */
    static final Theme PAGE =
            new Theme("var(--paper)", "var(--ink)", "var(--faint)", "var(--own)", "var(--others)", "var(--floor)");

    String bar(String who) {
        return who.startsWith("fansync") ? own : who.startsWith("hand-written") ? floor : others;
    }

    /** As custom properties. */
    String css() {
        return "--paper: %s; --ink: %s; --faint: %s; --own: %s; --others: %s; --floor: %s;"
                .formatted(paper, ink, faint, own, others, floor);
    }
}
