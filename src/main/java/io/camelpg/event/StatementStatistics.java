package io.camelpg.event;

import io.camelpg.error.PgErrorCode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls by connection, operation, route and statement. Knows a bounded number of different ones; further ones are
 * summed up, so that nothing is missing in the sums. Thread-safe.
 */
public final class StatementStatistics implements Observer {
    private static final int MOST = 500;

    private record Key(String connection, String operation, @Nullable CalledStatement statement) {}

    private record Failure(PgErrorCode code, Instant at) {}

    private static final class Counted {
        final LatencyHistogram durations = new LatencyHistogram();
        final LongAdder errors = new LongAdder();
        final LongAdder rows = new LongAdder();
        final LongAdder updated = new LongAdder();
        volatile @Nullable Failure last;

        void add(PgEvent.CallEnded call) {
            durations.record(call.durationNanos());
            rows.add(Math.max(0, call.rows()));
            updated.add(Math.max(0, call.updated()));
            PgErrorCode failure = call.failure();
            if (failure != null) {
                errors.increment();
                last = new Failure(failure, Instant.now());
            }
        }

        StatementSummary summary(Key key) {
            Failure failure = last;
            return new StatementSummary(
                    key.connection(),
                    key.operation(),
                    key.statement(),
                    durations.count(),
                    errors.sum(),
                    rows.sum(),
                    updated.sum(),
                    durations.totalMillis(),
                    durations.meanMillis(),
                    durations.percentileMillis(50),
                    durations.percentileMillis(95),
                    durations.percentileMillis(99),
                    durations.maxMillis(),
                    failure == null ? null : failure.code().code(),
                    failure == null ? null : failure.at());
        }
    }

    private final Map<Key, Counted> counted = new ConcurrentHashMap<>();
    private final AtomicInteger different = new AtomicInteger();
    private final RecentSeconds recent = new RecentSeconds();
    private final Instant since = Instant.now();

    @Override
    public void on(PgEvent event) {
        if (event instanceof PgEvent.CallEnded call) {
            of(new Key(call.connection(), call.operation(), call.called())).add(call);
            recent.record(call.durationNanos(), call.failure() != null);
        } else if (event instanceof PgEvent.StreamEnded stream) {
            of(new Key(stream.connection(), stream.operation(), stream.called()))
                    .rows
                    .add(stream.rows());
        }
    }

    private Counted of(Key key) {
        Counted known = counted.get(key);
        if (known != null) {
            return known;
        }
        if (key.statement() != null && different.incrementAndGet() > MOST) {
            different.decrementAndGet();
            return of(new Key(key.connection(), key.operation(), null));
        }
        return counted.computeIfAbsent(key, unused -> new Counted());
    }

    /** When counting began. */
    public Instant since() {
        return since;
    }

    /** All calls on all connections, second by second. */
    public RecentSeconds recent() {
        return recent;
    }

    /** What took the most time in all comes first. */
    public List<StatementSummary> summaries() {
        return counted.entrySet().stream()
                .map(entry -> entry.getValue().summary(entry.getKey()))
                .filter(summary -> summary.calls() > 0)
                .sorted(Comparator.comparingDouble(StatementSummary::totalMillis)
                        .reversed())
                .toList();
    }
}
