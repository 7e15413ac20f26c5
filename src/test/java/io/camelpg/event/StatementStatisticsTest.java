package io.camelpg.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.camelpg.error.PgErrorCode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementStatisticsTest {
    private final StatementStatistics statistics = new StatementStatistics();

    private static PgEvent.CallEnded call(String text, long millis, PgErrorCode failure) {
        return new PgEvent.CallEnded(
                "default",
                "query",
                TimeUnit.MILLISECONDS.toNanos(millis),
                2,
                -1,
                failure,
                new CalledStatement("orders", null, text));
    }

    @Test
    void callsAreCountedByStatement() {
        statistics.on(call("SELECT ?", 10, null));
        statistics.on(call("SELECT ?", 30, PgErrorCode.TIMEOUT));
        statistics.on(call("SELECT b", 1, null));
        statistics.on(
                new PgEvent.StreamEnded("default", "query", 40, 0, new CalledStatement("orders", null, "SELECT b")));

        List<StatementSummary> summaries = statistics.summaries();
        assertThat(summaries).hasSize(2);
        StatementSummary first = summaries.get(0);
        assertThat(first.statement()).isEqualTo(new CalledStatement("orders", null, "SELECT ?"));
        assertThat(first.calls()).isEqualTo(2);
        assertThat(first.errors()).isEqualTo(1);
        assertThat(first.lastError()).isEqualTo(PgErrorCode.TIMEOUT.code());
        assertThat(first.lastErrorAt()).isBetween(statistics.since(), Instant.now());
        assertThat(first.rows()).isEqualTo(4);
        assertThat(first.updated()).isZero();
        assertThat(first.totalMillis()).isEqualTo(40);
        assertThat(first.meanMillis()).isEqualTo(20);
        assertThat(first.maxMillis()).isEqualTo(30);
        assertThat(summaries.get(1).rows()).as("of the call and its stream").isEqualTo(42);
        assertThat(summaries.get(1).lastError()).isNull();
    }

    @Test
    void memoryIsBoundedAndNothingIsMissingInTheSum() {
        for (int i = 0; i < 2_000; i++) {
            statistics.on(call("SELECT a" + i, 1, null));
        }

        List<StatementSummary> summaries = statistics.summaries();
        assertThat(summaries).hasSize(501);
        assertThat(summaries.get(0).statement()).as("all others").isNull();
        assertThat(summaries.stream().mapToLong(StatementSummary::calls).sum()).isEqualTo(2_000);
    }

    @Test
    void callsFromManyThreadsAreAllCounted() {
        IntStream.range(0, 20_000).parallel().forEach(i -> statistics.on(call("SELECT " + i % 3, 1, null)));

        assertThat(statistics.summaries().stream()
                        .mapToLong(StatementSummary::calls)
                        .sum())
                .isEqualTo(20_000);
    }

    /** Against sorting all of them. */
    @Test
    void percentilesAreRightToSevenPercent() {
        Random random = new Random(7);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] nanos = new long[50_000];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (long) Math.exp(random.nextGaussian() * 2.5 + 14);
            histogram.record(nanos[i]);
        }
        Arrays.sort(nanos);

        for (double percent : new double[] {1, 25, 50, 75, 95, 99, 99.9, 100}) {
            double exact = nanos[(int) Math.ceil(nanos.length * percent / 100) - 1] / 1e6;
            assertThat(histogram.percentileMillis(percent))
                    .as(percent + " %")
                    .isCloseTo(exact, within(exact * 0.07 + 0.001));
        }
        assertThat(histogram.count()).isEqualTo(50_000);
        assertThat(histogram.maxMillis()).isEqualTo(nanos[nanos.length - 1] / 1e6);
    }

    @Test
    void whatTookTooShortOrTooLongIsCountedToo() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.percentileMillis(50)).isZero();
        assertThat(histogram.meanMillis()).isZero();

        histogram.record(-1);
        assertThat(histogram.percentileMillis(50)).isZero();
        histogram.record(TimeUnit.DAYS.toNanos(3));
        assertThat(histogram.count()).isEqualTo(2);
        assertThat(histogram.maxMillis()).isEqualTo(TimeUnit.DAYS.toMillis(3));
        assertThat(histogram.percentileMillis(100)).isBetween(3.6e6, 9e6);
    }

    @Test
    void eachSecondHasItsCalls() {
        AtomicLong clock = new AtomicLong(1_000_000);
        RecentSeconds recent = new RecentSeconds(clock::get);
        recent.record(4_000_000, false);
        recent.record(8_000_000, true);
        assertThat(recent.ended()).as("the second is not over").allMatch(second -> second.count() == 0);

        clock.addAndGet(3);
        recent.record(1, false);
        assertThat(recent.ended()).hasSize(RecentSeconds.KEPT - 1);
        assertThat(recent.ended().get(RecentSeconds.KEPT - 4))
                .isEqualTo(new RecentSeconds.Second(1_000_000, 2, 1, 6, 8));
        assertThat(recent.ended().stream()
                        .mapToLong(RecentSeconds.Second::count)
                        .sum())
                .isEqualTo(2);

        clock.addAndGet(RecentSeconds.KEPT);
        assertThat(recent.ended()).as("two minutes later").allMatch(second -> second.count() == 0);
    }
}
