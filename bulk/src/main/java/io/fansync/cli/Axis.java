package io.fansync.cli;

import java.util.stream.DoubleStream;

/** A scale from zero to a round number. */
record Axis(double top, double pixels) {

    private static final double[] ROUND = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

    /** Up to the first round number that is not below {@code most}. */
    static Axis upTo(double most, double pixels) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 0.1))));
        double top = DoubleStream.of(ROUND)
                .map(round -> round * power)
                .filter(round -> round >= most)
                .findFirst()
                .orElse(10 * power);
        return new Axis(top, pixels);
    }

    double at(double value) {
        return value / top * pixels;
    }
}
