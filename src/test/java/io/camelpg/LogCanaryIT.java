package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.LogCapture;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Through everything that goes wrong, with this project's log at TRACE and the pool's at DEBUG: neither the password nor
 * the value of a parameter is in any line, Camel's own about failed exchanges included.
 */
class LogCanaryIT {
    private static final String PASSWORD = "c4nary-pass";
    private static final String VALUE = "c4nary-value";
    private static OwnPostgres server;
    private LogCapture log;

    @BeforeAll
    static void start() {
        server = OwnPostgres.started(settings -> settings.setServerConfig("password_encryption", "scram-sha-256"));
        server.execute("CREATE ROLE app LOGIN SUPERUSER PASSWORD '" + PASSWORD
                + "'; CREATE TABLE item (id text PRIMARY KEY, short varchar(5), CHECK (id <> '" + VALUE + "-checked'))"
                + "; CREATE TABLE child (id text REFERENCES item)");
        // Separately: what splits statements knows no quotes.
        server.function("CREATE FUNCTION complain(level text, a text) RETURNS text LANGUAGE plpgsql AS 'BEGIN"
                + " IF level = ''error'' THEN RAISE EXCEPTION ''no: %'', a USING DETAIL = a, HINT = a; END IF;"
                + " RAISE WARNING ''hm: %'', a USING DETAIL = a; RAISE NOTICE ''oh: %'', a; RETURN a; END'");
        server.authentication("host all app all scram-sha-256", "host all all all trust");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void listen() {
        server.execute("TRUNCATE item, child; INSERT INTO item VALUES ('" + VALUE + "')");
        log = new LogCapture();
    }

    @AfterEach
    void nothingWasSeen() {
        String text = log.text();
        log.close();
        assertThat(text).contains("DEBUG com.zaxxer.hikari.", "DEBUG io.camelpg.");
        assertThat(text.lines().filter(line -> line.contains("c4nary"))).isEmpty();
    }

    private static PgContext context(Consumer<PgConnection> settings) {
        return PgContext.on("postgres", server.port(), connection -> {
            connection.setUsername("app");
            connection.setPassword(PASSWORD);
            connection.setSslMode("disable");
            connection.setMaxConnections(2);
            settings.accept(connection);
        });
    }

    private static String failed(PgContext pg, String uri, Object body) {
        return failure(pg.send(uri, body)).code();
    }

    @Test
    void whileConnecting() {
        List<String> codes = new ArrayList<>();
        List<Consumer<PgConnection>> faults = List.of(
                connection -> connection.setPassword(PASSWORD + "-wrong"),
                connection -> connection.setHost("no-such-host.invalid"),
                connection -> connection.setPort(1),
                connection -> connection.setDatabase("nowhere"),
                connection -> connection.setSslMode("require"),
                connection -> connection.setPassword(null));
        for (Consumer<PgConnection> fault : faults) {
            try (PgContext pg = context(fault)) {
                codes.add(failed(pg, "pg:query?sql=SELECT :v", Map.of("v", VALUE)));
            }
        }
        assertThat(codes).containsExactly("PG-004", "PG-002", "PG-001", "PG-005", "PG-008", "PG-004");
        assertThat(log.text()).contains("code=PG-004", "code=PG-001");
    }

    @Test
    void inTheConnectionsOptions() {
        for (String parameters : List.of("password=" + PASSWORD, "sslpassword=" + PASSWORD, "user=x&x=" + PASSWORD)) {
            assertThatThrownBy(() -> context(connection -> connection.setJdbcParameters(parameters)))
                    .hasStackTraceContaining("PG-501")
                    .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain(PASSWORD));
        }
        try (PgContext pg = context(connection -> {})) {
            assertThat(pg.send("pg:query?sql=SELECT 1", null).getException()).isNull();
        }
    }

    @Test
    void whileStatementsRun() {
        try (PgContext pg = context(connection -> {})) {
            Map<String, Object> value = Map.of("v", VALUE);
            Exchange fine = pg.send("pg:query?sql=SELECT complain('warning', :v)", value);
            assertThat(fine.getException()).isNull();
            assertThat(log.text()).contains("notice or warning with SQLSTATE 01000");
            List<String> codes = new ArrayList<>();
            for (String sql : List.of(
                    "SELEKT :v",
                    "SELECT :v FROM nowhere",
                    "SELECT * FROM item WHERE nothing = :v",
                    "SELECT :v::int",
                    "SELECT (:v || 'x')::int",
                    "SELECT complain('error', :v)",
                    "SELECT :v::text::regclass",
                    "INSERT INTO item (id) VALUES (:v)",
                    "INSERT INTO item (id) VALUES (:v || '-checked')",
                    "INSERT INTO child (id) VALUES (:v || '-missing')",
                    "INSERT INTO item (id, short) VALUES ('x', :v)",
                    "INSERT INTO item (id, short) VALUES (NULL, left(:v, 5))",
                    "INSERT INTO item (id) SELECT :missing || :v")) {
                codes.add(failed(pg, "pg:execute?sql=" + sql, value));
            }
            assertThat(codes)
                    .containsExactly(
                            "PG-201", "PG-206", "PG-207", "PG-314", "PG-314", "PG-213", "PG-206", "PG-306", "PG-309",
                            "PG-307", "PG-314", "PG-308", "PG-101");
            assertThat(failed(pg, "pg:execute?timeout=300&sql=SELECT complain('x', :v), pg_sleep(30)", value))
                    .isEqualTo("PG-210");
            assertThatThrownBy(() -> pg.send("pg:query?sql=DELETE FROM item WHERE id = :v", value))
                    .hasStackTraceContaining("PG-204");
        }
    }

    @Test
    void inBatchesAndStreamsAndBodies() throws Exception {
        try (PgContext pg = context(connection -> {})) {
            String insert = "pg:execute?batch=true&sql=INSERT INTO item (id, short) VALUES ($1, $2)";
            for (Object bad : List.of(
                    List.of(VALUE, "x"), List.of("y", VALUE), List.of("y"), VALUE, List.of("y", LocalDate.EPOCH))) {
                assertThat(failed(pg, insert, List.of(List.of("x", "x"), bad))).startsWith("PG-");
            }
            pg.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:stream")
                            .to(
                                    "pg:query?outputType=stream&sql=SELECT CASE WHEN i = 5000 THEN complain('error', :v) END"
                                            + " FROM generate_series(1, 9000) i")
                            .process(e -> e.getMessage().getBody(Iterator.class).forEachRemaining(row -> {}));
                }
            });
            assertThat(failed(pg, "direct:stream", Map.of("v", VALUE))).isEqualTo("PG-213");
            assertThat(failed(pg, "pg:query?sql=SELECT :v", "{\"v\": " + VALUE)).isEqualTo("PG-106");
            assertThat(failed(pg, "pg:query?sql=SELECT :v", new Object() {
                        public String getV() {
                            throw new IllegalStateException(VALUE);
                        }
                    }))
                    .isEqualTo("PG-101");
            assertThat(failed(pg, "pg:query?allowDynamicSql=true", "SELECT FROM WHERE '" + VALUE + "'"))
                    .isEqualTo("PG-201");
        }
    }
}
