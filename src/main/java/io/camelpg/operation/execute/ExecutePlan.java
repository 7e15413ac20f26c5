package io.camelpg.operation.execute;

import io.camelpg.sql.SqlTemplate;
import org.jspecify.annotations.Nullable;

/**
 * An execute endpoint's settings.
 *
 * @param template null if each message brings its statement
 * @param batch whether the body's elements are parameter sets
 * @param batchSize sets per round trip
 * @param expectedUpdateCount rows to change in all, or -1 for any number
 * @param maxRows of RETURNING, 0 for no limit
 */
public record ExecutePlan(
        @Nullable SqlTemplate template,
        long timeoutMillis,
        boolean batch,
        int batchSize,
        long expectedUpdateCount,
        int maxRows,
        boolean truncate) {}
