package io.camelpg.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a statement's calls in this JVM.
 *
 * @param statement null for those that are summed up, because there are too many different ones
 * @param rows read, as far as streams have ended
 * @param updated rows changed
 * @param p50Millis what half of the calls did not exceed; for a stream, until its first rows were there
 * @param lastError code of the last failure; null where none failed
 * @param lastErrorAt null where none failed
 */
public record StatementSummary(
        String connection,
        String operation,
        @Nullable CalledStatement statement,
        long calls,
        long errors,
        long rows,
        long updated,
        double totalMillis,
        double meanMillis,
        double p50Millis,
        double p95Millis,
        double p99Millis,
        double maxMillis,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {}
