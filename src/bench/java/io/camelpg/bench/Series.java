package io.camelpg.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** One contender's turns of all rounds at one level of concurrency. */
record Series(Contender contender, List<Slice> slices) {
    Spread of(ToDoubleFunction<Slice> figure) {
        return Spread.of(slices.stream().mapToDouble(figure));
    }

    /**
     * How many times as fast as another, round by round: what slows the machine for a while slows both turns of the round,
     * and falls out of the ratio.
     */
    Spread ratioTo(Series other) {
        return Spread.of(IntStream.range(0, slices.size())
                .mapToDouble(round -> slices.get(round).operationsPerSecond()
                        / other.slices.get(round).operationsPerSecond()));
    }

    /** Over all turns, in milliseconds. */
    double latencyMillis(double percentile) {
        Histogram all = Slice.noLatencies();
        slices.forEach(slice -> all.add(slice.latencies()));
        return all.getValueAtPercentile(percentile) / 1e6;
    }
}
