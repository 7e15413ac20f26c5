package io.camelpg.connection;

import java.time.Duration;

/**
 * How many connections there are, and for how long.
 *
 * @param connectTimeout to open a connection, and to wait for a free one
 * @param idleTimeout after which an unused one is closed; zero for never
 */
public record PoolSettings(int maxConnections, Duration connectTimeout, Duration idleTimeout) {}
