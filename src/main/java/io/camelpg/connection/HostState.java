package io.camelpg.connection;

import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/**
 * One of several servers, as it answers now.
 *
 * @param standby whether it is in recovery; null where it cannot be reached
 * @param failure why not
 */
public record HostState(Server server, @Nullable Boolean standby, @Nullable PgException failure) {}
