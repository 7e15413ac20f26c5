package io.camelpg.operation.discover;

import io.camelpg.sql.TableName;
import org.jspecify.annotations.Nullable;

/**
 * A discover endpoint's settings.
 *
 * @param target a schema or a table in the search path where it has no schema, else a table; null for all schemas that the
 *     user may use, other than the system's
 */
public record DiscoverPlan(@Nullable TableName target, Form form, long timeoutMillis) {}
