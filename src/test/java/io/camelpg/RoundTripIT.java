package io.camelpg;

import static io.camelpg.Faults.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a warm pool a call is one round trip, counted on the wire. */
class RoundTripIT {
    /** How often a statement runs before it is steady: described, named by the driver, and asked for in binary. */
    private static final int WARM = 10;

    private static WireProxy proxy;
    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        proxy = WireProxy.toTestPostgres();
        pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> {
            connection.setMaxConnections(1);
            connection.setSslMode("disable");
        });
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name text); CREATE TABLE log (id int, name text);"
                + " INSERT INTO item SELECT i, 'item ' || i FROM generate_series(1, 5000) i");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream")
                        .to("pg:query?outputType=stream&sql=SELECT * FROM item WHERE id <= :id")
                        .split(body())
                        .streaming()
                        .to("mock:row");
                from("direct:json")
                        .to("pg:query?outputType=json&sql=SELECT * FROM item WHERE id <= :id")
                        .convertBodyTo(String.class);
                from("direct:timeouts")
                        .to("pg:query?timeout=3s&outputType=scalar&sql=SELECT 1")
                        .to("pg:query?timeout=4s&outputType=scalar&sql=SELECT 1")
                        .to("pg:execute?timeout=5s&sql=INSERT INTO log VALUES (1, 'x')");
                from("direct:scope")
                        .transacted()
                        .to("pg:execute?timeout=3s&sql=INSERT INTO log VALUES (:id, 'first')")
                        .to("pg:upsert:item?timeout=4s&badRows=reject")
                        .setBody(constant(List.of(Map.of("id", 1), Map.of("id", 2))))
                        .to("pg:execute?timeout=3s&batch=true&sql=INSERT INTO log VALUES (:id, 'last')");
            }
        });
    }

    @AfterAll
    static void stop() {
        pg.close();
        proxy.close();
    }

    private static long roundTrips(String uri, Object body) {
        for (int i = 0; i < WARM; i++) {
            body(pg.send(uri, body));
        }
        proxy.reset();
        proxy.recordStatements(true);
        Exchange exchange = pg.send(uri, body);
        proxy.recordStatements(false);
        assertThat(exchange.getException()).isNull();
        return proxy.counts().roundTrips();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list   | SELECT * FROM item WHERE id <= :id",
                "list   | SELECT * FROM item WHERE id = :id OR :id IS NULL",
                "list   | SELECT * FROM item WHERE id = ANY(:ids)",
                "one    | SELECT * FROM item WHERE id = :id",
                "scalar | SELECT name FROM item WHERE id = :id"
            })
    void aQueryIsOne(String outputType, String sql) {
        Map<String, Object> values = Map.of("id", 7, "ids", List.of(1, 2, 3));
        assertThat(roundTrips("pg:query?outputType=" + outputType + "&sql=" + sql, values))
                .isEqualTo(1);
        boolean reported = TestPostgres.majorVersion() >= 14;
        // Below 14 a session cannot tell whether it is still read-only, so each query brings a transaction along.
        assertThat(proxy.counts().client('E')).isEqualTo(reported ? 1 : 3);
        assertThat(proxy.counts().client('P')).as("prepared already").isZero();
        assertThat(proxy.counts().client('S')).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE item SET name = name WHERE id = :id",
                "UPDATE item SET name = name WHERE id = :id RETURNING id, name",
                "INSERT INTO log VALUES (:id, 'x')",
                "WITH gone AS (DELETE FROM log RETURNING *) SELECT count(*) FROM gone"
            })
    void aChangeIsOneWithItsCommit(String sql) {
        assertThat(roundTrips("pg:execute?sql=" + sql, Map.of("id", 7))).isEqualTo(1);
        assertThat(proxy.counts().client('E')).as("BEGIN, statement, COMMIT").isEqualTo(3);
        assertThat(proxy.counts().client('S')).isEqualTo(1);
    }

    @Test
    void aStreamOfFewRowsIsOneAfterTheFirst() {
        for (String route : List.of("direct:stream", "direct:json")) {
            assertThat(roundTrips(route, Map.of("id", 5))).as(route).isEqualTo(1);
        }
    }

    @Test
    void aStreamOfManyRowsFetchesByTheMegabyte() {
        // 5000 rows of some 20 bytes: the first 100, then the rest at once; the rollback that gives up the cursor.
        // Below 14 the transaction that must be READ ONLY is begun by itself.
        int begin = TestPostgres.majorVersion() >= 14 ? 0 : 1;
        long taken = roundTrips("direct:stream", Map.of("id", 5000));
        assertThat(taken).as("%s %s", proxy.counts(), proxy.statements()).isLessThanOrEqualTo(4 + begin);
        // and back to one, once results are small again
        body(pg.send("direct:stream", Map.of("id", 5)));
        assertThat(roundTrips("direct:stream", Map.of("id", 5))).isEqualTo(1);
    }

    @Test
    void aBatchOfAThousandTakesFew() {
        List<Map<String, Object>> rows = IntStream.range(0, 1000)
                .<Map<String, Object>>mapToObj(i -> Map.of("id", i, "name", "name " + i))
                .toList();
        String uri = "pg:execute?batch=true&sql=INSERT INTO log VALUES (:id, :name)";
        // BEGIN, the batch, COMMIT; the driver ends a batch early when its answers could fill the buffers.
        assertThat(roundTrips(uri, rows)).isLessThanOrEqualTo(10);
        assertThat(proxy.counts().client('B')).isBetween(1000L, 1020L);
    }

    @Test
    void aTimeoutOfTheEndpointsOwnCostsNothingWhileNobodyElseUsesThePool() {
        assertThat(roundTrips("pg:query?timeout=4321&outputType=scalar&sql=SELECT 1", null))
                .isEqualTo(1);
        body(pg.send("pg:query?outputType=scalar&sql=SELECT 1", null));
    }

    @Test
    void timeoutsThatDifferGoWithTheStatements() {
        assertThat(roundTrips("direct:timeouts", null)).isEqualTo(3);
    }

    @Test
    void savepointsAndTimeoutsOfAScopeGoWithItsStatements() {
        assertThat(roundTrips("direct:scope", Map.of("id", 6000, "name", "new")))
                .as("three statements and a COMMIT: %s", proxy.statements())
                .isEqualTo(4);
        assertThat(pg.scalar("SELECT name FROM item WHERE id = 6000")).isEqualTo("new");
        pg.sql("DELETE FROM item WHERE id = 6000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pg:execute?expectedUpdateCount=1&sql=UPDATE item SET name = 'same' WHERE id = :id | 2",
                "pg:execute?timeout=7s&expectedUpdateCount=1&sql=UPDATE item SET name = 'same' WHERE id = :id | 2",
                "pg:upsert:item?badRows=reject | 2",
                "pg:transaction?timeout=6s&isolation=serializable&sql=UPDATE item SET name = 'same' WHERE id = :id | 1"
            })
    void whatBeginsATransactionGoesWithItsFirstStatement(String uri, int expected) {
        assertThat(roundTrips(uri, Map.of("id", 5, "name", "same")))
                .as(uri + " " + proxy.statements())
                .isEqualTo(expected);
    }

    @Test
    void theFirstCallAsksOnceForTypesAndForColumns() {
        body(pg.send("pg:query?outputType=scalar&sql=SELECT 1", null));
        proxy.reset();
        proxy.recordStatements(true);
        body(pg.send("pg:query?sql=SELECT id, name FROM item WHERE id = :first", Map.of("first", 1)));
        proxy.recordStatements(false);
        List<String> sent = proxy.statements();
        assertThat(proxy.counts().roundTrips()).as(sent.toString()).isEqualTo(3);
        assertThat(sent.stream().filter(sql -> sql.equals("SELECT id, name FROM item WHERE id = $1")))
                .hasSizeBetween(1, 2);
    }

    @Test
    void whatIsSentIsTheStatementAndNothingElse() {
        proxy.reset();
        proxy.recordStatements(true);
        body(pg.send("pg:execute?sql=UPDATE item SET name = :name WHERE id = :id", Map.of("id", 1, "name", "x")));
        proxy.recordStatements(false);
        assertThat(proxy.statements())
                .contains("UPDATE item SET name = $1 WHERE id = $2")
                .isSubsetOf("BEGIN READ WRITE", "UPDATE item SET name = $1 WHERE id = $2", "COMMIT");
    }

    @Test
    void aBodyIsReadInFullBeforeTheExchangeEnds() throws Exception {
        Object json = body(pg.send("direct:json", Map.of("id", 2)));
        assertThat(json).isInstanceOf(String.class).isNotInstanceOf(InputStream.class);
        assertThat((String) json)
                .contains("\"item 1\"", "\"item 2\"")
                .startsWith("[")
                .endsWith("]");
    }
}
