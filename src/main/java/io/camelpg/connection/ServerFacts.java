package io.camelpg.connection;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * What a server says of itself and of the one who asks, on a connection opened for that.
 *
 * @param server that was reached
 * @param connectNanos how long it took to connect, name, TLS and login included
 * @param latencyNanos a round trip of a trivial statement
 * @param version as {@code 18.6}
 * @param versionNumber as {@code server_version_num}: 180006
 * @param tls protocol and cipher of the server's side of the connection; null where it is not encrypted
 * @param user who the statements run as
 * @param bypassesRowSecurity whether policies do not hold for the user
 * @param recovering whether it is a standby
 * @param readOnlyByDefault whether transactions read only unless they say otherwise, as ours are to
 * @param ownBackend whether it is the backend that said hello: behind a pooler it is another one
 * @param missingSchemas of the search path: not there, or not the user's to use
 * @param tables in the search path
 * @param readable how many of them the user may select from
 * @param writable how many of them the user may insert into or update
 * @param clockSkewNanos how far the server's clock is ahead of ours, to within half of the latency
 * @param maxConnections of the server, less those kept for superusers
 * @param usedConnections of the server now
 * @param roleLimit how many connections the user may have, -1 for no limit
 */
public record ServerFacts(
        Server server,
        long connectNanos,
        long latencyNanos,
        String version,
        int versionNumber,
        @Nullable String tls,
        String user,
        boolean superuser,
        boolean bypassesRowSecurity,
        boolean recovering,
        boolean readOnlyByDefault,
        boolean ownBackend,
        List<String> missingSchemas,
        long tables,
        long readable,
        long writable,
        long clockSkewNanos,
        int maxConnections,
        int usedConnections,
        int roleLimit) {
    private static final String QUESTION =
            """
            SELECT current_setting('server_version'), current_setting('server_version_num')::int,
              (SELECT s.version || ' ' || s.cipher FROM pg_catalog.pg_stat_ssl s
                WHERE s.pid = pg_catalog.pg_backend_pid() AND s.ssl),
              current_user, r.rolsuper, r.rolbypassrls OR r.rolsuper, pg_catalog.pg_is_in_recovery(),
              current_setting('default_transaction_read_only')::bool, pg_catalog.pg_backend_pid(),
              ARRAY(SELECT p.name FROM pg_catalog.unnest(ARRAY[$1]::text[]) WITH ORDINALITY p(name, i)
                WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = p.name
                  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')) ORDER BY p.i),
              t.tables, t.readable, t.writable,
              current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
              (SELECT sum(d.numbackends)::int FROM pg_catalog.pg_stat_database d), r.rolconnlimit
            FROM pg_catalog.pg_roles r,
              (SELECT count(*) AS tables,
                  count(*) FILTER (WHERE pg_catalog.has_any_column_privilege(c.oid, 'SELECT')) AS readable,
                  count(*) FILTER (WHERE pg_catalog.has_any_column_privilege(c.oid, 'INSERT, UPDATE')) AS writable
                FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
                  AND c.relnamespace IN (SELECT n.oid FROM pg_catalog.pg_namespace n
                    WHERE n.nspname = ANY (pg_catalog.current_schemas(false)))) t
            WHERE r.rolname = current_user
            """;
    private static final String CLOCK = "SELECT extract(epoch FROM clock_timestamp())::numeric(20, 6) * 1000000";
    private static final int WARM_UP = 2;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Asks; takes a few round trips. */
    static ServerFacts of(BaseConnection connection, SessionSettings settings, long connectNanos) throws SQLException {
        Clock clock = clock(connection);
        List<String> schemas = new ArrayList<>();
        for (String name : settings.schemas()) {
            // "$user" stands for a name and is none
            if (!name.isEmpty() && !name.contains("$user")) {
                schemas.add("'" + connection.escapeString(name) + "'");
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION.replace("$1", String.join(", ", schemas)))) {
            row.next();
            return new ServerFacts(
                    Server.of(connection),
                    connectNanos,
                    clock.latencyNanos,
                    row.getString(1),
                    row.getInt(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getBoolean(6),
                    row.getBoolean(7),
                    row.getBoolean(8),
                    row.getInt(9) == connection.getBackendPID(),
                    strings(row.getArray(10)),
                    row.getLong(11),
                    row.getLong(12),
                    row.getLong(13),
                    clock.skewNanos,
                    row.getInt(14),
                    row.getInt(15),
                    row.getInt(16));
        }
    }

    /** Asks whether the server is a standby, waiting at most so long. */
    static boolean isRecovering(BaseConnection connection, long patienceNanos) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(patienceNanos)));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        } finally {
            connection.setNetworkTimeout(Runnable::run, before);
        }
    }

    private record Clock(long latencyNanos, long skewNanos) {}

    /** The first statements are slower: the shortest way is the one that says most of the clock, too. */
    private static Clock clock(BaseConnection connection) throws SQLException {
        Clock best = new Clock(Long.MAX_VALUE, 0);
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i <= WARM_UP; i++) {
                long before = System.currentTimeMillis() * NANOS_PER_MILLI;
                long start = System.nanoTime();
                try (ResultSet row = statement.executeQuery(CLOCK)) {
                    long nanos = System.nanoTime() - start;
                    row.next();
                    long skew = row.getLong(1) * 1000 - (before + nanos / 2);
                    best = nanos < best.latencyNanos ? new Clock(nanos, skew) : best;
                }
            }
        }
        return best;
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
