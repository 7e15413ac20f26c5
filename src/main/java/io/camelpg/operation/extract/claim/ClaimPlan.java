package io.camelpg.operation.extract.claim;

import io.camelpg.sql.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claiming endpoint's settings. Columns are named as the route names them.
 *
 * @param columns that are read; empty for all
 * @param where the route author's condition, as SQL with placeholders; null for none
 * @param orderBy columns, each with {@code desc} behind it or not; empty for the key
 * @param keys by which a row is found again; empty for the primary key
 * @param done what becomes of a row whose exchange succeeded
 * @param attempts the column that counts them; null for none
 * @param retryAt the column that says when a row may be claimed again; null for none
 * @param maxAttempts after how many a row is set aside; 0 for never
 * @param setAside what becomes of it then; null where it never is
 * @param failure the column that takes the reason; null for none
 */
public record ClaimPlan(
        TableName table,
        List<String> columns,
        @Nullable String where,
        List<String> orderBy,
        List<String> keys,
        Ending done,
        @Nullable String attempts,
        @Nullable String retryAt,
        RetryDelay retryDelay,
        int maxAttempts,
        @Nullable Ending setAside,
        @Nullable String failure,
        long timeoutMillis) {
    public ClaimPlan {
        columns = List.copyOf(columns);
        orderBy = List.copyOf(orderBy);
        keys = List.copyOf(keys);
    }

    /** Whether a row that failed so often is set aside. */
    boolean isLast(long attempts) {
        return maxAttempts > 0 && attempts >= maxAttempts;
    }
}
