package io.fansync.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * What a report is made of, and all of it: it is drawn from this and can be drawn again.
 *
 * @param date when it was begun, ISO-8601
 * @param command how
 * @param minutes how long it took
 */
public record Results(Machine machine, String date, String command, long minutes, List<Table> tables) {

    /**
     * One question and its answers.
     *
     * @param id short, for file names
     * @param about what was done, and how to read it
     * @param charts which figures are drawn
     */
    public record Table(String id, String title, String about, List<String> charts, List<Row> rows) {

        Row row(String who) {
            return rows.stream()
                    .filter(row -> row.who().equals(who))
                    .findFirst()
                    .orElse(new Row(who, "", Map.of()));
        }
    }

    /**
     * One who answers.
     *
     * @param absent why there are no figures, or empty
     * @param figures by their names, in the order of the columns
     */
    public record Row(String who, String absent, Map<String, Figure> figures) {}

    /**
     * A number, measured in each round.
     *
     * @param median of the rounds
     * @param rounds each of them
     */
    public record Figure(double median, String unit, List<Double> rounds) {

        static Figure of(List<Double> rounds, String unit) {
            List<Double> sorted = rounds.stream().sorted().toList();
            int n = sorted.size();
            double median = n == 0 ? 0 : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
            return new Figure(median, unit, rounds);
        }

        /** The same thing, measured in several rounds. */
        static Figure ofRounds(List<Figure> rounds) {
            return of(
                    rounds.stream().map(Figure::median).toList(), rounds.get(0).unit());
        }

        static Figure of(double value, String unit) {
            return of(List.of(value), unit);
        }
    }
}
