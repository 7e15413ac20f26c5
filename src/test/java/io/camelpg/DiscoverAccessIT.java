package io.camelpg;

import static io.camelpg.Discovered.column;
import static io.camelpg.Discovered.list;
import static io.camelpg.Discovered.named;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Discovery by users who may not see everything, in scopes, and beside others who alter and drop what it looks at. */
@Tag("core")
class DiscoverAccessIT {
    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        pg = PgContext.onNewDatabase();
        pg.sql(
                """
                DROP ROLE IF EXISTS discover_reader; CREATE ROLE discover_reader LOGIN;
                CREATE SCHEMA shop; CREATE SCHEMA hidden; GRANT USAGE ON SCHEMA shop TO discover_reader;
                CREATE TABLE shop.open (id int PRIMARY KEY, name text); CREATE TABLE shop.secret (id int, pin text);
                CREATE TABLE shop.partly (id int, pin text); CREATE TABLE hidden.item (id int REFERENCES shop.open);
                CREATE VIEW shop.all_open AS SELECT id, name FROM shop.open; CREATE VIEW shop.over AS SELECT * FROM shop.all_open;
                CREATE TABLE shop.other (id int CHECK (id > 0), twice int GENERATED ALWAYS AS (id * 2) STORED);
                CREATE INDEX other_id ON shop.other ((id + 1)) WHERE id > 5;
                GRANT SELECT, INSERT ON shop.open TO discover_reader; GRANT SELECT (id) ON shop.partly TO discover_reader;
                """);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope")
                        .transacted()
                        .to("pg:execute?sql=CREATE TABLE shop.passing (id int PRIMARY KEY)")
                        .doTry()
                        .to("pg:discover:nowhere")
                        .doCatch(Exception.class)
                        .end()
                        .to("pg:discover:shop")
                        .setProperty("found", body())
                        .to("pg:execute?sql=INSERT INTO shop.passing VALUES (1)")
                        .to("pg:execute?sql=DROP TABLE shop.passing");
            }
        });
    }

    @AfterAll
    static void stop() {
        pg.close();
        TestPostgres.execute(pg.database(), "DROP OWNED BY discover_reader; DROP ROLE discover_reader");
    }

    private static PgContext reader(Consumer<PgConnection> settings) {
        return PgContext.on(pg.database(), TestPostgres.port(), connection -> {
            connection.setUsername("discover_reader");
            settings.accept(connection);
        });
    }

    private static void assertReaders(Discovered found) {
        assertThat(found.database()).containsEntry("user", "discover_reader").containsEntry("issue", null);
        assertThat(found.schemaNames()).containsExactly("public", "shop");
        assertThat(found.table("shop", "open"))
                .containsEntry("readable", true)
                .containsEntry("issue", null)
                .containsEntry("privileges", List.of("SELECT", "INSERT"));
        assertThat(found.table("shop", "secret"))
                .containsEntry("readable", false)
                .containsEntry("privileges", List.of())
                .containsEntry("issue", "the user discover_reader may not read it: GRANT SELECT ON shop.secret");
        assertThat(column(found.table("shop", "secret"), "pin")).containsEntry("issue", null);
        Map<String, Object> partly = found.table("shop", "partly");
        assertThat(partly).containsEntry("readable", true).containsEntry("issue", null);
        assertThat(column(partly, "id")).containsEntry("issue", null);
        assertThat(column(partly, "pin")).containsEntry("issue", "the user discover_reader may not read it");
    }

    @Test
    void whatTheUserMayNotRead() {
        try (PgContext reader = reader(connection -> {})) {
            assertReaders(Discovered.by(reader, ""));
            Discovered hidden = Discovered.by(reader, ":hidden");
            assertThat(hidden.schema("hidden"))
                    .containsEntry("readable", false)
                    .containsEntry("issue", "The user discover_reader may not use it: GRANT USAGE ON SCHEMA hidden");
            assertThat(hidden.table("hidden", "item")).containsEntry("readable", false);
            assertThat((String) hidden.table("hidden", "item").get("issue"))
                    .contains("may not use its schema")
                    .contains("may not read it");
        }
    }

    @Test
    void asTheRoleOfTheCall() {
        assertReaders(Discovered.by(pg, "?role=discover_reader&sessionSettings.app.tenant=7"));
        assertThat(Discovered.by(pg, "?sessionSettings.app.tenant=7").schemaNames())
                .contains("hidden");
    }

    @Test
    void behindAPooler() {
        try (PgContext reader = reader(connection -> connection.setPoolerMode("transaction"))) {
            assertReaders(Discovered.by(reader, ""));
            assertReaders(Discovered.by(reader, ""));
        }
    }

    @Test
    void aScopeSeesWhatItCreatedAndGoesOn() {
        Exchange exchange = pg.send("direct:scope", null);
        assertThat(exchange.getException()).isNull();
        Discovered found = Discovered.of(exchange.getProperty("found"));
        assertThat(found.table("shop", "passing"))
                .as("a lock of our own is in nobody's way")
                .containsEntry("issue", null)
                .containsEntry("totalBytes", 8192L);
        assertThat(pg.scalar("SELECT to_regclass('shop.passing')")).isNull();
        Faults.nothingIsLeft(pg);
    }

    @Test
    void nothingStaysSet() {
        try (PgContext one =
                PgContext.on(pg.database(), TestPostgres.port(), connection -> connection.setMaxConnections(1))) {
            Discovered.by(one, "");
            assertThat(Faults.body(one.send("pg:query?outputType=scalar&sql=SHOW jit", null)))
                    .isEqualTo("on");
        }
    }

    @Test
    void aTableThatIsBeingAlteredIsNotWaitedFor() throws Exception {
        String issue = "somebody alters it, or a table under it: sizes, definitions and expressions are left out";
        try (Connection other = TestPostgres.connect(pg.database());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE shop.other, shop.open IN ACCESS EXCLUSIVE MODE");
            Discovered found = Discovered.by(pg, "?timeout=5s");
            Map<String, Object> locked = found.table("shop", "other");
            assertThat(locked)
                    .containsEntry("issue", issue)
                    .containsEntry("tableBytes", null)
                    .containsEntry("totalBytes", null);
            assertThat(named(list(locked, "indexes"), "other_id"))
                    .containsEntry("definition", null)
                    .containsEntry("predicate", null)
                    .containsEntry("partial", true)
                    .containsEntry("columns", List.of());
            assertThat(list(locked, "checks").get(0)).containsEntry("definition", null);
            assertThat(column(locked, "twice")).containsEntry("default", null).containsEntry("generated", "stored");
            for (String view : List.of("all_open", "over")) {
                assertThat(found.table("shop", view))
                        .containsEntry("issue", issue)
                        .containsEntry("writable", null);
                assertThat(column(found.table("shop", view), "id")).containsEntry("writable", null);
            }
            assertThat(found.table("shop", "secret")).containsEntry("issue", null);
            assertThat(Faults.body(pg.send("pg:discover?outputType=markdown&timeout=5s", null)))
                    .asString()
                    .contains(issue);
            other.rollback();
        }
        assertThat(Discovered.by(pg, ":shop.other").table("shop", "other")).containsEntry("issue", null);
    }

    @Test
    void anIndexThatIsBeingRebuiltIsNotWaitedFor() throws Exception {
        try (Connection other = TestPostgres.connect(pg.database());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("REINDEX INDEX shop.other_id");
            Map<String, Object> found =
                    Discovered.by(pg, ":shop.other?timeout=5s").table("shop", "other");
            assertThat(named(list(found, "indexes"), "other_id")).containsEntry("bytes", null);
            assertThat((String) named(list(found, "indexes"), "other_id").get("definition"))
                    .contains("(id + 1)");
            assertThat(found).containsEntry("indexBytes", null).containsEntry("totalBytes", null);
            other.rollback();
        }
    }

    @Test
    void aDeadlineIsKept() throws Exception {
        try (Connection other = TestPostgres.connect(pg.database());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE pg_catalog.pg_inherits IN ACCESS EXCLUSIVE MODE");
            assertThat(failure(pg.send("pg:discover?timeout=300ms", null)).errorCode())
                    .isEqualTo(PgErrorCode.TIMEOUT);
            other.rollback();
        }
        Faults.nothingIsLeft(pg);
        assertThat(Discovered.by(pg, "").schemaNames()).contains("shop");
    }

    @Test
    void whatTheServerCannotTellIsLeftOutAndTheRestIsTold() {
        String database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                "CREATE FOREIGN DATA WRAPPER without_handler; CREATE SERVER nowhere FOREIGN DATA WRAPPER without_handler;"
                        + " CREATE FOREIGN TABLE remote (id int) SERVER nowhere; CREATE VIEW over AS SELECT * FROM remote;"
                        + " CREATE TABLE item (id int PRIMARY KEY DEFAULT 7)");
        try (PgContext own = PgContext.on(database, TestPostgres.port(), connection -> {})) {
            Discovered found = Discovered.by(own, "");
            assertThat((String) found.database().get("issue"))
                    .startsWith("Sizes, definitions and expressions are left out: ")
                    .contains("without_handler");
            assertThat(found.tableNames("public")).containsExactly("item", "over", "remote");
            assertThat(column(found.table("public", "item"), "id")).containsEntry("default", "7");
            assertThat(found.table("public", "item")).containsEntry("totalBytes", null);
            assertThat(found.table("public", "over")).containsEntry("writable", null);
            assertThat(Discovered.by(own, ":item").database()).containsEntry("issue", null);
            Faults.nothingIsLeft(own);
        }
    }

    @Test
    void tablesThatAreCreatedAndDroppedMeanwhile() throws Exception {
        String database = TestPostgres.createDatabase();
        TestPostgres.execute(database, "CREATE TABLE stays (id int PRIMARY KEY)");
        Thread busy = new Thread(
                () -> {
                    try (Connection other = TestPostgres.connect(database);
                            Statement statement = other.createStatement()) {
                        while (!Thread.currentThread().isInterrupted()) {
                            statement.execute("CREATE TYPE t AS ENUM ('a'); CREATE DOMAIN d AS int CHECK (VALUE > 0);"
                                    + " CREATE TABLE p (id int, t t, d d, twice int GENERATED ALWAYS AS (id * 2) STORED,"
                                    + " CHECK (id > 0)) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p"
                                    + " FOR VALUES FROM (1) TO (9); CREATE INDEX ON p (id, (twice + 1)) WHERE id > 3;"
                                    + " CREATE TABLE r (id int REFERENCES stays); CREATE VIEW v AS SELECT * FROM p");
                            statement.execute("DROP VIEW v; DROP TABLE p, r; DROP TYPE t; DROP DOMAIN d");
                        }
                    } catch (java.sql.SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "creates-and-drops");
        busy.start();
        try (PgContext own = PgContext.on(database, TestPostgres.port(), connection -> {})) {
            for (int i = 0; i < 150; i++) {
                Discovered found = Discovered.by(own, i % 2 == 0 ? "" : ":public");
                assertThat(found.tableNames("public")).contains("stays");
            }
            assertThat(busy.isAlive()).isTrue();
            Faults.nothingIsLeft(own);
        } finally {
            busy.interrupt();
            busy.join();
        }
    }
}
