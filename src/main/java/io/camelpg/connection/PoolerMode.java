package io.camelpg.connection;

/** What stands between the pool and the server; see "Pooling modes" in PgBouncer's documentation. */
public enum PoolerMode {
    /** Nothing, or a pooler that leaves a connection its server as long as it is open. */
    NONE,
    /** A pooler that gives each transaction another server: nothing may be left behind in the session. */
    TRANSACTION
}
