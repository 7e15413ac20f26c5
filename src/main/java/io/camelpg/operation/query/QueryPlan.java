package io.camelpg.operation.query;

import io.camelpg.operation.RowLimit;
import io.camelpg.sql.SqlTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A query endpoint's settings.
 *
 * @param template null if each message brings its statement
 * @param streamed whether the outcome is read after the call, in flat memory
 */
public record QueryPlan(
        @Nullable SqlTemplate template, long timeoutMillis, long streamIdleMillis, boolean streamed, RowLimit limit) {}
