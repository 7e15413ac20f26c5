package io.camelpg.app.page;

import io.camelpg.error.PgException;
import io.camelpg.event.LatencyHistogram;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The exchanges of a route. Thread-safe. */
final class RouteCount {
    /**
     * How an exchange ended.
     *
     * @param error code of the failure, or the name of its class; null where it went well. Never a message, which may have
     *     values
     */
    record Result(Instant at, long millis, @Nullable String error) {}

    private final LatencyHistogram durations = new LatencyHistogram();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile @Nullable Result last;

    void begun() {
        inFlight.incrementAndGet();
    }

    void done(Exchange exchange, long durationNanos) {
        inFlight.decrementAndGet();
        durations.record(durationNanos);
        String error = null;
        if (failed(exchange)) {
            failed.increment();
            error = error(exchange);
        }
        last = new Result(Instant.now(), durationNanos / 1_000_000, error);
    }

    /** Those that an error handler has answered for, too. */
    static boolean failed(Exchange exchange) {
        return exchange.isFailed() || exchange.getExchangeExtension().isFailureHandled();
    }

    private static String error(Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure == null) {
            failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof PgException known) {
                return known.code();
            }
        }
        return failure == null ? "failed" : failure.getClass().getSimpleName();
    }

    LatencyHistogram durations() {
        return durations;
    }

    long failures() {
        return failed.sum();
    }

    int inFlight() {
        return inFlight.get();
    }

    @Nullable
    Result last() {
        return last;
    }
}
