package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.jdbc.PgConnection;

/** What one call leaves behind in its session never reaches the next borrower: a pool of one connection shows it. */
class LeaseIT {
    private static PgContext pg;
    private static PgContext always;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1));
        always = PgContext.on(pg.database(), TestPostgres.port(), connection -> {
            connection.setMaxConnections(1);
            connection.setReset("always");
            connection.setApplicationName("camel-pg-always");
        });
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name text); INSERT INTO item VALUES (1, 'one');"
                + " CREATE SCHEMA other; CREATE TABLE other.item (id int, name text);"
                + " CREATE TABLE part (id int REFERENCES item DEFERRABLE INITIALLY DEFERRED);"
                + " CREATE FUNCTION sets(name text, value text) RETURNS text LANGUAGE plpgsql AS"
                + " $$ BEGIN RETURN set_config(name, value, false); END $$;"
                + " CREATE FUNCTION locks() RETURNS int LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_advisory_lock(4711); RETURN 1; END $$");
        TestPostgres.execute(
                "postgres", "DO $$ BEGIN CREATE ROLE lesser; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    }

    @AfterAll
    static void stop() {
        pg.close();
        always.close();
    }

    @BeforeEach
    void sameSession() {
        assertThat(Faults.pool(pg).active()).isZero();
    }

    private static Object value(PgContext on, String sql) {
        return body(on.send("pg:query?outputType=scalar&sql=" + sql, null));
    }

    /** Servers restart, and pools replace old connections: an application that runs for months must not keep them all. */
    @Test
    void aConnectionThatIsClosedIsForgotten() throws Exception {
        Set<WeakReference<Connection>> gone = new HashSet<>();
        DataSource shared = pg.camel().getRegistry().lookupByNameAndType("pgDataSource", DataSource.class);
        for (int i = 0; i < 10; i++) {
            try (Connection connection = shared.getConnection()) {
                gone.add(new WeakReference<>(connection.unwrap(PgConnection.class)));
            }
            assertThat(value(pg, "SELECT 1")).isEqualTo(1);
            pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE pid <> pg_backend_pid() AND datname = current_database()");
            Await.until(
                    "the next connection works",
                    () -> pg.send("pg:query?sql=SELECT 1", null).getException() == null);
        }
        Await.until("at most the last ones are still known", () -> {
            System.gc();
            return gone.stream().filter(connection -> connection.get() != null).count() <= 2;
        });
    }

    /** What the session is, as text: everything a statement could have changed. */
    private static final String STATE =
            "SELECT concat_ws(' ', current_setting('search_path'), current_setting('TimeZone'),"
                    + " current_setting('work_mem'), current_setting('statement_timeout'), current_setting('application_name'),"
                    + " current_setting('default_transaction_read_only'), current_setting('extra_float_digits'),"
                    + " current_setting('DateStyle'), nullif(current_setting('app.tenant', true), ''), current_user, session_user,"
                    + " (SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'mine'),"
                    + " (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()),"
                    + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),"
                    + " (SELECT count(*) FROM pg_listening_channels()))";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SET work_mem = '77MB'",
                "SET search_path = other",
                "SET TimeZone = 'Asia/Tokyo'",
                "SET statement_timeout = 0",
                "SET application_name = 'somebody else'",
                "SET default_transaction_read_only = off",
                "SET app.tenant = 'seven'",
                "SELECT set_config('app.tenant', 'seven', false)",
                "CREATE TEMP TABLE item (id int, name text)",
                "SELECT 1 AS x INTO TEMP leftover",
                "PREPARE mine AS SELECT 1",
                "SELECT pg_advisory_lock(4711)",
                "LISTEN channel",
                "SET ROLE lesser",
                "SET SESSION AUTHORIZATION lesser",
                "RESET ALL"
            })
    void aChangeOfTheSessionEndsWithItsCall(String sql) {
        Object backend = value(pg, "SELECT pg_backend_pid()");
        Object before = value(pg, STATE);
        body(pg.send("pg:execute?sql=" + sql, null));
        assertThat(value(pg, STATE)).isEqualTo(before);
        assertThat(value(pg, "SELECT name FROM item WHERE id = 1")).isEqualTo("one");
        assertThat(value(pg, "SELECT pg_backend_pid()")).isEqualTo(backend);
    }

    @ParameterizedTest
    @CsvSource({
        "TimeZone, Asia/Tokyo, 12",
        "application_name, somebody else, 12",
        "default_transaction_read_only, off, 14",
        "search_path, other, 18"
    })
    void theServerReportsWhatAFunctionHides(String name, String value, int since) {
        assumeThat(TestPostgres.majorVersion()).isGreaterThanOrEqualTo(since);
        Object before = value(pg, STATE);
        for (String verb : new String[] {"query", "execute"}) {
            body(pg.send("pg:" + verb + "?sql=SELECT sets(:name, :value)", Map.of("name", name, "value", value)));
            assertThat(value(pg, STATE)).as(verb).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TimeZone, Asia/Tokyo",
        "search_path, other",
        "default_transaction_read_only, off",
        "statement_timeout, 0",
        "work_mem, 77MB",
        "app.tenant, seven"
    })
    void resetAlwaysCleansWhatNobodySees(String name, String value) {
        Object before = value(always, STATE);
        body(always.send("pg:execute?sql=SELECT sets(:name, :value)", Map.of("name", name, "value", value)));
        body(always.send("pg:execute?sql=SELECT locks()", null));
        assertThat(value(always, STATE)).isEqualTo(before);
    }

    /** The documented limit of reset=auto. */
    @Test
    void aSettingHiddenInAFunctionNeedsResetAlways() {
        body(pg.send("pg:execute?sql=SELECT sets('app.tenant', 'seven')", null));
        assertThat(value(pg, "SELECT current_setting('app.tenant', true)")).isEqualTo("seven");
        body(pg.send("pg:execute?sql=DISCARD ALL", null));
        assertThat(value(pg, "SELECT coalesce(current_setting('app.tenant', true), '')"))
                .isEqualTo("");
    }

    @Test
    void aQueryThatTurnsReadOnlyOffInAFunctionStillLeavesTheNextOneReadOnly() {
        pg.sql("CREATE OR REPLACE FUNCTION writes() RETURNS int LANGUAGE sql AS"
                + " $$ INSERT INTO item VALUES (99, 'written') RETURNING id $$");
        for (String outputType : new String[] {"list", "scalar", "stream", "json"}) {
            pg.send("pg:query?sql=SELECT sets('default_transaction_read_only', 'off')", null);
            assertThat(failure(pg.send("pg:query?outputType=" + outputType + "&sql=SELECT writes()", null))
                            .errorCode())
                    .as(outputType)
                    .isEqualTo(PgErrorCode.NOT_READ_ONLY);
        }
        assertThat(pg.scalar("SELECT count(*) FROM item WHERE id = 99")).isEqualTo("0");
    }

    @Test
    void statementsPreparedBeforeAResetWorkAfterIt() {
        for (int i = 0; i < 20; i++) {
            assertThat(body(pg.send(
                            "pg:query?outputType=scalar&sql=SELECT name FROM item WHERE id = :id", Map.of("id", 1))))
                    .isEqualTo("one");
            assertThat(body(always.send(
                            "pg:query?outputType=scalar&sql=SELECT name FROM item WHERE id = :id", Map.of("id", 1))))
                    .isEqualTo("one");
            if (i % 5 == 4) {
                body(pg.send("pg:execute?sql=SET work_mem = '77MB'", null));
            }
        }
    }

    @Test
    void aFailedTransactionLeavesAWorkingConnection() {
        Object backend = value(pg, "SELECT pg_backend_pid()");
        assertThat(failure(pg.send("pg:execute?sql=INSERT INTO item VALUES (1, 'again')", null))
                        .errorCode())
                .isEqualTo(PgErrorCode.UNIQUE_VIOLATION);
        assertThat(failure(pg.send("pg:execute?sql=INSERT INTO part VALUES (12345)", null))
                        .errorCode())
                .as("fails at COMMIT")
                .isEqualTo(PgErrorCode.FOREIGN_KEY_VIOLATION);
        assertThat(failure(pg.send(
                                "pg:execute?expectedUpdateCount=2&sql=UPDATE item SET name = 'lost' WHERE id = 1",
                                null))
                        .errorCode())
                .isEqualTo(PgErrorCode.UPDATE_COUNT);
        assertThat(value(pg, "SELECT name FROM item WHERE id = 1")).isEqualTo("one");
        assertThat(value(pg, "SELECT pg_backend_pid()")).isEqualTo(backend);
        Faults.nothingIsLeft(pg);
    }

    @Test
    void aSqlStateOfTheConnectionClassRaisedByAFunctionBreaksNothing() {
        Object backend = value(pg, "SELECT pg_backend_pid()");
        for (String state : new String[] {"08006", "08P01", "57P01", "08001"}) {
            var failure = failure(pg.send(
                    "pg:execute?sql=DO $$ BEGIN RAISE EXCEPTION 'remote' USING ERRCODE = '" + state + "'; END $$",
                    null));
            assertThat(failure.errorCode()).as(state).isEqualTo(PgErrorCode.STATEMENT_FAILED);
            assertThat(failure.sqlState()).isEqualTo(state);
        }
        assertThat(value(pg, "SELECT pg_backend_pid()")).isEqualTo(backend);
    }

    /** The driver reads dates of one style only, and gives up a connection that reports another. */
    @Test
    void aDateStyleThatTheDriverCannotReadCostsTheConnectionAndNotTheNextCall() {
        assertThat(failure(pg.send("pg:query?sql=SELECT sets('DateStyle', 'German')", null))
                        .errorCode())
                .isEqualTo(PgErrorCode.CONNECTION_LOST);
        assertThat(value(pg, "SHOW DateStyle")).isEqualTo("ISO, MDY");
    }

    @Test
    void statementsOutsideATransactionLeaveTheSessionReadOnly() {
        // Below 14 a setting that another test hid in a function is still there: every query brings READ ONLY along.
        body(pg.send("pg:execute?sql=DISCARD ALL", null));
        Object before = value(pg, STATE);
        body(pg.send("pg:execute?sql=VACUUM item", null));
        assertThat(value(pg, STATE)).isEqualTo(before);
        assertThat(failure(pg.send("pg:query?sql=SELECT nextval('no_such')", null))
                        .errorCode())
                .isEqualTo(PgErrorCode.UNDEFINED_TABLE);
    }
}
