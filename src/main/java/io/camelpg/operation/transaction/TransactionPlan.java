package io.camelpg.operation.transaction;

import io.camelpg.sql.SqlScript;
import org.jspecify.annotations.Nullable;

/**
 * A transaction endpoint's settings.
 *
 * @param script null if each message brings its own
 * @param retries after serialization failures and deadlocks
 * @param maxRows of each statement, 0 for no limit
 */
public record TransactionPlan(
        @Nullable SqlScript script,
        long timeoutMillis,
        Isolation isolation,
        boolean readOnly,
        int retries,
        int maxRows,
        boolean truncate) {}
