package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.ArrowTable;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Incremental reads: each change once, whatever its cursor says, and the position kept only after success. */
@Tag("core")
class IncrementalExtractIT {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(4));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Faults.nothingIsLeft(pg);
    }

    /** A table of its own, with rows 1 to n of the same moment. */
    private static String table(int rows) {
        String name = "changes_" + NAMES.incrementAndGet();
        pg.sql("CREATE TABLE " + name + " (id int PRIMARY KEY, v int NOT NULL DEFAULT 0, updated_at timestamptz"
                + " DEFAULT now()); CREATE INDEX ON " + name + " (updated_at);"
                + " INSERT INTO " + name + " (id) SELECT generate_series(1, " + rows + ")");
        return name;
    }

    private static String uri(String table) {
        return "pg:extract:" + table + "?mode=incremental&cursor=updated_at";
    }

    private static List<Integer> ids(Exchange exchange) {
        List<Integer> ids = new ArrayList<>();
        for (Object row : (List<?>) body(exchange)) {
            ids.add((Integer) ((Map<?, ?>) row).get("id"));
        }
        return ids;
    }

    private static List<Integer> read(String uri) {
        return ids(pg.send(uri, null));
    }

    /** Polls until the floor is where it can be, so that what follows is read by the index. */
    private static void settle(String uri) {
        for (int i = 0; i < 4; i++) {
            assertThat(read(uri)).isEmpty();
        }
    }

    @Test
    void whatIsNewEachTimeOnce() {
        String table = table(3);
        assertThat(read(uri(table))).containsExactly(1, 2, 3);
        settle(uri(table));
        pg.sql("INSERT INTO " + table + " VALUES (4); UPDATE " + table + " SET v = 1, updated_at = now() WHERE id = 2");
        assertThat(read(uri(table))).containsExactlyInAnyOrder(2, 4);
        settle(uri(table));
    }

    /** They are the highest of all, and say nothing of those that follow. */
    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity"})
    void whatIsNoNumberHidesNothing(String odd) {
        String table = "odd_" + NAMES.incrementAndGet();
        pg.sql("CREATE TABLE " + table + " (id int PRIMARY KEY, v float8); INSERT INTO " + table + " VALUES (1, '" + odd
                + "')");
        String uri = "pg:extract:" + table + "?mode=incremental&cursor=v";
        assertThat(read(uri)).containsExactly(1);
        settle(uri);
        pg.sql("INSERT INTO " + table + " VALUES (2, 1.5)");
        assertThat(read(uri)).contains(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "ndjson", "json", "csv", "arrow"})
    void streamed(String outputType) throws Exception {
        String table = table(5000);
        AtomicInteger read = new AtomicInteger();
        List<Object> cursors = new ArrayList<>();
        String from = "direct:" + table;
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .to(uri(table) + "&columns=id&outputType=" + outputType)
                        .process(exchange -> {
                            if (outputType.equals("stream")) {
                                exchange.getMessage()
                                        .getBody(java.util.Iterator.class)
                                        .forEachRemaining(row -> read.incrementAndGet());
                            } else if (outputType.equals("arrow")) {
                                read.addAndGet(
                                        ArrowTable.of(exchange.getMessage().getBody(java.io.InputStream.class))
                                                .rows()
                                                .size());
                            } else {
                                String text = exchange.getMessage().getBody(String.class);
                                read.addAndGet(
                                        outputType.equals("json")
                                                ? text.split("\"id\"").length - 1
                                                : (int) text.lines().count() - (outputType.equals("csv") ? 1 : 0));
                            }
                            cursors.add(exchange.getMessage().getHeader(PgConstants.CURSOR));
                        });
            }
        });
        body(pg.send(from, null));
        assertThat(read).hasValue(5000);
        assertThat(cursors).singleElement().asString().contains("\"settled\"");
        read.set(0);
        body(pg.send(from, null));
        assertThat(read).hasValue(0);
        pg.sql("INSERT INTO " + table + " SELECT generate_series(5001, 5050)");
        body(pg.send(from, null));
        assertThat(read).hasValue(50);
    }

    /** What was written before, and committed after what is newer had been read. */
    @Test
    void aLateCommitIsNotLost() throws SQLException {
        String table = table(1);
        assertThat(read(uri(table))).containsExactly(1);
        settle(uri(table));
        try (Connection late = TestPostgres.connect(pg.database());
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("SELECT now()");
            pg.sql("SELECT pg_sleep(0.01); INSERT INTO " + table + " VALUES (2)");
            assertThat(read(uri(table))).containsExactly(2);
            settle(uri(table));
            pg.sql("INSERT INTO " + table + " VALUES (3)");
            statement.execute("INSERT INTO " + table + " VALUES (4)");
            assertThat(read(uri(table))).containsExactly(3);
            settle(uri(table));
            late.commit();
            assertThat(pg.scalar("SELECT updated_at < (SELECT updated_at FROM " + table + " WHERE id = 2) FROM " + table
                            + " WHERE id = 4"))
                    .isEqualTo("t");
        }
        assertThat(read(uri(table))).containsExactly(4);
        settle(uri(table));
    }

    /** The same where the writer is a savepoint, or was prepared. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void savepointsAndPreparedTransactions(boolean prepared) throws SQLException {
        String table = table(1);
        assertThat(read(uri(table))).containsExactly(1);
        try (Connection late = TestPostgres.connect(pg.database());
                Statement statement = late.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("INSERT INTO " + table + " VALUES (2)");
            pg.sql("INSERT INTO " + table + " VALUES (3)");
            statement.execute("SAVEPOINT a");
            statement.execute("INSERT INTO " + table + " VALUES (4)");
            pg.sql("INSERT INTO " + table + " VALUES (5)");
            statement.execute("RELEASE SAVEPOINT a");
            if (prepared) {
                statement.execute("PREPARE TRANSACTION '" + table + "'");
            }
            // Rows behind a transaction that writes wait for it.
            assertThat(read(uri(table))).isEmpty();
            settle(uri(table));
            statement.execute(prepared ? "COMMIT PREPARED '" + table + "'" : "COMMIT");
        }
        assertThat(read(uri(table))).containsExactlyInAnyOrder(2, 3, 4, 5);
        settle(uri(table));
    }

    @Test
    void anIntegerCursorThatWasHandedOutEarlier() throws SQLException {
        String table = "numbered_" + NAMES.incrementAndGet();
        pg.sql("CREATE TABLE " + table + " (id serial PRIMARY KEY)");
        String uri = "pg:extract:" + table + "?mode=incremental&cursor=id";
        assertThat(read(uri)).isEmpty();
        try (Connection late = TestPostgres.connect(pg.database());
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("SELECT nextval('" + table + "_id_seq')");
            pg.sql("INSERT INTO " + table + " DEFAULT VALUES; INSERT INTO " + table + " DEFAULT VALUES");
            // The number was taken under a transaction id, which holds them back, or was one of a stock, which does
            // not.
            List<Integer> first = read(uri);
            settle(uri);
            statement.execute("INSERT INTO " + table + " VALUES (1)");
            late.commit();
            List<Integer> all = new ArrayList<>(first);
            all.addAll(read(uri));
            assertThat(all).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "timestamptz,now()",
        "timestamp,localtimestamp",
        "date,current_date",
        "int,nextval('ticks')",
        "bigint,nextval('ticks')",
        "numeric,nextval('ticks')",
        "text,lpad(nextval('ticks')::text| 6| '0')",
        "varchar(20),lpad(nextval('ticks')::text| 6| '0')",
        "'timestamptz(0)',now()",
        "uuid,v7()"
    })
    void kindsOfCursors(String type, String value) {
        String table = "kind_" + NAMES.incrementAndGet();
        pg.sql("CREATE SEQUENCE IF NOT EXISTS ticks; CREATE OR REPLACE FUNCTION v7() RETURNS uuid LANGUAGE sql AS"
                + " $$ SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'"
                + " || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid $$");
        String given = value.replace('|', ',');
        pg.sql("CREATE TABLE " + table + " (id int PRIMARY KEY, c " + type + "); CREATE INDEX ON " + table + " (c);"
                + " INSERT INTO " + table + " SELECT i, " + given + " FROM generate_series(1, 20) i");
        String uri = "pg:extract:" + table + "?mode=incremental&cursor=c";
        assertThat(read(uri)).hasSize(20);
        settle(uri);
        pg.sql("INSERT INTO " + table + " SELECT i, " + given + " FROM generate_series(21, 25) i");
        pg.sql("UPDATE " + table + " SET c = " + given + " WHERE id = 3");
        assertThat(read(uri)).containsExactlyInAnyOrder(3, 21, 22, 23, 24, 25);
        settle(uri);
    }

    @Test
    void aCompositeCursorSaysTheOrder() {
        String table = "composite_" + NAMES.incrementAndGet();
        pg.sql("CREATE TABLE " + table
                + " (id int PRIMARY KEY, prio int NOT NULL, at timestamptz NOT NULL DEFAULT now());" + " INSERT INTO "
                + table + " SELECT i, -i FROM generate_series(1, 5) i");
        assertThat(read("pg:extract:" + table + "?mode=incremental&cursor=at,prio&columns=id"))
                .containsExactly(5, 4, 3, 2, 1);
    }

    @Test
    void partitionsAndInheritance() {
        String table = "family_" + NAMES.incrementAndGet();
        pg.sql("CREATE TABLE " + table + " (id int, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (id, at))"
                + " PARTITION BY RANGE (at); CREATE TABLE " + table + "_a PARTITION OF " + table
                + " DEFAULT; INSERT INTO " + table + " VALUES (1); INSERT INTO " + table + " VALUES (2)");
        String uri = "pg:extract:" + table + "?mode=incremental&cursor=at";
        assertThat(read(uri)).containsExactly(1, 2);
        settle(uri);
        pg.sql("INSERT INTO " + table + " VALUES (3)");
        assertThat(read(uri)).containsExactly(3);
    }

    @Test
    void rowsWithoutCursor() {
        String table = table(2);
        pg.sql("INSERT INTO " + table + " VALUES (3, 0, NULL)");
        assertThat(failure(pg.send(uri(table), null)).errorCode()).isEqualTo(PgErrorCode.NULL_CURSOR);
        String include = uri(table) + "&nullCursor=include&cursorName=include-" + table;
        assertThat(read(include)).containsExactly(3, 1, 2);
        settle(include);
        pg.sql("INSERT INTO " + table + " VALUES (4, 0, NULL); UPDATE " + table + " SET v = 7 WHERE id = 3");
        assertThat(read(include)).containsExactlyInAnyOrder(3, 4);
        settle(include);
        String exclude = uri(table) + "&nullCursor=exclude&cursorName=exclude-" + table;
        assertThat(read(exclude)).containsExactly(1, 2);
        settle(exclude);
        pg.sql("INSERT INTO " + table + " VALUES (5, 0, NULL), (6)".replace("(6)", "(6, 0, now())"));
        assertThat(read(exclude)).containsExactly(6);
    }

    /** Whoever writes a date in the far future does not keep others from being read. */
    @ParameterizedTest
    @ValueSource(strings = {"infinity", "9999-12-31", "2100-01-01"})
    void aCursorInTheFuture(String future) {
        String table = table(2);
        pg.sql("INSERT INTO " + table + " VALUES (3, 0, '" + future + "')");
        assertThat(read(uri(table))).containsExactly(1, 2, 3);
        settle(uri(table));
        pg.sql("INSERT INTO " + table + " VALUES (4)");
        assertThat(read(uri(table))).containsExactly(4);
        settle(uri(table));
        pg.sql("INSERT INTO " + table + " VALUES (5)");
        assertThat(read(uri(table))).containsExactly(5);
    }

    @Test
    void aFailedExchangeKeepsTheCursorWhereItWas() throws Exception {
        String table = table(3);
        AtomicInteger failures = new AtomicInteger(2);
        List<Integer> seen = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + table).to(uri(table)).process(exchange -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("downstream");
                    }
                    seen.addAll(ids(exchange));
                });
            }
        });
        assertThat(pg.send("direct:" + table, null).getException()).hasMessage("downstream");
        pg.sql("INSERT INTO " + table + " VALUES (4)");
        assertThat(pg.send("direct:" + table, null).getException()).hasMessage("downstream");
        body(pg.send("direct:" + table, null));
        assertThat(seen).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aStreamThatIsNotReadToItsEndComesAgain() throws Exception {
        String table = table(3000);
        AtomicInteger read = new AtomicInteger();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + table).to(uri(table) + "&outputType=stream").process(exchange -> {
                    var rows = exchange.getMessage().getBody(java.util.Iterator.class);
                    int most = read.get() == 0 ? 1000 : Integer.MAX_VALUE;
                    for (int i = 0; i < most && rows.hasNext(); i++) {
                        rows.next();
                        read.incrementAndGet();
                    }
                    exchange.getMessage().setBody("done");
                });
            }
        });
        body(pg.send("direct:" + table, null));
        body(pg.send("direct:" + table, null));
        assertThat(read).hasValue(4000);
        body(pg.send("direct:" + table, null));
        assertThat(read).hasValue(4000);
    }

    @Test
    void withinAScopeTheCursorIsPartOfTheTransaction() throws Exception {
        String table = table(3);
        pg.sql("CREATE TABLE copy_" + table + " (id int PRIMARY KEY)");
        AtomicInteger failures = new AtomicInteger(1);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + table)
                        .transacted()
                        .to(uri(table))
                        .split()
                        .body()
                        .to("pg:execute?sql=INSERT INTO copy_" + table + " VALUES (:id)")
                        .end()
                        .process(exchange -> {
                            if (failures.getAndDecrement() > 0) {
                                throw new IllegalStateException("late");
                            }
                        });
            }
        });
        assertThat(pg.send("direct:" + table, null).getException()).hasMessage("late");
        assertThat(pg.scalar("SELECT count(*) FROM copy_" + table)).isEqualTo("0");
        body(pg.send("direct:" + table, null));
        assertThat(pg.scalar("SELECT count(*) FROM copy_" + table)).isEqualTo("3");
        body(pg.send("direct:" + table, null));
        pg.sql("INSERT INTO " + table + " VALUES (4)");
        body(pg.send("direct:" + table, null));
        assertThat(pg.scalar("SELECT count(*) FROM copy_" + table)).isEqualTo("4");
    }

    @Test
    void theCursorInAnotherDatabase() {
        PgConnection other = new PgConnection();
        other.setHost("localhost");
        other.setPort(TestPostgres.port());
        other.setUsername("postgres");
        String elsewhere = TestPostgres.createDatabase();
        other.setDatabase(elsewhere);
        pg.camel().getRegistry().bind("elsewhere", other);
        String table = table(2);
        String uri = uri(table) + "&cursorStore=\"My Positions\"@elsewhere&cursorName=it";
        assertThat(read(uri)).containsExactly(1, 2);
        assertThat(read(uri)).isEmpty();
        assertThat(TestPostgres.scalar(elsewhere, "SELECT name FROM \"My Positions\""))
                .isEqualTo("it");
        TestPostgres.execute(elsewhere, "DELETE FROM \"My Positions\"");
        assertThat(read(uri)).containsExactly(1, 2);
    }

    @Test
    void theCursorInABean() {
        Map<String, String> kept = new ConcurrentHashMap<>();
        pg.camel().getRegistry().bind("positions", new PgCursorStore() {
            @Override
            public String load(String name) {
                return kept.get(name);
            }

            @Override
            public void save(String name, String cursor) {
                kept.put(name, cursor);
            }
        });
        String table = table(2);
        String uri = uri(table) + "&cursorStore=#positions";
        assertThat(read(uri)).containsExactly(1, 2);
        assertThat(kept).containsOnlyKeys(table + "(updated_at)");
        String before = kept.get(table + "(updated_at)");
        assertThat(before).contains("\"cursor\":{\"updated_at\":\"").contains("\"id\":\"2\"");
        settle(uri);
        String after = kept.get(table + "(updated_at)");
        assertThat(after.replaceAll("\"settled\".*", "")).isEqualTo(before.replaceAll("\"settled\".*", ""));
        assertThat(after).contains("\"floor\"").doesNotContain("candidate");
        kept.put(table + "(updated_at)", "{\"version\":7}");
        assertThat(failure(pg.send(uri, null)).errorCode()).isEqualTo(PgErrorCode.INVALID_CURSOR);
    }

    @Test
    void twoWhoReadAtOnce() throws Exception {
        String table = table(2);
        List<Integer> inner = new ArrayList<>();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + table).to(uri(table)).process(exchange -> inner.addAll(read(uri(table))));
            }
        });
        body(pg.send("direct:" + table, null));
        // The outer one could not save, and nothing is lost by that.
        assertThat(inner).containsExactly(1, 2);
        settle(uri(table));
    }

    @Test
    void theRequestOfAMessage() {
        String table = table(2);
        Map<String, Object> first = Map.of(
                "mode",
                Map.of(
                        "incremental",
                        Map.of("entity", table, "cursorField", "updatedAt", "cursor", "2023-01-01T00:00:00Z")));
        Exchange read = pg.send("pg:extract", first);
        assertThat(ids(read)).containsExactly(1, 2);
        String cursor = read.getMessage().getHeader(PgConstants.CURSOR, String.class);
        pg.sql("INSERT INTO " + table + " VALUES (3)");
        for (int i = 0; i < 2; i++) {
            assertThat(ids(pg.send("pg:extract", request(table, cursor)))).containsExactly(3);
        }
        assertThat(ids(pg.send("pg:extract", request(table, "9999-01-01")))).isEmpty();
        assertThat(ids(pg.send("pg:extract", request(table, null)))).containsExactly(1, 2, 3);
        assertThat(failure(pg.send("pg:extract", request(table, "no time"))).sqlState())
                .isEqualTo("22007");
        assertThat(failure(pg.send("pg:extract", request(table, "{\"version\":1}")))
                        .errorCode())
                .isEqualTo(PgErrorCode.INVALID_CURSOR);
    }

    private static Map<String, Object> request(String table, String cursor) {
        Map<String, Object> fields = new java.util.HashMap<>(Map.of("entity", table, "cursorField", "updated_at"));
        fields.put("cursor", cursor);
        return Map.of("mode", Map.of("incremental", fields));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no_such", "updated_at; DROP TABLE x", "updated_at DESC", "v, v", "(SELECT 1)", "xmin", "*"})
    void aHostileCursorField(String field) {
        String table = table(1);
        Map<String, Object> fields = Map.of("entity", table, "cursorField", field);
        assertThat(failure(pg.send("pg:extract", Map.of("mode", Map.of("incremental", fields))))
                        .errorCode())
                .isIn(PgErrorCode.UNDEFINED_COLUMN, PgErrorCode.INVALID_NAME);
    }

    @Test
    void whatHasNoTransactionIds() {
        String table = table(1);
        pg.sql("CREATE VIEW view_" + table + " AS SELECT * FROM " + table);
        assertThatThrownBy(() -> pg.send(uri("view_" + table), null))
                .hasStackTraceContaining("PG-504")
                .hasStackTraceContaining("is a view");
    }

    /** What a message says must not choose rows that another one's position passes over. */
    @Test
    void onePositionForTheSameRows() {
        String table = table(4);
        assertThatThrownBy(() -> pg.camel()
                        .getEndpoint(uri(table) + "&where=id > :low OR v = :{header.v}&role=${header.role}")
                        .start())
                .hasStackTraceContaining(":low needs a value of the endpoint")
                .hasStackTraceContaining(":{header.v} needs a value of the endpoint")
                .hasStackTraceContaining("role or sessionSettings that change with the message");
        assertThat(read(uri(table) + "&where=id > :low&parameter.low=2")).containsExactly(3, 4);
        assertThat(read(uri(table) + "&where=id > :low&parameter.low=2")).isEmpty();
        assertThat(read(uri(table))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void eachClientHasAPosition() {
        String table = table(2);
        PgTenants clients = new PgTenants();
        clients.setRegistry((client, service) -> PgTenantAnswer.found(PgTenantConnection.of("postgres", null)
                .at("localhost", TestPostgres.port())
                .on(pg.database(), "public")));
        clients.setApplicationName("clients");
        pg.camel().getRegistry().bind("clients", clients);
        for (String client : List.of("a", "b")) {
            for (int i = 0; i < 2; i++) {
                Exchange exchange = pg.template()
                        .send(
                                uri(table) + "&connection=clients",
                                call -> call.setProperty(PgConstants.CLIENT_ID, client));
                assertThat(ids(exchange)).hasSize(i == 0 ? 2 : 0);
            }
        }
        assertThat(pg.scalar("SELECT count(*) FROM camel_pg_cursor WHERE name LIKE '" + table + "(%of clients[%]'"))
                .isEqualTo("2");
    }

    /** Ids stay what they are when rows are frozen, and when a table is packed. */
    @ParameterizedTest
    @ValueSource(strings = {"VACUUM FREEZE %1$s", "VACUUM FULL %1$s", "CLUSTER %1$s USING %1$s_pkey"})
    void maintenanceBringsNothingAgain(String maintenance) {
        String table = table(200);
        assertThat(read(uri(table))).hasSize(200);
        settle(uri(table));
        pg.sql(String.format(maintenance, table));
        settle(uri(table));
        assertThat(read(uri(table) + "&cursorName=another-" + table)).hasSize(200);
        pg.sql("UPDATE " + table + " SET updated_at = now() WHERE id = 8");
        assertThat(read(uri(table))).containsExactly(8);
    }

    /** No privileges but to read, and a table of positions that somebody else made. */
    @Test
    void withAsFewPrivilegesAsCanBe() {
        String table = table(3);
        pg.sql("CREATE ROLE extract_reader LOGIN; GRANT SELECT ON " + table + " TO extract_reader;"
                + " REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        try (PgContext reader = PgContext.on(
                pg.database(), TestPostgres.port(), connection -> connection.setUsername("extract_reader"))) {
            String uri = uri(table) + "&cursorStore=given_" + table;
            assertThat(failure(reader.send(uri, null)))
                    .hasMessageContaining("PG-212")
                    .hasMessageContaining("CREATE TABLE IF NOT EXISTS \"given_" + table + "\" (name text PRIMARY KEY");
            pg.sql("CREATE TABLE given_" + table
                    + " (name text PRIMARY KEY, position json NOT NULL, revision bigint NOT"
                    + " NULL, saved_at timestamptz NOT NULL DEFAULT now()); GRANT SELECT, INSERT, UPDATE ON given_"
                    + table
                    + " TO extract_reader");
            assertThat(ids(reader.send(uri, null))).containsExactly(1, 2, 3);
            for (int i = 0; i < 3; i++) {
                assertThat(ids(reader.send(uri, null))).isEmpty();
            }
            pg.sql("INSERT INTO " + table + " VALUES (4)");
            assertThat(ids(reader.send(uri, null))).containsExactly(4);
        } finally {
            pg.sql("DROP OWNED BY extract_reader; DROP ROLE extract_reader; GRANT CREATE ON SCHEMA public TO PUBLIC");
        }
    }

    /** The connection dies when the rows are on their way; the next run gives all of them. */
    @Test
    void theServerGoesAwayWhileItIsRead() throws Exception {
        String table = table(30_000);
        AtomicInteger kills = new AtomicInteger(1);
        AtomicInteger read = new AtomicInteger();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + table).to(uri(table) + "&outputType=stream").process(exchange -> {
                    java.util.Iterator<?> rows = exchange.getMessage().getBody(java.util.Iterator.class);
                    while (rows.hasNext()) {
                        rows.next();
                        if (read.incrementAndGet() == 10 && kills.getAndDecrement() > 0) {
                            pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                                    + " current_database() AND application_name = 'camel-pg' AND state <> 'idle'");
                        }
                    }
                });
            }
        });
        assertThat(failure(pg.send("direct:" + table, null)).errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
        read.set(100);
        body(pg.send("direct:" + table, null));
        assertThat(read).hasValue(30_100);
        body(pg.send("direct:" + table, null));
        assertThat(read).hasValue(30_100);
    }

    @Test
    void aStatementThatFailsMidwayKeepsThePosition() {
        String table = table(500);
        pg.sql("CREATE TABLE fail_" + table + " (n int); INSERT INTO fail_" + table + " VALUES (300)");
        pg.sql("CREATE FUNCTION check_" + table + "(i int) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN IF i ="
                + " (SELECT n FROM fail_" + table + ") THEN RAISE EXCEPTION 'midway'; END IF; RETURN true; END $$");
        String uri = uri(table) + "&where=check_" + table + "(id)";
        assertThat(failure(pg.send(uri, null)).sqlState()).isEqualTo("P0001");
        pg.sql("UPDATE fail_" + table + " SET n = 0");
        assertThat(read(uri)).hasSize(500);
        assertThat(read(uri)).isEmpty();
    }

    @Test
    void theTableIsMadeAnew() {
        String table = table(3);
        assertThat(read(uri(table))).hasSize(3);
        settle(uri(table));
        pg.sql("ALTER TABLE " + table + " RENAME COLUMN v TO w; ALTER TABLE " + table + " ADD COLUMN more text");
        pg.sql("INSERT INTO " + table + " (id, more) VALUES (4, 'm')");
        Exchange exchange = pg.send(uri(table), null);
        assertThat(ids(exchange)).containsExactly(4);
        assertThat(((Map<?, ?>) ((List<?>) body(exchange)).get(0)).keySet().toString())
                .isEqualTo("[id, w, updated_at, more]");
        pg.sql("ALTER TABLE " + table + " DROP COLUMN updated_at");
        assertThat(failure(pg.send(uri(table), null)).errorCode()).isEqualTo(PgErrorCode.UNDEFINED_COLUMN);
    }

    @Test
    void optionsThatDoNotGoTogether() {
        assertThatThrownBy(() -> pg.camel()
                        .getEndpoint("pg:extract?mode=incremental&maxRows=3&lookBack=soon&allowDynamicSql=true")
                        .start())
                .hasStackTraceContaining("mode=incremental needs a table in the URI")
                .hasStackTraceContaining("mode=incremental needs cursor")
                .hasStackTraceContaining("maxRows does not go with mode=incremental")
                .hasStackTraceContaining("lookBack must be a duration")
                .hasStackTraceContaining("allowDynamicSql does not go with mode=incremental");
        assertThatThrownBy(() -> pg.camel()
                        .getEndpoint("pg:query?sql=SELECT 1&mode=incremental")
                        .start())
                .hasStackTraceContaining("are options of pg:extract");
    }

    /** The plan of a poll behind a settled position reads by the index, whatever the size of the table. */
    @Test
    void aPollOfNothingReadsByTheIndex() {
        String table = table(0);
        pg.sql("INSERT INTO " + table + " SELECT i, 0, now() - interval '1 year' + i * interval '1 minute' FROM"
                + " generate_series(1, 100000) i; ANALYZE " + table);
        String uri = uri(table) + "&columns=id";
        // Sessions that end have told the server what they did.
        try (PgContext first = PgContext.on(pg.database(), TestPostgres.port(), connection -> {})) {
            for (int i = 0; i < 5; i++) {
                assertThat(ids(first.send(uri, null))).hasSize(i == 0 ? 100000 : 0);
            }
        }
        // That of the first read is counted with the four polls behind it, which go by the index.
        Await.until("the scans are counted", () -> Integer.parseInt(scans(table, "idx_scan")) >= 4);
        String before = scans(table, "seq_scan");
        String byIndex = scans(table, "idx_scan");
        try (PgContext second = PgContext.on(pg.database(), TestPostgres.port(), connection -> {})) {
            assertThat(ids(second.send(uri, null))).isEmpty();
        }
        Await.until("the poll is counted", () -> !scans(table, "idx_scan").equals(byIndex));
        assertThat(scans(table, "seq_scan")).isEqualTo(before);
    }

    private static String scans(String table, String kind) {
        return pg.scalar("SELECT " + kind + " FROM pg_stat_user_tables WHERE relname = '" + table + "'");
    }
}
