package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("core")
class TransactionIT {
    private static WireProxy proxy;
    private static PgContext pg;

    @BeforeAll
    static void start() {
        proxy = WireProxy.toTestPostgres();
        pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> connection.setSslMode("disable"));
        pg.sql("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL CHECK (balance >= 0));"
                + " CREATE TABLE moved (id bigserial, source int, target int, amount int)");
    }

    @AfterAll
    static void stop() {
        pg.close();
        proxy.close();
    }

    @BeforeEach
    void fill() {
        pg.sql("TRUNCATE account, moved; INSERT INTO account VALUES (1, 100), (2, 100)");
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    private static final String TRANSFER = "UPDATE account SET balance = balance - :amount WHERE id = :source;"
            + " UPDATE account SET balance = balance + :amount WHERE id = :target;"
            + " INSERT INTO moved (source, target, amount) VALUES (:source, :target, :amount) RETURNING amount, target;"
            + " SELECT id, balance FROM account ORDER BY id";

    private static Exchange send(String options, String sql, Object body) {
        return pg.send("pg:transaction?" + options + (options.isEmpty() ? "" : "&") + "sql=" + sql, body);
    }

    private static String state() {
        return pg.scalar("SELECT string_agg(id || '=' || balance, ' ' ORDER BY id) || ', moved '"
                + " || (SELECT count(*) FROM moved) FROM account");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "BEGIN; %s; COMMIT",
                "begin work; %s; end;",
                "START TRANSACTION; %s; COMMIT TRANSACTION;",
                "/* x */ BEGIN; %s; COMMIT"
            })
    void eachStatementGivesItsRowsOrItsCount(String around) {
        Exchange exchange = send("", around.formatted(TRANSFER), Map.of("source", 1, "target", 2, "amount", 30));
        assertThat(body(exchange))
                .isEqualTo(List.of(
                        1L,
                        1L,
                        List.of(Map.of("amount", 30, "target", 2)),
                        List.of(Map.of("id", 1, "balance", 70), Map.of("id", 2, "balance", 130))));
        assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT)).isEqualTo(2L);
        assertThat(exchange.getMessage().getHeader(PgConstants.ROW_COUNT)).isEqualTo(3L);
        assertThat(state()).isEqualTo("1=70 2=130, moved 1");
    }

    @Test
    void aKnownScriptIsOneRoundTrip() {
        Map<String, Object> transfer = Map.of("source", 1, "target", 2, "amount", 1);
        for (int i = 0; i < 10; i++) {
            body(send("", TRANSFER, transfer));
        }
        proxy.reset();
        body(send("", TRANSFER, transfer));
        assertThat(proxy.counts().roundTrips()).isEqualTo(1);
        proxy.reset();
        body(send("isolation=serializable", TRANSFER, transfer));
        body(send("isolation=serializable", TRANSFER, transfer));
        assertThat(state()).isEqualTo("1=87 2=113, moved 13");
    }

    @Test
    void whateverFailsNothingIsKeptAndTheStatementIsNamed() {
        for (int time = 0; time < 3; time++) {
            PgException failure = failure(send("", TRANSFER, Map.of("source", 1, "target", 2, "amount", 101 + time)));
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CHECK_VIOLATION);
            assertThat(failure.sqlState()).isEqualTo("23514");
            assertThat(failure.detail())
                    .startsWith("statement 1 of 4 failed, and nothing was kept: ")
                    .contains("account_balance_check")
                    .endsWith("in: UPDATE account SET balance = balance - :amount WHERE id = :source");
            failure = failure(send("", TRANSFER, Map.of("source", 1, "target", 2, "amount", "ten")));
            assertThat(failure.detail()).startsWith("statement 1 of 4 failed").doesNotContain("ten");
        }
        PgException failure = failure(send(
                "", "UPDATE account SET balance = 0; SELECT 1 / (balance) FROM account; DELETE FROM account", null));
        assertThat(failure.sqlState()).isEqualTo("22012");
        assertThat(failure.detail()).startsWith("statement 2 of 3 failed, and nothing was kept");
        assertThat(state()).isEqualTo("1=100 2=100, moved 0");
    }

    @Test
    void whatOnlyTheCommitFindsKeepsNothingEither() {
        pg.sql(
                "CREATE TABLE IF NOT EXISTS late (id int PRIMARY KEY, other int REFERENCES late DEFERRABLE INITIALLY DEFERRED)");
        PgException failure = failure(send("", "INSERT INTO late VALUES (1, 2); UPDATE account SET balance = 1", null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.FOREIGN_KEY_VIOLATION);
        assertThat(state()).isEqualTo("1=100 2=100, moved 0");
        body(send("", "INSERT INTO late VALUES (1, 2); INSERT INTO late VALUES (2, 1)", null));
    }

    @Test
    void statementsMayBuildOnWhatThoseBeforeThemMade() {
        String script = "CREATE TEMP TABLE part (id int, balance int) ON COMMIT DROP;"
                + " INSERT INTO part SELECT id, balance FROM account WHERE id = :id;"
                + " UPDATE part SET balance = balance + :more; SELECT id, balance FROM part";
        for (int i = 1; i < 5; i++) {
            assertThat(body(send("", script, Map.of("id", 1, "more", i))))
                    .isEqualTo(List.of(0L, 1L, 1L, List.of(Map.of("id", 1, "balance", 100 + i))));
        }
        String other = "CREATE TABLE made (a int); INSERT INTO made VALUES (:v); DROP TABLE made";
        for (int i = 0; i < 3; i++) {
            body(send("", other, Map.of("v", i)));
        }
        body(send("", "SELECT * INTO made FROM account; DELETE FROM made; DROP TABLE made", null));
        PgException failure = failure(send("", "CREATE TABLE made (a int); INSERT INTO nowhere VALUES (1)", null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.UNDEFINED_TABLE);
        assertThat(failure.detail()).startsWith("statement 2 of 2");
        assertThat(pg.scalar("SELECT to_regclass('made') IS NULL")).isEqualTo("t");
    }

    @Test
    void aSchemaThatChangedIsNoticed() {
        pg.sql("DROP TABLE IF EXISTS changing; CREATE TABLE changing (a int)");
        String script = "INSERT INTO changing VALUES (:a); SELECT * FROM changing";
        assertThat(body(send("", script, Map.of("a", 1)))).isEqualTo(List.of(1L, List.of(Map.of("a", 1))));
        pg.sql("ALTER TABLE changing ALTER a TYPE text, ADD b int DEFAULT 7");
        assertThat(body(send("", script, Map.of("a", "x"))))
                .isEqualTo(List.of(1L, List.of(Map.of("a", "1", "b", 7), Map.of("a", "x", "b", 7))));
    }

    @Test
    void valuesAreLookedUpOnceForTheWholeScript() {
        pg.sql("CREATE TABLE IF NOT EXISTS pair (a int, b int)");
        Object result = body(send(
                "",
                "INSERT INTO pair VALUES (:{random(1000000)}, 0); UPDATE pair SET b = :{random(1000000)}; SELECT a = b AS same FROM pair",
                null));
        assertThat(((List<?>) result).get(2)).isEqualTo(List.of(Map.of("same", true)));
        assertThat(body(send("", "SELECT $2::int AS b; SELECT $1::int AS a, $2::int AS b", List.of(1, 2))))
                .isEqualTo(List.of(List.of(Map.of("b", 2)), List.of(Map.of("a", 1, "b", 2))));
        assertThat(failure(send("", "SELECT $2::int; SELECT $1::int", List.of(1)))
                        .errorCode())
                .isEqualTo(PgErrorCode.PARAMETER_COUNT);
        assertThat(failure(send("", "SELECT 1; SELECT :x::int", Map.of())).errorCode())
                .isEqualTo(PgErrorCode.MISSING_PARAMETER);
        Map<String, Object> nothing = new java.util.HashMap<>();
        nothing.put("x", null);
        assertThat(body(send("", "SELECT 1 AS one; SELECT :x::int AS x", nothing)))
                .isEqualTo(List.of(List.of(Map.of("one", 1)), Arrays.asList(nothing)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; DELETE FROM account",
                "DELETE FROM account; COMMIT",
                "DELETE FROM account; COMMIT; DELETE FROM moved",
                "BEGIN; DELETE FROM account; ROLLBACK",
                "BEGIN; BEGIN; DELETE FROM account; COMMIT; COMMIT",
                "BEGIN; DELETE FROM account; COMMIT AND CHAIN",
                "BEGIN ISOLATION LEVEL SERIALIZABLE; DELETE FROM account; COMMIT",
                "DELETE FROM account; SAVEPOINT a; DELETE FROM moved",
                "SET TRANSACTION READ WRITE; DELETE FROM account",
                "DELETE FROM account; VACUUM account",
                "DELETE FROM account; COPY account FROM STDIN",
                "DELETE FROM account; PREPARE TRANSACTION 'x'",
                "BEGIN; COMMIT",
            })
    void whatCannotBePartOfATransactionIsRefusedAtStart(String script) {
        assertThatThrownBy(() -> pg.camel().getEndpoint("pg:transaction?sql=" + script))
                .hasStackTraceContaining("PG-");
        assertThat(state()).isEqualTo("1=100 2=100, moved 0");
    }

    @Test
    void optionsOfOtherVerbsAreRefused() {
        for (String options :
                List.of("outputType=json", "batch=true", "isolation=chaos", "retries=-1", "outputClass=a.B")) {
            assertThatThrownBy(() -> pg.camel().getEndpoint("pg:transaction?" + options + "&sql=SELECT 1"))
                    .hasStackTraceContaining("PG-501");
        }
        assertThatThrownBy(() -> pg.camel().getEndpoint("pg:query?isolation=serializable&sql=SELECT 1"))
                .hasStackTraceContaining("isolation is an option of pg:transaction");
    }

    @Test
    void aReadOnlyTransactionIsKeptFromWritingByTheServer() {
        assertThat(body(send("readOnly=true&isolation=repeatable-read", "SELECT 1 AS a; SELECT 2 AS b", null)))
                .isEqualTo(List.of(List.of(Map.of("a", 1)), List.of(Map.of("b", 2))));
        PgException failure = failure(send("readOnly=true", "SELECT 1; DELETE FROM account", null));
        assertThat(failure.sqlState()).isEqualTo("25006");
        assertThat(failure.detail()).startsWith("statement 2 of 2");
    }

    @Test
    void isolationIsWhatTheServerSays() {
        for (String level : List.of("read-committed", "repeatable-read", "serializable")) {
            Object result =
                    body(send("isolation=" + level, "SELECT current_setting('transaction_isolation') AS i", null));
            assertThat(result).isEqualTo(List.of(List.of(Map.of("i", level.replace('-', ' ')))));
        }
    }

    @Test
    void maxRowsFailsBeforeTheCommit() {
        String script = "UPDATE account SET balance = 5; SELECT * FROM account";
        assertThat(failure(send("maxRows=1", script, null)).errorCode()).isEqualTo(PgErrorCode.TOO_MANY_ROWS);
        assertThat(state()).isEqualTo("1=100 2=100, moved 0");
        Exchange exchange = send("maxRows=1&onMaxRows=truncate", script, null);
        assertThat(((List<?>) ((List<?>) body(exchange)).get(1))).hasSize(1);
        assertThat(exchange.getMessage().getHeader(PgConstants.TRUNCATED)).isEqualTo(true);
        assertThat(state()).isEqualTo("1=5 2=5, moved 0");
    }

    @Test
    void concurrentSerializableTransfersAllHappenOnce() {
        int calls = 60;
        List<CompletableFuture<Exchange>> running = IntStream.range(0, calls)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> send(
                                "isolation=serializable&retries=50",
                                TRANSFER,
                                Map.of("source", 1 + i % 2, "target", 2 - i % 2, "amount", 1)),
                        Faults::start))
                .toList();
        running.forEach(each -> body(each.join()));
        assertThat(state()).isEqualTo("1=100 2=100, moved " + calls);
    }

    @Test
    void deadlocksAreRunAgain() {
        String forth = "UPDATE account SET balance = balance + 1 WHERE id = 1; SELECT pg_sleep(0.2)::text;"
                + " UPDATE account SET balance = balance + 1 WHERE id = 2";
        String back = "UPDATE account SET balance = balance + 1 WHERE id = 2; SELECT pg_sleep(0.2)::text;"
                + " UPDATE account SET balance = balance + 1 WHERE id = 1";
        List<CompletableFuture<Exchange>> running = new ArrayList<>();
        for (String script : List.of(forth, back)) {
            running.add(CompletableFuture.supplyAsync(() -> send("", script, null), Faults::start));
        }
        running.forEach(each -> body(each.join()));
        assertThat(state()).startsWith("1=102 2=102");
        List<CompletableFuture<Exchange>> without = new ArrayList<>();
        for (String script : List.of(forth, back)) {
            without.add(CompletableFuture.supplyAsync(() -> send("retries=0", script, null), Faults::start));
        }
        long failed = without.stream()
                .map(CompletableFuture::join)
                .filter(exchange -> exchange.getException() != null)
                .peek(exchange -> assertThat(failure(exchange).errorCode()).isEqualTo(PgErrorCode.DEADLOCK))
                .count();
        assertThat(failed).isEqualTo(1);
    }

    @Test
    void aScriptOfTheMessageNeedsToBeAllowed() {
        Exchange exchange = pg.send(
                "pg:transaction?allowDynamicSql=true", "UPDATE account SET balance = 1; SELECT 2 AS two", Map.of());
        assertThat(body(exchange)).isEqualTo(List.of(2L, List.of(Map.of("two", 2))));
        assertThat(failure(pg.send("pg:transaction?sql=SELECT 1", null, Map.of(PgConstants.SQL, "DELETE FROM account")))
                        .errorCode())
                .isEqualTo(PgErrorCode.DYNAMIC_SQL_NOT_ALLOWED);
    }
}
