package io.camelpg.bench;

import static org.apache.camel.builder.Builder.header;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelpg.app.CustomerApplication;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The webhook as others have it. Each writes into tables of its own, made from the scripts of the application's. */
final class WebhookPeers {
    private static final String[] TABLES = {"customers", "crm_events", "outbox"};
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UPSERT = "INSERT INTO %s AS t (id, name, email, city, updated_at) VALUES (:#id, :#name,"
            + " :#email, :#city, CAST(:#updated_at AS timestamptz)) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name,"
            + " email = EXCLUDED.email, city = EXCLUDED.city, updated_at = EXCLUDED.updated_at"
            + " WHERE EXCLUDED.updated_at > t.updated_at";

    private final BenchServer server;

    WebhookPeers(BenchServer server) {
        this.server = server;
    }

    /** What there is to do before the database comes in. */
    WebhookContender checked() {
        return new WebhookContender(
                "checked, not written",
                "signature, Jackson's readTree",
                server,
                null,
                http -> route(http, false, route -> route.process(WebhookPeers::parse)));
    }

    /** What its users would write, without the check of the schema. */
    WebhookContender sql(String name, String prefix, String counted) {
        return new WebhookContender(
                name,
                "transacted() with DataSourceTransactionManager: event, customer, outbox",
                server,
                prefix + "customers",
                http -> {
                    server.prepare(tables(prefix));
                    return route(http, true, route -> {
                        route.process(WebhookPeers::check)
                                .setHeader("event", header("X-Event-Id"))
                                .unmarshal()
                                .json(JsonLibrary.Jackson)
                                .transacted()
                                .to(step(
                                        "INSERT INTO " + prefix + "crm_events (event_id) VALUES (:#event)"
                                                + " ON CONFLICT DO NOTHING",
                                        counted,
                                        1))
                                .filter(header("CamelSqlUpdateCount").isEqualTo(1))
                                .to(step(UPSERT.formatted(prefix + "customers"), counted, 5))
                                .filter(header("CamelSqlUpdateCount").isEqualTo(1))
                                .to(step(outbox(prefix), counted, 5));
                    });
                });
    }

    private static String step(String sql, String counted, int parameters) {
        return "sql:" + sql + "?dataSource=#ds" + (counted.isEmpty() ? "" : counted + parameters);
    }

    private static String outbox(String prefix) {
        return "INSERT INTO " + prefix + "outbox (key, event_id, payload) VALUES (CAST(:#id AS text), :#event,"
                + " jsonb_build_object('eventId', CAST(:#event AS text), 'customerId', CAST(:#id AS integer),"
                + " 'updatedAt', CAST(:#updated_at AS text)))";
    }

    /** As published: it writes the customer, and nothing else. */
    WebhookContender kamelet() {
        String query = UPSERT.formatted("kamelet_customers");
        String uri = "kamelet:postgresql-sink?serverName=127.0.0.1&serverPort=" + server.port() + "&databaseName="
                + BenchServer.DATABASE + "&username=" + BenchServer.USER + "&password=none&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8).replace("+", "%20");
        return new WebhookContender(
                "kamelet postgresql-sink, the customer alone",
                "kamelet:postgresql-sink?query=" + query,
                server,
                "kamelet_customers",
                http -> {
                    server.prepare(tables("kamelet_"));
                    return route(http, false, route -> route.to(uri));
                });
    }

    private static String tables(String prefix) throws IOException {
        StringBuilder scripts = new StringBuilder();
        for (String table : TABLES) {
            String script = Files.readString(Path.of("routes/sql/tables/" + table + ".sql"));
            scripts.append(script.replaceAll("\\b" + table, prefix + table));
        }
        return scripts.toString();
    }

    private static void check(Exchange exchange) throws Exception {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        CustomerApplication.check(
                WebhookContender.SECRET, body, exchange.getMessage().getHeader("X-Signature-256", String.class));
    }

    private static void parse(Exchange exchange) throws Exception {
        check(exchange);
        exchange.getMessage().setBody(JSON.readTree(exchange.getMessage().getBody(byte[].class)));
    }

    /** The steps of a route. */
    private interface Steps {
        void add(RouteDefinition route) throws Exception;
    }

    private AutoCloseable route(InProcessHttp http, boolean pooled, Steps steps) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.disableJMX();
        context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, http);
        AutoCloseable pool = () -> {};
        if (pooled) {
            var opened = server.pool();
            pool = opened;
            context.getRegistry().bind("ds", DataSource.class, opened);
            context.getRegistry()
                    .bind(
                            "PROPAGATION_REQUIRED",
                            new SpringTransactionPolicy(new DataSourceTransactionManager(opened)));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                steps.add(from("platform-http:" + WebhookContender.PATH));
            }
        });
        context.start();
        AutoCloseable opened = pool;
        return () -> {
            context.close();
            opened.close();
        };
    }
}
