package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is wrong with connections is said together at the start, and stops only what needs them. */
@Tag("core")
class StartupTestIT {
    private static final String REPORT = "cannot be opened; routes that use it fail until it can:";
    private static String database;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template = context.createProducerTemplate();

    @BeforeAll
    static void create() {
        database = TestPostgres.createDatabase();
        TestPostgres.execute(database, "CREATE TABLE item (id int PRIMARY KEY)");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void connection(String name, int port, Consumer<PgConnection> settings) {
        PgConnection connection = new PgConnection();
        connection.setPort(port);
        connection.setUsername("postgres");
        connection.setDatabase(database);
        connection.setApplicationName("startup-" + name);
        settings.accept(connection);
        context.getRegistry().bind(name, connection);
    }

    private void routes(String... uris) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (int i = 0; i < uris.length; i++) {
                    from("direct:" + i).to(uris[i]);
                }
            }
        });
    }

    private static String query(String connection) {
        return "pg:query?outputType=scalar&connection=" + connection + "&sql=SELECT 1";
    }

    private static int sessions(String connection) {
        return Integer.parseInt(TestPostgres.scalar(
                "postgres",
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'startup-" + connection + "'"));
    }

    private Object body(int route) {
        return template.requestBody("direct:" + route, (Object) null);
    }

    private PgErrorCode failure(int route) {
        Exchange exchange =
                template.send("direct:" + route, message -> message.getMessage().setBody(Map.of("id", 1)));
        assertThat(exchange.getException()).isInstanceOf(PgException.class);
        return ((PgException) exchange.getException()).errorCode();
    }

    @Test
    void theReplicaIsOpenedToo() throws Exception {
        try (LogCapture log = new LogCapture()) {
            connection("crm", TestPostgres.port(), connection -> connection.setReadHost("localhost:1"));
            routes(query("crm"));
            context.start();
            Await.until(
                    "it is said",
                    () -> log.text()
                            .contains(
                                    "connection 'crm': queries go to the primary from now on, the replica cannot be used: PG-001"));
            assertThat(log.text()).doesNotContain(REPORT);
            assertThat(body(0)).isEqualTo(1);
        }
    }

    @Test
    void allFaultsTogetherAndTheOtherRoutesRun() throws Exception {
        try (WireProxy proxy = WireProxy.toTestPostgres();
                LogCapture log = new LogCapture()) {
            proxy.refuse();
            connection("well", TestPostgres.port(), connection -> {});
            connection("away", proxy.port(), connection -> {});
            connection("wrong", TestPostgres.port(), connection -> connection.setDatabase("nowhere"));
            connection("unused", 1, connection -> {});
            routes(query("well"), query("away"), query("wrong"), "pg:upsert:item?connection=away");
            context.start();
            Await.until("it is said", () -> log.text().contains(REPORT));
            String report = log.text().substring(log.text().indexOf("2 of 3 connections " + REPORT));
            assertThat(report)
                    .contains("PG-001", "connection 'away'", "connection refused", "PG-005", "connection 'wrong'")
                    .contains("\"nowhere\"")
                    .doesNotContain("unused");
            assertThat(body(0)).isEqualTo(1);
            assertThat(failure(1)).isEqualTo(PgErrorCode.CONNECTION_REFUSED);
            assertThat(failure(3)).isEqualTo(PgErrorCode.CONNECTION_REFUSED);
            TestPostgres.execute("postgres", "CREATE DATABASE nowhere");
            proxy.accept();
            assertThat(body(1)).isEqualTo(1);
            assertThat(body(2)).isEqualTo(1);
            template.sendBody("direct:3", Map.of("id", 1));
            assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM item"))
                    .isEqualTo("1");
            Await.until("that, too", () -> log.text().contains("connection 'away' can be opened now"));
            Await.until("and that", () -> log.text().contains("connection 'wrong' can be opened now"));
        } finally {
            context.stop();
            TestPostgres.execute("postgres", "DROP DATABASE IF EXISTS nowhere");
        }
    }

    @Test
    void itIsOpenedAtOnceOrWithTheFirstMessage() throws Exception {
        connection("eager", TestPostgres.port(), connection -> {});
        connection("lazy", TestPostgres.port(), connection -> connection.setTestConnectionOnStartup(false));
        routes(query("eager"), query("lazy"));
        context.start();
        Await.until("it is opened", () -> sessions("eager") == 1);
        assertThat(sessions("lazy")).isZero();
        assertThat(body(1)).isEqualTo(1);
        assertThat(sessions("lazy")).isEqualTo(1);
    }

    @Test
    void allFaultsOfAllConfigurationsTogether() {
        connection("one", 0, connection -> connection.setMaxConnections(0));
        connection("two", TestPostgres.port(), connection -> connection.setSchema("a\nb"));
        PgTenants tenants = new PgTenants();
        context.getRegistry().bind("three", tenants);
        connection("well", TestPostgres.port(), connection -> {});
        assertThatThrownBy(() -> {
                    routes(query("well"));
                    context.start();
                })
                .hasStackTraceContaining("PG-501")
                .hasStackTraceContaining("port must be from 1 to 65535, not 0")
                .hasStackTraceContaining("max-connections must be at least 1, not 0")
                .hasStackTraceContaining("schema and application-name must not have control characters")
                .hasStackTraceContaining("registry is not set");
    }

    /** A server that takes connections and says nothing holds up neither the start nor the stop. */
    @Test
    @Timeout(60)
    void aBlackHole() throws Exception {
        try (WireProxy proxy = WireProxy.toTestPostgres()) {
            proxy.stall();
            connection("hole", proxy.port(), connection -> {});
            connection("well", TestPostgres.port(), connection -> {});
            routes(query("hole"), query("well"));
            context.start();
            assertThat(body(1)).isEqualTo(1);
            Await.until("it is tried", () -> proxy.counts().connections() == 1);
            context.stop();
            assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .as("threads that stay")
                    .noneMatch(name -> name.equals("camel-pg-startup-well"));
            proxy.resume();
        }
    }
}
