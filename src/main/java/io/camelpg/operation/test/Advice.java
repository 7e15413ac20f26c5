package io.camelpg.operation.test;

import io.camelpg.connection.ServerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What works today and will not always, or works and should not: a line each that says what to do. */
final class Advice {
    private static final int OLDEST = 12;
    private static final long SKEW_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int ALMOST_ALL_PERCENT = 90;

    private Advice() {}

    /**
     * A line for each thing.
     *
     * @param remote whether what is sent leaves this machine
     * @param pooled whether a pooler is expected in between
     * @param wanted how many connections the pool may have
     */
    static List<String> of(boolean remote, boolean pooled, int wanted, ServerFacts facts) {
        List<String> lines = new ArrayList<>();
        if (facts.versionNumber() / 10_000 < OLDEST) {
            lines.add("PostgreSQL " + facts.version() + " is older than " + OLDEST
                    + ", which is the oldest that is supported");
        }
        if (facts.recovering()) {
            lines.add("The server is a standby and refuses writes: point host at the primary where something is to be"
                    + " written");
        }
        if (facts.tls() == null && remote) {
            lines.add("The connection is not encrypted: set ssl-mode=verify-full, and TLS up on the server");
        }
        if (facts.superuser()) {
            lines.add("The user " + facts.user() + " is a superuser, whom nothing stops: use a role that may do what"
                    + " the routes do and no more");
        } else if (facts.bypassesRowSecurity()) {
            lines.add("The user " + facts.user() + " bypasses row-level security: ALTER ROLE ... NOBYPASSRLS");
        }
        privileges(facts, lines);
        connections(wanted, facts, lines);
        if (!facts.readOnlyByDefault() && !pooled) {
            lines.add("Sessions are not read-only by default, though they were started so: something between here and"
                    + " the server, a pooler for instance, leaves out the options of the start");
        }
        if (!facts.ownBackend() && !pooled) {
            lines.add("A pooler is between here and the server: in its transaction mode, what a session keeps"
                    + " (prepared statements, settings, temporary tables) is somebody else's next time: set"
                    + " pooler-mode=transaction");
        }
        long skew = facts.clockSkewNanos();
        if (Math.abs(skew) > SKEW_NANOS) {
            lines.add("The server's clock is " + TimeUnit.NANOSECONDS.toMillis(Math.abs(skew)) + " ms "
                    + (skew > 0 ? "ahead of" : "behind") + " this machine's: let both follow NTP");
        }
        return lines;
    }

    private static void privileges(ServerFacts facts, List<String> lines) {
        if (!facts.missingSchemas().isEmpty()) {
            lines.add("Of the search path, " + String.join(", ", facts.missingSchemas())
                    + (facts.missingSchemas().size() == 1 ? " is" : " are")
                    + " not there, or not for " + facts.user() + " to use: CREATE SCHEMA, GRANT USAGE ON SCHEMA, or"
                    + " another 'schema'");
        }
        if (facts.tables() > 0 && facts.readable() == 0) {
            lines.add("The user " + facts.user() + " may read none of the " + facts.tables()
                    + " tables in the search path: GRANT SELECT ON ALL TABLES IN SCHEMA ... TO " + facts.user());
        }
    }

    private static void connections(int wanted, ServerFacts facts, List<String> lines) {
        if (facts.usedConnections() * 100L >= (long) facts.maxConnections() * ALMOST_ALL_PERCENT) {
            lines.add(facts.usedConnections() + " of the server's " + facts.maxConnections()
                    + " connections are in use: pg_stat_activity shows whose they are");
        }
        if (wanted > facts.maxConnections()) {
            lines.add("max-connections is " + wanted + ", and the server allows " + facts.maxConnections() + " in all");
        } else if (facts.roleLimit() >= 0 && wanted > facts.roleLimit()) {
            lines.add("max-connections is " + wanted + ", and the server allows the user " + facts.user() + " "
                    + facts.roleLimit() + ": lower it, or ALTER ROLE ... CONNECTION LIMIT");
        }
    }
}
