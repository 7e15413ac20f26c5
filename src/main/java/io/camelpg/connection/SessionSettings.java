package io.camelpg.connection;

import java.time.Duration;

/**
 * What the server is told of each session, and what it starts with again after a reset.
 *
 * @param searchPath schemas in order, comma separated
 * @param statementTimeout default deadline of a call
 * @param applicationName what pg_stat_activity shows
 * @param pooler what stands in between
 */
public record SessionSettings(
        String searchPath, Duration statementTimeout, String applicationName, ResetPolicy reset, PoolerMode pooler) {
    /** Whether each transaction may be in another session: settings then are those of transactions. */
    public boolean ofTransactions() {
        return pooler == PoolerMode.TRANSACTION;
    }
}
