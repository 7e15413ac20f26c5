package io.camelpg.operation.test;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.ConnectionProfile;
import io.camelpg.connection.ServerFacts;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.session.Deadline;
import io.camelpg.session.ReadReplica;
import io.camelpg.session.Sessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection beside the pool, as the pool would, asks the server about itself and closes it: what it finds holds
 * for the next connection, not for one that is open for hours. A connection that cannot be opened is a result like any
 * other.
 */
public final class TestOperation implements Operation {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final long timeoutMillis;

    /** @param timeoutMillis for all of it; opening takes connect-timeout at most */
    public TestOperation(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Outcome run(Sessions sessions, Arguments arguments) {
        ConnectionPool pool = sessions.database().pool();
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("ok", false);
        report.put("connection", pool.profile().name());
        report.put("server", pool.profile().address());
        Deadline deadline = Deadline.after(timeoutMillis);
        try {
            works(report, pool, pool.probe(deadline.nanos()));
        } catch (PgException e) {
            fails(report, pool.profile(), e);
        }
        if (pool.profile().servers().areSeveral()) {
            report.put("hosts", HostReport.of(pool, deadline));
        }
        ReadReplica replica = sessions.database().replica();
        if (replica != null) {
            report.put("replica", HostReport.of(replica, deadline));
        }
        return new Outcome.Value(report);
    }

    private static void works(Map<String, @Nullable Object> report, ConnectionPool pool, ServerFacts facts) {
        ConnectionProfile profile = pool.profile();
        List<String> warnings = Advice.of(
                !facts.server().isLoopback(),
                profile.session().ofTransactions(),
                profile.pool().maxConnections(),
                facts);
        report.put("ok", true);
        report.put("answeredBy", facts.server().toString());
        report.put("version", facts.version());
        report.put("connectMillis", millis(facts.connectNanos()));
        report.put("latencyMillis", millis(facts.latencyNanos()));
        report.put("ssl", facts.tls() != null);
        report.put("tls", facts.tls());
        report.put("user", facts.user());
        report.put("superuser", facts.superuser());
        report.put(
                "readOnlyCapable",
                facts.readOnlyByDefault() || profile.session().ofTransactions());
        report.put("standby", facts.recovering());
        report.put("pooler", !facts.ownBackend());
        report.put("clockSkewMillis", millis(facts.clockSkewNanos()));
        report.put("tables", facts.tables());
        report.put("readableTables", facts.readable());
        report.put("writableTables", facts.writable());
        report.put("missingSchemas", facts.missingSchemas());
        report.put("serverConnections", connections(facts.usedConnections(), facts.maxConnections()));
        Map<String, Object> ours = connections(pool.active(), profile.pool().maxConnections());
        ours.put("open", pool.total());
        ours.put("waiting", pool.waiting());
        report.put("pool", ours);
        report.put("warnings", warnings);
        report.put(
                "summary",
                "PostgreSQL " + facts.version() + " at " + profile.address(facts.server()) + " as " + facts.user()
                        + ", "
                        + (facts.tls() == null ? "not encrypted" : facts.tls()) + ", " + millis(facts.latencyNanos())
                        + " ms" + (warnings.isEmpty() ? "" : ". " + warnings.get(0)));
    }

    private static Map<String, Object> connections(int used, int most) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("used", used);
        map.put("max", most);
        return map;
    }

    private static void fails(Map<String, @Nullable Object> report, ConnectionProfile profile, PgException failure) {
        Diagnosis diagnosis = Diagnosis.of(profile, failure);
        report.put("code", failure.code());
        report.put("sqlState", failure.sqlState());
        report.put("failedAt", diagnosis.step());
        report.put("message", failure.detail());
        report.put("hint", diagnosis.hint());
        report.put("retryable", failure.retryable());
        report.put("summary", failure.detail() + ". " + diagnosis.hint());
    }

    /** To the microsecond. */
    private static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MILLI * 1000) / 1000.0;
    }
}
