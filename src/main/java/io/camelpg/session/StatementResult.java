package io.camelpg.session;

import io.camelpg.row.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * What a statement gave.
 *
 * @param rows null where it is of a kind that returns none
 * @param updateCount rows inserted, updated or deleted; 0 for other commands
 */
public record StatementResult(@Nullable RowStream rows, long updateCount) {}
