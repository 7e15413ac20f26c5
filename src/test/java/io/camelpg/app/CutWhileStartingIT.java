package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database cuts every connection again and again while the application starts, as one that is restarted. */
@Tag("application")
class CutWhileStartingIT {
    private static final long BETWEEN_CUTS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    @TempDir
    private Path directory;

    @Test
    void startsAllTheSameAndDoesLaterWhatItCouldNot() throws Exception {
        String database = TestPostgres.createDatabase();
        Map<String, String> environment = Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", Integer.toString(TestPostgres.port()),
                "POSTGRES_DATABASE", database,
                "POSTGRES_USERNAME", "postgres",
                "POSTGRES_SSLMODE", "disable",
                "KAFKA_BROKERS", "localhost:1",
                "SMTP_HOST", "localhost",
                "ROUTES", "file:routes/daily-report.camel.yaml");
        try (ForkedApplication application = new ForkedApplication(directory, environment)) {
            Thread cutter = new Thread(() -> cutConnections(database), "cutter");
            cutter.start();
            try {
                application.awaitLog(" routes from routes/ on ");
            } finally {
                cutter.interrupt();
                cutter.join();
            }
            application.awaitLog("Created table qrtz_locks");
            application.awaitLog("Route daily-report-every-morning runs now");

            assertThat(application.terminate()).isEqualTo(128 + 15);
            assertThat(application.log())
                    .contains("The tables of the routes, and what runs by the clock, wait for the database: PG-")
                    .doesNotContain("Not started");
        }
    }

    private static void cutConnections(String database) {
        while (!Thread.currentThread().isInterrupted()) {
            TestPostgres.execute(
                    database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            LockSupport.parkNanos(BETWEEN_CUTS_NANOS);
        }
    }
}
