package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecuteIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1));
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name text)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void fill() {
        pg.sql("TRUNCATE item; INSERT INTO item SELECT i, 'n' || i FROM generate_series(1, 10) i");
    }

    private static Exchange execute(String options, Object body) {
        Exchange exchange = pg.send("pg:execute?" + options, body);
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private static PgException refused(String options, Object body) {
        Exchange exchange = pg.send("pg:execute?" + options, body);
        assertThat(exchange.getException()).isInstanceOf(PgException.class);
        return (PgException) exchange.getException();
    }

    private static String items() {
        return pg.scalar("SELECT count(*) || ' ' || coalesce(sum(id), 0) FROM item");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO item VALUES (11, 'x')                                                  | 1",
                "INSERT INTO item SELECT i, 'x' FROM generate_series(11, 20) i                      | 10",
                "INSERT INTO item VALUES (1, 'x') ON CONFLICT DO NOTHING                            | 0",
                "UPDATE item SET name = 'x' WHERE id < 4                                            | 3",
                "UPDATE item SET name = 'x' WHERE false                                             | 0",
                "DELETE FROM item                                                                   | 10",
                "WITH d AS (DELETE FROM item WHERE id < 3 RETURNING id) INSERT INTO item SELECT id + 100 FROM d | 2",
                "CREATE TABLE ddl_a (id int)                                                        | 0",
                "CREATE TABLE ddl_b AS SELECT * FROM item                                           | 10",
                "ALTER TABLE item ADD COLUMN IF NOT EXISTS extra int                                | 0",
                "TRUNCATE item                                                                      | 0",
                "DO 'BEGIN PERFORM 1; END'                                                          | 0",
                "VACUUM item                                                                        | 0",
                "CREATE INDEX CONCURRENTLY item_name ON item (name)                                 | 0",
                "REINDEX TABLE CONCURRENTLY item                                                    | 0",
                "NOTIFY channel, 'payload'                                                          | 0",
            })
    void theBodyStaysAndTheCountIsExact(String sql, long count) {
        Exchange exchange = execute("sql=" + sql, "the body");
        assertThat(exchange.getMessage().getBody()).isEqualTo("the body");
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(count);
        sessionIsAsItWas();
    }

    private static void sessionIsAsItWas() {
        assertThat(pg.send(
                                "pg:query?outputType=scalar&sql=SELECT current_setting('default_transaction_read_only')"
                                        + " || current_setting('application_name') || current_setting('search_path')"
                                        + " || current_user || (SELECT count(*) FROM pg_listening_channels())",
                                null)
                        .getMessage()
                        .getBody())
                .isEqualTo("oncamel-pgpublicpostgres0");
        assertThat(pg.component().connections().get(null).database().pool().active())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = pg_catalog",
                "SET default_transaction_read_only = off",
                "SET ROLE pg_monitor",
                "LISTEN channel",
                "CREATE TEMP TABLE temporary (id int)",
                "DISCARD ALL",
            })
    void whatAStatementDoesToItsSessionIsGone(String sql) {
        execute("sql=" + sql, null);
        sessionIsAsItWas();
    }

    @Test
    void returningIsTheBodyInEveryOutputType() {
        String sql = "&sql=UPDATE item SET name = 'x' WHERE id < 3 RETURNING id, name";
        assertThat(execute("outputType=list" + sql, null).getMessage().getBody())
                .isEqualTo(List.of(Map.of("id", 1, "name", "x"), Map.of("id", 2, "name", "x")));
        assertThat((Iterator<?>)
                        execute("outputType=stream" + sql, null).getMessage().getBody())
                .toIterable()
                .hasSize(2);
        assertThat(execute("outputType=json" + sql, null).getMessage().getBody(String.class))
                .isEqualTo("[{\"id\":1,\"name\":\"x\"},{\"id\":2,\"name\":\"x\"}]");
        assertThat(execute("outputType=ndjson" + sql, null).getMessage().getBody(String.class))
                .isEqualTo("{\"id\":1,\"name\":\"x\"}\n{\"id\":2,\"name\":\"x\"}\n");
        assertThat(execute("outputType=csv" + sql, null).getMessage().getBody(String.class))
                .isEqualTo("id,name\r\n1,x\r\n2,x\r\n");
        String one = "&sql=INSERT INTO item VALUES ($1, $2) RETURNING id";
        Exchange exchange = execute("outputType=one" + one, List.of(21, "x"));
        assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of("id", 21));
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(1L);
        assertThat(exchange.getMessage().getHeader(PgConstants.ROW_COUNT)).isEqualTo(1L);
        assertThat(execute("outputType=scalar" + one, List.of(22, "x"))
                        .getMessage()
                        .getBody())
                .isEqualTo(22);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "scalar"})
    void aResultThatDoesNotFitSaysThatTheChangeIsKept(String outputType) {
        PgException failure =
                refused("outputType=" + outputType + "&sql=DELETE FROM item WHERE id < 3 RETURNING id", null);
        assertThat(failure.code()).isEqualTo("PG-304");
        assertThat(failure).hasMessageContaining("the statement's changes are committed");
        assertThat(items()).isEqualTo("8 52");
    }

    @Test
    void aCommitThatFailsIsReportedAndNothingIsKept() {
        pg.sql("CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int REFERENCES parent DEFERRABLE"
                + " INITIALLY DEFERRED)");
        for (String options : List.of("", "expectedUpdateCount=1&", "maxRows=5&")) {
            PgException failure = refused(options + "sql=INSERT INTO child VALUES (:id)", Map.of("id", 1));
            assertThat(failure.code()).isEqualTo("PG-307");
            assertThat(failure.sqlState()).isEqualTo("23503");
            assertThat(pg.scalar("SELECT count(*) FROM child")).isEqualTo("0");
        }
        PgException failure =
                refused("batch=true&sql=INSERT INTO child VALUES (:id)", List.of(Map.of("id", 1), Map.of("id", 2)));
        assertThat(failure.code()).isEqualTo("PG-307");
        assertThat(pg.scalar("SELECT count(*) FROM child")).isEqualTo("0");
        sessionIsAsItWas();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "BEGIN READ ONLY",
                "START TRANSACTION",
                "COMMIT",
                "END",
                "ROLLBACK",
                "ABORT",
                "SAVEPOINT a",
                "RELEASE a",
                "ROLLBACK TO a",
                "PREPARE TRANSACTION 'a'",
                "COMMIT PREPARED 'a'",
                "SET TRANSACTION READ ONLY",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"
            })
    void transactionsAreNotStatementsHere(String sql) {
        PgException failure =
                (PgException) pg.send("pg:execute?allowDynamicSql=true", null, Map.of(PgConstants.SQL, sql))
                        .getException();
        assertThat(failure.code()).isEqualTo("PG-205");
        sessionIsAsItWas();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY item FROM STDIN",
                "COPY item (id, name) FROM STDIN WITH (FORMAT csv)",
                "COPY item TO STDOUT",
                "COPY (SELECT * FROM item) TO STDOUT (FORMAT csv)"
            })
    void copyIsRefusedAtOnce(String sql) {
        PgException failure =
                (PgException) pg.send("pg:execute?timeout=5s&allowDynamicSql=true", null, Map.of(PgConstants.SQL, sql))
                        .getException();
        assertThat(failure.code()).isEqualTo("PG-504");
        assertThat(items()).isEqualTo("10 55");
        sessionIsAsItWas();
    }

    @Test
    void aFailureKeepsNothingAndFreesTheConnection() {
        pg.sql("CREATE OR REPLACE PROCEDURE half() LANGUAGE plpgsql AS"
                + " 'BEGIN DELETE FROM item; PERFORM 1 / 0; END'");
        assertThat(refused("sql=CALL half()", null).sqlState()).isEqualTo("22012");
        assertThat(items()).isEqualTo("10 55");
        sessionIsAsItWas();
    }

    @Test
    void expectedUpdateCountUndoesWhatDiffers() {
        PgException failure = refused("expectedUpdateCount=1&sql=DELETE FROM item WHERE id < :id", Map.of("id", 4));
        assertThat(failure.code()).isEqualTo("PG-310");
        assertThat(failure).hasMessageContaining("expected 1 changed rows, got 3");
        assertThat(items()).isEqualTo("10 55");
        execute("expectedUpdateCount=3&sql=DELETE FROM item WHERE id < :id", Map.of("id", 4));
        assertThat(items()).isEqualTo("7 49");
    }

    @Test
    void tooManyRowsOfReturningUndoTheStatement() {
        PgException failure = refused("maxRows=2&sql=DELETE FROM item RETURNING id", null);
        assertThat(failure.code()).isEqualTo("PG-303");
        assertThat(items()).isEqualTo("10 55");
        Exchange cut = execute("maxRows=2&onMaxRows=truncate&sql=DELETE FROM item RETURNING id", null);
        assertThat((List<?>) cut.getMessage().getBody()).hasSize(2);
        assertThat(cut.getMessage().getHeader(PgConstants.TRUNCATED)).isEqualTo(true);
        assertThat(cut.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(10L);
        assertThat(items()).isEqualTo("0 0");
    }
}
