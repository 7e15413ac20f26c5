package io.camelpg.app;

import io.camelpg.app.embedded.EmbeddedKafka;
import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A database in which the application counts metrics, looked at from outside. */
record MetricsDatabase(String name) {
    static MetricsDatabase create() {
        return new MetricsDatabase(TestPostgres.createDatabase());
    }

    /** What the application has to be told to use it, and a broker. */
    Map<String, String> environment(EmbeddedKafka kafka, String topic) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", Integer.toString(TestPostgres.port()),
                "POSTGRES_DATABASE", name,
                "POSTGRES_USERNAME", "postgres",
                "POSTGRES_SSLMODE", "disable",
                "KAFKA_BROKERS", kafka.brokers(),
                // nothing sends a mail
                "SMTP_HOST", "localhost",
                "ROUTES", "file:routes/metrics-update.camel.yaml",
                "METRICS_TOPIC", topic,
                "METRICS_SESSION_TIMEOUT", "3000"));
        return environment;
    }

    String scalar(String sql) {
        return TestPostgres.scalar(name, sql);
    }

    void execute(String sql) {
        TestPostgres.execute(name, sql);
    }

    /** How many messages have been counted; 0 also where there is no table yet. */
    long counted() {
        return scalar("SELECT to_regclass('metrics_summary')") == null
                ? 0
                : Long.parseLong(scalar("SELECT coalesce(sum(total), 0) FROM metrics_summary"));
    }

    void awaitCounted(long atLeast) {
        Await.until("counted " + atLeast + ", not " + counted(), Duration.ofMinutes(3), () -> counted() >= atLeast);
    }

    /** The summary, by metric. */
    Map<String, MetricsTraffic.Totals> totals() throws SQLException {
        Map<String, MetricsTraffic.Totals> totals = new TreeMap<>();
        try (Connection connection = TestPostgres.connect(name);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT metric, total, errors, latency_sum FROM metrics_summary")) {
            while (rows.next()) {
                totals.put(
                        rows.getString(1),
                        new MetricsTraffic.Totals(rows.getLong(2), rows.getLong(3), rows.getBigDecimal(4)));
            }
        }
        return totals;
    }

    /** Ends every session of the application. */
    void cutConnections() {
        scalar("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid()");
    }
}
