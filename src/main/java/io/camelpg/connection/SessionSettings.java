package io.camelpg.connection;

import java.time.Duration;

/**
 * What the server is told of each session, and what it starts with again after a reset.
 *
 * @param searchPath schemas in order, comma separated
 * @param statementTimeout default deadline of a call
 * @param applicationName what pg_stat_activity shows
 */
public record SessionSettings(
        String searchPath, Duration statementTimeout, String applicationName, ResetPolicy reset) {}
