package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestPostgres;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The component in somebody's application: camel-main with properties, a context built by hand, several of them. */
@Tag("core")
class EmbeddingIT {
    private static final String DATABASE = TestPostgres.createDatabase();

    private static String sessions(String application) {
        return TestPostgres.scalar(
                "postgres", "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + application + "'");
    }

    /** A closed connection's server process takes a moment to go. */
    private static String sessionsInTheEnd(String application) {
        String left = sessions(application);
        for (int i = 0; i < 100 && !left.equals("0"); i++) {
            TestPostgres.scalar("postgres", "SELECT pg_sleep(0.05)");
            left = sessions(application);
        }
        return left;
    }

    @AfterEach
    void table() {
        TestPostgres.execute(DATABASE, "DROP TABLE IF EXISTS item");
    }

    private static RoutesBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:create").to("pg:execute?sql=CREATE TABLE item (id int PRIMARY KEY, name text)");
                from("direct:add")
                        .routeId("add")
                        .to("pg:execute?sql=INSERT INTO item VALUES (:id, :name)")
                        .to("pg:query?sql=#allItems&outputType=json")
                        .convertBodyTo(String.class);
                from("direct:names")
                        .to("pg:query?sql=SELECT name FROM item ORDER BY id&outputType=stream&connection={{which:}}")
                        .split(body())
                        .streaming()
                        .to("direct:one")
                        .end();
                from("direct:one").setBody(simple("${body[name]}"));
            }
        };
    }

    private static Main main(String application) {
        Main main = new Main();
        main.addInitialProperty("camel.main.startup-summary-level", "Off");
        main.addInitialProperty("camel.component.pg.port", "{{env:NO_SUCH_VARIABLE:" + TestPostgres.port() + "}}");
        main.addInitialProperty("camel.component.pg.username", "postgres");
        main.addInitialProperty("camel.component.pg.database", DATABASE);
        main.addInitialProperty("camel.component.pg.application-name", application);
        main.bind("allItems", "SELECT id, name -- everything\nFROM item ORDER BY id");
        main.configure().addRoutesBuilder(routes());
        return main;
    }

    private static Object send(CamelContext context, String route, Object body) {
        ProducerTemplate template = context.createProducerTemplate();
        try {
            return template.requestBody("direct:" + route, body);
        } finally {
            template.stop();
        }
    }

    @Test
    void camelMainWithPropertiesOnly() throws Exception {
        Main main = main("embedded-main");
        main.start();
        CamelContext context = main.getCamelContext();
        send(context, "create", null);
        assertThat(send(context, "add", Map.of("id", 1, "name", "one"))).isEqualTo("[{\"id\":1,\"name\":\"one\"}]");
        assertThat(send(context, "add", "{\"id\": 2, \"name\": \"two\"}"))
                .isEqualTo("[{\"id\":1,\"name\":\"one\"},{\"id\":2,\"name\":\"two\"}]");
        send(context, "names", null);
        assertThat(sessions("embedded-main")).isEqualTo("1");
        main.stop();
        assertThat(sessionsInTheEnd("embedded-main")).isEqualTo("0");
    }

    @Test
    void aStoppedRouteStartsAgain() throws Exception {
        Main main = main("embedded-restart");
        main.start();
        CamelContext context = main.getCamelContext();
        send(context, "create", null);
        context.getRouteController().stopRoute("add");
        context.getRouteController().startRoute("add");
        assertThat(send(context, "add", Map.of("id", 1, "name", "one"))).isEqualTo("[{\"id\":1,\"name\":\"one\"}]");
        context.suspend();
        context.resume();
        assertThat(send(context, "add", Map.of("id", 2, "name", "two")))
                .asString()
                .contains("\"two\"");
        main.stop();
    }

    @Test
    void aContextByHandAndASecondBesideIt() throws Exception {
        try (DefaultCamelContext first = byHand("embedded-1");
                DefaultCamelContext second = byHand("embedded-2")) {
            send(first, "create", null);
            send(first, "add", Map.of("id", 1, "name", "one"));
            assertThat(send(second, "add", Map.of("id", 2, "name", "two")))
                    .isEqualTo("[{\"id\":1,\"name\":\"one\"},{\"id\":2,\"name\":\"two\"}]");
            first.stop();
            assertThat(sessionsInTheEnd("embedded-1")).isEqualTo("0");
            assertThat(send(second, "add", Map.of("id", 3, "name", "three")))
                    .asString()
                    .contains("three");
        }
        assertThat(sessionsInTheEnd("embedded-2")).isEqualTo("0");
    }

    private static DefaultCamelContext byHand(String application) throws Exception {
        PgComponent component = new PgComponent();
        PgConnection connection = new PgConnection();
        connection.setPort(TestPostgres.port());
        connection.setUsername("postgres");
        connection.setDatabase(DATABASE);
        connection.setApplicationName(application);
        component.setConfiguration(connection);
        DefaultCamelContext context = new DefaultCamelContext();
        context.addComponent("pg", component);
        context.getRegistry().bind("allItems", "SELECT id, name FROM item ORDER BY id");
        context.addRoutes(routes());
        context.start();
        return context;
    }

    @Test
    void theComponentIsFoundByItsScheme() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            PgConnection crm = new PgConnection();
            crm.setPort(TestPostgres.port());
            crm.setUsername("postgres");
            context.getRegistry().bind("crm", crm);
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            assertThat(template.requestBody("pg:query?connection=crm&sql=SELECT 1 AS one", (Object) null))
                    .isEqualTo(List.of(Map.of("one", 1)));
        }
    }
}
