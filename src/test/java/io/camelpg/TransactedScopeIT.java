package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("core")
class TransactedScopeIT {
    private static final String INSERT = "pg:execute?sql=INSERT INTO item VALUES (:{body})";
    private static final String NEXT = "pg:execute?sql=INSERT INTO item SELECT max(id) + 1 FROM item";
    private static final String COUNT = "pg:query?outputType=scalar&sql=SELECT count(*)::int FROM item";
    private static final String BAD = "pg:execute?sql=INSERT INTO item VALUES (1), (1)";

    private static WireProxy proxy;
    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        proxy = WireProxy.toTestPostgres();
        pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> {
            connection.setMaxConnections(3);
            connection.setSslMode("disable");
        });
        pg.sql("CREATE TABLE item (id int PRIMARY KEY); CREATE TABLE note (text text)");
        PgConnection other = new PgConnection();
        other.setHost("localhost");
        other.setPort(TestPostgres.port());
        other.setUsername("postgres");
        other.setDatabase(pg.database());
        pg.camel().getRegistry().bind("other", other);
        pg.camel().addRoutes(new Routes());
    }

    private static final class Routes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:plain").transacted().to(INSERT).to(NEXT).to(COUNT);
            from("direct:fails").transacted().to(INSERT).throwException(new IllegalStateException("downstream"));
            from("direct:outside").to("direct:plain").to(COUNT);
            from("direct:sub")
                    .to(NEXT)
                    .choice()
                    .when(body().isNotNull())
                    .to(NEXT)
                    .end();
            from("direct:across")
                    .transacted()
                    .to(INSERT)
                    .to("direct:sub")
                    .setBody(constant(List.of(10, 20, 30)))
                    .split(body())
                    .to(INSERT)
                    .end()
                    .choice()
                    .when(header("fail"))
                    .throwException(new IllegalStateException("late"))
                    .end()
                    .to(COUNT);
            from("direct:parallel")
                    .transacted()
                    .split(body())
                    .parallelProcessing()
                    .to(INSERT)
                    .end()
                    .to(COUNT);
            from("direct:enrich").transacted().to(INSERT).enrich(COUNT, (old, fresh) -> {
                old.getMessage().setBody(fresh.getMessage().getBody());
                return old;
            });
            from("direct:read-only")
                    .transacted()
                    .to(INSERT)
                    .doTry()
                    .to("pg:query?sql=SELECT nextval('seq')")
                    .doCatch(PgException.class)
                    .end()
                    .to(COUNT);
            from("direct:bad-query")
                    .transacted()
                    .to(INSERT)
                    .doTry()
                    .to("pg:query?sql=SELECT 1 / 0")
                    .doCatch(PgException.class)
                    .end()
                    .to(NEXT);
            from("direct:caught")
                    .transacted()
                    .to(INSERT)
                    .doTry()
                    .to(BAD)
                    .doCatch(PgException.class)
                    .end()
                    .setBody(constant("as if nothing had happened"));
            from("direct:caught-and-goes-on")
                    .transacted()
                    .to(INSERT)
                    .doTry()
                    .to(BAD)
                    .doCatch(PgException.class)
                    .end()
                    .to(NEXT);
            from("direct:handled")
                    .onException(Exception.class)
                    .handled(true)
                    .setBody(constant("handled"))
                    .end()
                    .transacted()
                    .to(INSERT)
                    .throwException(new IllegalStateException("downstream"));
            from("direct:continued")
                    .onException(IllegalStateException.class)
                    .continued(true)
                    .end()
                    .transacted()
                    .to(INSERT)
                    .throwException(new IllegalStateException("downstream"))
                    .to(NEXT);
            from("direct:dead")
                    .errorHandler(deadLetterChannel("mock:dead"))
                    .transacted()
                    .to(INSERT)
                    .to(BAD);
            from("direct:marked").transacted().to(INSERT).markRollbackOnly();
            from("direct:nested")
                    .transacted()
                    .to(INSERT)
                    .transacted()
                    .to(NEXT)
                    .end()
                    .throwException(new IllegalStateException("outer"));
            from("direct:requires-new")
                    .transacted()
                    .to(INSERT)
                    .transacted("PROPAGATION_REQUIRES_NEW")
                    .to("pg:execute?sql=INSERT INTO note VALUES ('kept')")
                    .end()
                    .throwException(new IllegalStateException("outer"));
            from("direct:noted")
                    .onException(Exception.class)
                    .handled(true)
                    .transacted("PROPAGATION_REQUIRES_NEW")
                    .to("pg:execute?sql=INSERT INTO note VALUES ('failed')")
                    .end()
                    .end()
                    .transacted()
                    .to(INSERT)
                    .to(BAD);
            from("direct:two").transacted().to(INSERT).to("pg:query?connection=other&sql=SELECT 1");
            from("direct:late")
                    .transacted()
                    .wireTap("direct:tapped")
                    .end()
                    .to(INSERT)
                    .delay(300)
                    .throwException(new IllegalStateException("outer"));
            from("direct:tapped").to("pg:execute?sql=INSERT INTO note VALUES ('tapped')");
            from("direct:script")
                    .transacted()
                    .to(INSERT)
                    .to(
                            "pg:transaction?sql=INSERT INTO item SELECT max(id) + 1 FROM item; SELECT count(*)::int AS n FROM item")
                    .setBody(constant(List.of(List.of(50), List.of(51))))
                    .to("pg:execute?batch=true&sql=INSERT INTO item VALUES ($1)")
                    .choice()
                    .when(header("fail"))
                    .throwException(new IllegalStateException("late"));
            from("direct:stream")
                    .transacted()
                    .to("pg:execute?sql=INSERT INTO item SELECT generate_series(1, 1000)")
                    .to("pg:query?outputType=stream&sql=SELECT id FROM item ORDER BY id")
                    .split(body())
                    .streaming()
                    .to("pg:execute?sql=UPDATE item SET id = id + 5000 WHERE id = :id")
                    .end()
                    .to(COUNT);
            caught("expected", "pg:execute?sql=UPDATE note SET text = 'changed'&expectedUpdateCount=1");
            caught("too-many", "pg:execute?sql=UPDATE note SET text = 'changed' RETURNING text&maxRows=1");
            caught("script-limit", "pg:transaction?sql=UPDATE note SET text = 'changed' RETURNING text&maxRows=1");
            caught(
                    "script-bind",
                    "pg:transaction?sql=CREATE TABLE IF NOT EXISTS made (id int); UPDATE note SET text = 'changed';"
                            + " INSERT INTO made VALUES (:bad)");
            caught(
                    "script-missing",
                    "pg:transaction?sql=CREATE TABLE IF NOT EXISTS made (id int); UPDATE note SET text = 'changed';"
                            + " INSERT INTO missing VALUES (1)");
            caught("batch", "pg:execute?batch=true&batchSize=2&sql=UPDATE note SET text = :text WHERE :text <> ''");
            readCaught("stream", "pg:query?outputType=stream&sql=SELECT * FROM item WHERE id = :bad");
            readCaught("json", "pg:query?outputType=json&sql=SELECT * FROM item WHERE id = :bad");
            readCaught("bind", "pg:query?sql=SELECT * FROM item WHERE id = :bad");
            readCaught("script", "pg:transaction?readOnly=true&sql=SELECT 1; SELECT * FROM item WHERE id = :bad");
            readCaught("script-missing", "pg:transaction?readOnly=true&sql=SELECT * FROM missing WHERE id = :bad");
            readCaught("script-limit", "pg:transaction?readOnly=true&maxRows=1&sql=SELECT generate_series(1, 3)");
            from("direct:vacuum").transacted().to(INSERT).to("pg:execute?sql=VACUUM item");
        }

        private void caught(String name, String step) {
            from("direct:caught-" + name)
                    .transacted()
                    .doTry()
                    .to(step)
                    .doCatch(PgException.class)
                    .end()
                    .setBody(constant("as if nothing had happened"));
        }

        private void readCaught(String name, String step) {
            from("direct:read-caught-" + name)
                    .transacted()
                    .to("pg:execute?sql=INSERT INTO item VALUES (1)")
                    .doTry()
                    .to(step)
                    .doCatch(PgException.class)
                    .end()
                    .to(NEXT);
        }
    }

    @AfterAll
    static void stop() {
        pg.close();
        proxy.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE item, note; CREATE SEQUENCE IF NOT EXISTS seq");
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    private static String items() {
        return pg.scalar("SELECT count(*) FROM item");
    }

    private static String notes() {
        return pg.scalar("SELECT coalesce(string_agg(text, ','), '') FROM note");
    }

    @Test
    void allStepsShareOneTransactionAndSeeEachOther() {
        assertThat(body(pg.send("direct:plain", 1))).isEqualTo(2);
        assertThat(items()).isEqualTo("2");
        assertThat(body(pg.send("direct:outside", 9))).isEqualTo(4);
        pg.send("direct:plain", 20);
        proxy.reset();
        pg.send("direct:plain", 30);
        // The first step brings BEGIN along; the last round trip is COMMIT.
        assertThat(proxy.counts().roundTrips()).isEqualTo(4);
    }

    @Test
    void whatFailsLaterTakesEverythingBack() {
        Exchange exchange = pg.send("direct:fails", 1);
        assertThat(exchange.getException()).hasMessage("downstream");
        assertThat(items()).isEqualTo("0");
    }

    @Test
    void theScopeReachesAcrossRoutesSplitsAndChoices() {
        assertThat(body(pg.send("direct:across", 1))).isEqualTo(6);
        assertThat(items()).isEqualTo("6");
        pg.sql("TRUNCATE item");
        assertThat(pg.send("direct:across", 1, Map.of("fail", true)).getException())
                .hasMessage("late");
        assertThat(items()).isEqualTo("0");
    }

    @Test
    void aParallelSplitTakesTurnsOnTheOneConnection() {
        List<Integer> ids = IntStream.range(0, 200).boxed().toList();
        assertThat(body(pg.send("direct:parallel", ids))).isEqualTo(200);
        assertThat(items()).isEqualTo("200");
    }

    @Test
    void enrichedFromWithinTheScopeItSeesTheScopesRows() {
        assertThat(body(pg.send("direct:enrich", 1))).isEqualTo(1);
    }

    @Test
    void aQueryInTheScopeCannotWriteAndTheScopeLivesOn() {
        assertThat(body(pg.send("direct:read-only", 1))).isEqualTo(1);
        assertThat(items()).isEqualTo("1");
        assertThat(pg.scalar("SELECT is_called FROM seq")).isEqualTo("f");
    }

    @Test
    void aQueryThatFailsAndIsCaughtLosesNothing() {
        body(pg.send("direct:bad-query", 1));
        assertThat(items()).isEqualTo("2");
    }

    @Test
    void aChangeThatFailsAndIsCaughtIsAnErrorAtTheEndAndNeverASilentRollback() {
        PgException failure = failure(pg.send("direct:caught", 1));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TRANSACTION_FAILED);
        assertThat(failure.detail()).contains("PG-306", "nothing of the scope is kept");
        assertThat(items()).isEqualTo("0");
        failure = failure(pg.send("direct:caught-and-goes-on", 1));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TRANSACTION_FAILED);
        assertThat(items()).isEqualTo("0");
    }

    @Test
    void aFailureThatAnErrorHandlerHandledRollsBackAndItsAnswerStands() {
        assertThat(body(pg.send("direct:handled", 1))).isEqualTo("handled");
        assertThat(items()).isEqualTo("0");
        body(pg.send("direct:dead", 1));
        assertThat(items()).isEqualTo("0");
        body(pg.send("direct:marked", 1));
        assertThat(items()).isEqualTo("0");
        body(pg.send("direct:noted", 1));
        assertThat(items()).isEqualTo("0");
        assertThat(notes()).isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expected", "too-many", "script-limit", "script-bind", "script-missing", "batch"})
    void aChangeThatFailsHereAndNotAtTheServerIsNotLeftByHalf(String route) {
        pg.sql("INSERT INTO note VALUES ('one'), ('two')");
        Object body = List.of(Map.of("text", "changed"), Map.of("text", "changed"), Map.of("other", 1));
        PgException failure = failure(pg.send("direct:caught-" + route, body, Map.of("bad", true)));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.TRANSACTION_FAILED);
        assertThat(failure.detail()).contains("nothing of the scope is kept");
        assertThat(notes()).isEqualTo("one,two");
        assertThat(items()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "json", "bind", "script", "script-missing", "script-limit"})
    void aReadThatFailsHereAndIsCaughtLeavesTheScopeAsItWas(String route) {
        Exchange exchange = pg.send("direct:read-caught-" + route, null, Map.of("bad", true));
        body(exchange);
        assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)).isInstanceOf(PgException.class);
        assertThat(items()).isEqualTo("2");
    }

    @Test
    void continuedGoesOnToTheCommit() {
        body(pg.send("direct:continued", 1));
        assertThat(items()).isEqualTo("2");
    }

    @Test
    void aNestedScopeIsPartOfTheOuterOneUnlessItRequiresANewTransaction() {
        assertThat(pg.send("direct:nested", 1).getException()).hasMessage("outer");
        assertThat(items()).isEqualTo("0");
        assertThat(pg.send("direct:requires-new", 1).getException()).hasMessage("outer");
        assertThat(items()).isEqualTo("0");
        assertThat(notes()).isEqualTo("kept");
    }

    @Test
    void twoConnectionsInOneScopeAreRefused() {
        PgException failure = failure(pg.send("direct:two", 1));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.SCOPE_CONNECTION);
        assertThat(failure.detail()).contains("'default'", "'other'");
        assertThat(items()).isEqualTo("0");
    }

    @Test
    void whatIsTappedIsNotPartOfTheScope() {
        assertThat(pg.send("direct:late", 1).getException()).hasMessage("outer");
        assertThat(items()).isEqualTo("0");
        Await.until("the tapped message is written", () -> notes().equals("tapped"));
    }

    @Test
    void scriptsAndBatchesJoinTheScope() {
        body(pg.send("direct:script", 1));
        assertThat(items()).isEqualTo("4");
        pg.sql("TRUNCATE item");
        assertThat(pg.send("direct:script", 1, Map.of("fail", true)).getException())
                .hasMessage("late");
        assertThat(items()).isEqualTo("0");
    }

    @Test
    void aStreamIsReadWhileOtherStepsOfTheScopeWrite() {
        assertThat(body(pg.send("direct:stream", null))).isEqualTo(1000);
        assertThat(pg.scalar("SELECT min(id) FROM item")).isEqualTo("5001");
    }

    @Test
    void whatRunsByItselfOnlyIsRefused() {
        assertThat(failure(pg.send("direct:vacuum", 1)).errorCode()).isEqualTo(PgErrorCode.TRANSACTION_CONTROL);
        assertThat(items()).isEqualTo("0");
    }

    @Test
    void manyScopesAtOnceKeepApart() {
        List<java.util.concurrent.CompletableFuture<Exchange>> running = IntStream.range(0, 60)
                .mapToObj(i -> java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> pg.send(i % 3 == 0 ? "direct:fails" : "direct:enrich", 1000 + i), Faults::start))
                .toList();
        running.forEach(java.util.concurrent.CompletableFuture::join);
        assertThat(items()).isEqualTo("40");
    }
}
