package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.console.PgDevConsole;
import io.camelpg.support.Await;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

/** pg:monitor, and the console that shows the same. */
class MonitorIT {
    private static final String SECRET = "kept-from-all";

    private static Map<String, Object> ask(PgContext pg, String uri) {
        Exchange answer = pg.send(uri, null);
        assertThat(answer.getException()).isNull();
        return map(answer.getMessage().getBody());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> listed(Map<String, Object> part) {
        assertThat(part.get("available")).as(part.toString()).isEqualTo(true);
        return (List<Map<String, Object>>) part.get("listed");
    }

    private static Map<String, Object> find(Map<String, Object> part, Predicate<Map<String, Object>> wanted) {
        return listed(part).stream().filter(wanted).findFirst().orElseThrow(() -> new AssertionError(part.toString()));
    }

    private static Thread inBackground(Connection connection, String sql) {
        Thread thread = new Thread(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                // the connection is closed under it
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void aPartIsAMapAndAllPartsAreAMapOfThem() {
        try (PgContext pg = PgContext.onNewDatabase()) {
            Map<String, Object> all = ask(pg, "pg:monitor");
            assertThat(all.keySet().stream().map(Object::toString).toList())
                    .containsExactly(
                            "connection",
                            "address",
                            "at",
                            "pool",
                            "server",
                            "activity",
                            "slowQueries",
                            "sizes",
                            "statements");
            assertThat(all.get("connection")).isEqualTo("default");
            assertThat(map(all.get("server")))
                    .containsEntry("available", true)
                    .containsEntry("user", "postgres")
                    .containsEntry("database", pg.database())
                    .containsEntry("tls", null);
            assertThat(map(all.get("pool"))).containsEntry("max", 10).containsEntry("active", 0);

            assertThat(ask(pg, "pg:monitor:activity").get("sessions")).isNotNull();
            assertThat(ask(pg, "pg:monitor:sizes").get("exact")).isEqualTo(true);
            assertThat(ask(pg, "pg:monitor:statements").get("since")).isNotNull();
            assertThat(ask(pg, "pg:monitor:server").get("version")).isNotNull();
            assertThat(ask(pg, "pg:monitor:slow-queries").get("available")).isNotNull();
        }
    }

    @Test
    void optionsOfOtherVerbsAreRefused() {
        try (PgContext pg = PgContext.onNewDatabase()) {
            assertThat(faults(pg, "pg:monitor:sessions"))
                    .contains("there are server, activity, slow-queries, sizes, statements");
            assertThat(faults(pg, "pg:monitor?sql=SELECT 1")).contains("takes no sql");
            assertThat(faults(pg, "pg:monitor?outputType=csv")).contains("gives a Map");
        }
    }

    private static String faults(PgContext pg, String uri) {
        try {
            pg.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:wrong").to(uri);
                }
            });
            return "";
        } catch (FailedToCreateRouteException e) {
            return String.valueOf(e.getCause());
        } catch (Exception e) {
            return String.valueOf(e);
        }
    }

    /** Three sessions in a row, of which the first has forgotten to commit. */
    @Test
    void whoWaitsIsShownWithWhoIsAtTheRoot() throws Exception {
        try (PgContext pg = PgContext.onNewDatabase()) {
            pg.sql(
                    "CREATE TABLE account (id int PRIMARY KEY, owner text); INSERT INTO account VALUES (1, 'x'), (2, 'y')");
            try (Connection first = TestPostgres.connect(pg.database());
                    Connection second = TestPostgres.connect(pg.database());
                    Connection third = TestPostgres.connect(pg.database())) {
                int root = begin(first, "UPDATE account SET owner = '" + SECRET + "' WHERE id = 1");
                int middle = begin(second, "UPDATE account SET owner = 'z' WHERE id = 2");
                Thread waiting = inBackground(second, "UPDATE account SET owner = '" + SECRET + "' WHERE id = 1");
                Await.until("the second waits", () -> listed(ask(pg, "pg:monitor:activity")).stream()
                        .anyMatch(each -> Integer.valueOf(root).equals(each.get("rootBlocker"))));
                int last = begin(third, "SELECT 1");
                Thread behind = inBackground(third, "DELETE FROM account WHERE id = 2");
                Await.until("the third waits", () -> listed(ask(pg, "pg:monitor:activity")).stream()
                        .anyMatch(each -> Integer.valueOf(last).equals(each.get("pid"))
                                && Integer.valueOf(root).equals(each.get("rootBlocker"))));

                Map<String, Object> activity = ask(pg, "pg:monitor:activity?maxRows=3");
                assertThat(listed(activity))
                        .as("the root first, however few are listed")
                        .hasSize(3);
                assertThat(listed(activity).get(0)).containsEntry("pid", root);
                assertThat(activity.get("blocked")).isEqualTo(2L);
                assertThat(activity.get("idleInTransaction")).isEqualTo(1L);
                Map<String, Object> blocker =
                        find(activity, each -> each.get("pid").equals(root));
                assertThat(blocker)
                        .containsEntry("state", "idle in transaction")
                        .containsEntry("blocks", 2)
                        .containsEntry("rootBlocker", null)
                        .containsEntry("query", "UPDATE account SET owner = ? WHERE id = ?");
                assertThat(find(activity, each -> each.get("pid").equals(last)))
                        .containsEntry("blockedBy", List.of(middle))
                        .containsEntry("rootBlocker", root)
                        .containsEntry("waitEventType", "Lock");
                assertThat((List<?>) activity.get("hints"))
                        .singleElement()
                        .asString()
                        .contains("2 sessions wait for " + root)
                        .contains("pg_terminate_backend(" + root + ")");
                assertThat(activity.toString()).doesNotContain(SECRET);

                first.close();
                waiting.join();
                second.close();
                behind.join();
            }
        }
    }

    private static int begin(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            try (var pid = statement.executeQuery("SELECT pg_backend_pid()")) {
                pid.next();
                int found = pid.getInt(1);
                // what pg_stat_activity shows is the last statement
                statement.execute(sql);
                return found;
            }
        }
    }

    @Test
    void aTableThatSomebodyHasForHimselfDoesNotKeepAnybodyWaiting() throws Exception {
        try (PgContext pg = PgContext.onNewDatabase();
                Connection other = TestPostgres.connect(pg.database())) {
            pg.sql("CREATE TABLE big (id int PRIMARY KEY, t text); "
                    + "INSERT INTO big SELECT i, repeat('x', 100) FROM generate_series(1, 5000) i; ANALYZE big");
            Map<String, Object> exact =
                    find(ask(pg, "pg:monitor:sizes"), each -> each.get("name").equals("big"));
            assertThat(exact).containsEntry("schema", "public").containsEntry("rowsEstimate", 5000L);
            assertThat((Long) exact.get("totalBytes"))
                    .isGreaterThan(500_000)
                    .isGreaterThanOrEqualTo((Long) exact.get("heapBytes") + (Long) exact.get("indexBytes"));
            assertThat(exact.get("lastAnalyze")).asString().endsWith("Z");

            begin(other, "LOCK TABLE big IN ACCESS EXCLUSIVE MODE");
            Map<String, Object> sizes = ask(pg, "pg:monitor:sizes");
            assertThat(sizes.get("exact")).isEqualTo(false);
            Map<String, Object> estimated = find(sizes, each -> each.get("name").equals("big"));
            assertThat((Long) estimated.get("heapBytes")).isGreaterThan(500_000);
            assertThat((List<?>) sizes.get("hints")).hasSize(1);
        }
    }

    @Test
    void withoutTheExtensionItSaysWhatToDo() {
        try (PgContext pg = PgContext.onNewDatabase()) {
            Map<String, Object> slow = ask(pg, "pg:monitor:slow-queries");
            assertThat(slow.get("available")).isEqualTo(false);
            assertThat(slow.get("reason"))
                    .asString()
                    .contains("pg_stat_statements")
                    .contains(pg.database());
            assertThat(slow.get("hint"))
                    .asString()
                    .contains("shared_preload_libraries")
                    .contains("CREATE EXTENSION pg_stat_statements");
        }
    }

    @Test
    void withTheExtensionItNamesTheStatementsThatTakeTheMostTime() throws Exception {
        try (OwnPostgres server = OwnPostgres.started(
                        builder -> builder.setServerConfig("shared_preload_libraries", "pg_stat_statements"));
                PgContext pg = PgContext.on("postgres", server.port(), connection -> {})) {
            Map<String, Object> missing = ask(pg, "pg:monitor:slow-queries");
            assertThat(missing.get("hint"))
                    .isEqualTo("As a superuser in the database postgres: CREATE EXTENSION pg_stat_statements");

            pg.send("pg:execute?sql=CREATE SCHEMA \"Stats\"", null);
            pg.send("pg:execute?sql=CREATE EXTENSION pg_stat_statements SCHEMA \"Stats\"", null);
            for (int i = 0; i < 3; i++) {
                pg.send("pg:query?sql=SELECT pg_sleep(0.2), '" + SECRET + "'", null);
            }
            // utility statements keep their constants before PostgreSQL 16
            pg.send("pg:execute?sql=CREATE ROLE somebody PASSWORD '" + SECRET + "'", null);

            Map<String, Object> slow = ask(pg, "pg:monitor:slow-queries?maxRows=50");
            Map<String, Object> sleeping =
                    find(slow, each -> each.get("query").toString().contains("pg_sleep"));
            assertThat(sleeping)
                    .containsEntry("calls", 3L)
                    .containsEntry("rows", 3L)
                    .containsEntry("user", "postgres");
            assertThat((Double) sleeping.get("meanMillis")).isGreaterThanOrEqualTo(200);
            assertThat((Double) sleeping.get("totalMillis")).isGreaterThanOrEqualTo(600);
            assertThat((Long) slow.get("statements")).isEqualTo(listed(slow).size());
            assertThat(slow.toString())
                    .contains("CREATE ROLE somebody PASSWORD")
                    .doesNotContain(SECRET);
            assertThat(listed(ask(pg, "pg:monitor:slow-queries?maxRows=1"))).hasSize(1);
        }
    }

    @Test
    void whatAUserMayNotSeeIsSaid() {
        try (PgContext owner = PgContext.onNewDatabase()) {
            owner.sql("CREATE ROLE onlooker_" + owner.database() + " LOGIN");
            try (PgContext pg = PgContext.on(
                    owner.database(),
                    TestPostgres.port(),
                    connection -> connection.setUsername("onlooker_" + owner.database()))) {
                owner.send("pg:query?sql=SELECT 1", null);
                Map<String, Object> activity = ask(pg, "pg:monitor:activity");
                assertThat((List<?>) activity.get("hints")).anySatisfy(hint -> assertThat(hint.toString())
                        .contains("GRANT pg_read_all_stats TO onlooker_" + owner.database()));
            } finally {
                owner.sql("DROP ROLE onlooker_" + owner.database());
            }
        }
    }

    @Test
    void ownStatementsAreCountedWithoutTheirValues() throws Exception {
        try (PgContext pg = PgContext.onNewDatabase()) {
            pg.sql("CREATE TABLE person (name text PRIMARY KEY)");
            pg.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:find").routeId("find").to("pg:query?sql=SELECT * FROM person WHERE name = :body");
                    from("direct:add").routeId("add").to("pg:execute?sql=INSERT INTO person VALUES ('" + SECRET + "')");
                    from("direct:any").routeId("any").to("pg:query?allowDynamicSql=true");
                    from("direct:stream")
                            .routeId("stream")
                            .to("pg:query?outputType=ndjson&sql=SELECT generate_series(1, 5000)");
                }
            });
            pg.template().sendBody("direct:add", null);
            assertThat(pg.template().send("direct:add", exchange -> {}).getException())
                    .isNotNull();
            for (int i = 0; i < 50; i++) {
                pg.template()
                        .requestBodyAndHeader("direct:any", null, "CamelPgSql", "SELECT '" + SECRET + i + "', " + i);
            }
            pg.template().requestBody("direct:stream", null, byte[].class);

            Map<String, Object> statements = ask(pg, "pg:monitor:statements");
            Map<String, Object> add = find(statements, each -> "add".equals(each.get("route")));
            assertThat(add)
                    .containsEntry("operation", "execute")
                    .containsEntry("statement", "INSERT INTO person VALUES (?)")
                    .containsEntry("calls", 2L)
                    .containsEntry("errors", 1L)
                    .containsEntry("lastError", "PG-306");
            assertThat(find(statements, each -> "any".equals(each.get("route"))))
                    .as("one statement, whatever its constants")
                    .containsEntry("calls", 50L)
                    .containsEntry("statement", "SELECT ?");
            assertThat(find(statements, each -> "stream".equals(each.get("route"))))
                    .containsEntry("rows", 5000L);
            assertThat(statements.toString()).doesNotContain(SECRET);
        }
    }

    /** The moment in which somebody looks: nothing is left for those who work, nor for those who look. */
    @Test
    void anExhaustedPoolIsLookedAtFromBeside() throws Exception {
        try (PgContext pg = PgContext.onNewDatabase(connection -> {
            connection.setMaxConnections(1);
            connection.setApplicationName("exhausted");
        })) {
            CompletableFuture<Object> working =
                    pg.template().asyncRequestBody("pg:query?sql=SELECT pg_sleep(20)", (Object) null);
            try {
                Await.until("it works", () -> Integer.valueOf(1)
                        .equals(map(ask(pg, "pg:monitor").get("pool")).get("active")));
                Map<String, Object> report = ask(pg, "pg:monitor");
                assertThat(map(report.get("pool"))).containsEntry("active", 1).containsEntry("max", 1);
                Map<String, Object> sleeping = find(
                        map(report.get("activity")),
                        each -> "exhausted".equals(each.get("application")) && "active".equals(each.get("state")));
                assertThat(sleeping.get("query")).asString().contains("pg_sleep(?)");
                pg.sql("SELECT pg_cancel_backend(" + sleeping.get("pid") + ")");
                assertThat(working.handle((body, failure) -> failure).get(20, TimeUnit.SECONDS))
                        .isNotNull();
            } finally {
                working.cancel(true);
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsAnAnswer() throws Exception {
        try (PgContext pg =
                PgContext.on("nowhere", closedPort(), connection -> connection.setTestConnectionOnStartup(false))) {
            Map<String, Object> report = ask(pg, "pg:monitor");
            for (String part : List.of("server", "activity", "slowQueries", "sizes")) {
                assertThat(map(report.get(part)))
                        .containsEntry("available", false)
                        .containsEntry("code", "PG-001");
            }
            assertThat(map(report.get("statements"))).containsEntry("available", true);

            String text = console(pg, DevConsole.MediaType.TEXT, Map.of()).toString();
            assertThat(text).contains("Connection 'default'").contains("not available: ");
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Object console(PgContext pg, DevConsole.MediaType type, Map<String, Object> options) {
        PgDevConsole console = new PgDevConsole();
        console.setCamelContext(pg.camel());
        return console.call(type, options);
    }

    @Test
    void theConsoleShowsEachConnectionAndNoPassword() throws Exception {
        try (PgContext pg = PgContext.onNewDatabase(connection -> connection.setPassword(SECRET))) {
            PgConnection crm = new PgConnection();
            crm.setHost("localhost");
            crm.setPort(closedPort());
            crm.setUsername("postgres");
            crm.setPassword(SECRET);
            crm.setTestConnectionOnStartup(false);
            pg.camel().getRegistry().bind("crm", crm);
            pg.send("pg:query?sql=SELECT 1", null);
            pg.send("pg:query?connection=crm&sql=SELECT 2", null);

            String text = console(pg, DevConsole.MediaType.TEXT, Map.of()).toString();
            assertThat(text)
                    .contains("Connection 'default' to localhost:" + TestPostgres.port() + "/" + pg.database())
                    .contains("Connection 'crm' to localhost:" + crm.getPort())
                    .contains("PostgreSQL " + TestPostgres.majorVersion())
                    .contains("idle, 0 waiting, max 10")
                    .contains("query -: SELECT ?")
                    .contains("PG-001")
                    .contains("CREATE EXTENSION pg_stat_statements")
                    .doesNotContain(SECRET);

            String json = Jsoner.serialize(console(pg, DevConsole.MediaType.JSON, Map.of("limit", "1")));
            assertThat(json)
                    .contains("\"name\":\"crm\"")
                    .contains("\"p99Millis\"")
                    .doesNotContain(SECRET);
            assertThat(console(pg, DevConsole.MediaType.TEXT, Map.of("connection", "crm", "server", "false"))
                            .toString())
                    .contains("crm")
                    .doesNotContain("default")
                    .doesNotContain("Activity");
            assertThat(pg.camel()
                            .getCamelContextExtension()
                            .getBootstrapFactoryFinder("META-INF/services/org/apache/camel/dev-console/")
                            .findClass("pg"))
                    .as("found by Camel")
                    .contains(PgDevConsole.class);
        }
    }
}
