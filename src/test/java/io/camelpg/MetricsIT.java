package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camelpg.support.PgContext;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is measured and logged of a call, under the contract's names, and never what the call carried. */
@Tag("core")
class MetricsIT {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private final Logger events = (Logger) LoggerFactory.getLogger("io.camelpg.event");
    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase();
        pg.camel().getRegistry().bind("prometheus", registry);
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, note text); INSERT INTO item SELECT i, 'x' FROM"
                + " generate_series(1, 5) AS i");
        heard.start();
        events.addAppender(heard);
        events.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stop() {
        events.setLevel(null);
        events.detachAppender(heard);
        pg.close();
    }

    private Stream<String> lines(String name) {
        return registry.scrape().lines().filter(line -> line.startsWith(name));
    }

    private Exchange ok(String uri, Object body) {
        Exchange exchange = pg.send(uri, body);
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    @Test
    void countersAreLabelledWithConnectionAndOperation() {
        ok("pg:query?sql=SELECT id FROM item WHERE id <= :id", Map.of("id", 3));
        ok("pg:query?sql=SELECT id FROM item", null);
        ok("pg:execute?sql=UPDATE item SET note = 'y'", null);
        assertThat(lines("postgres_queries_total"))
                .containsExactlyInAnyOrder(
                        "postgres_queries_total{connection=\"default\",operation=\"query\"} 2.0",
                        "postgres_queries_total{connection=\"default\",operation=\"execute\"} 1.0");
        assertThat(lines("postgres_rows_extracted_total"))
                .contains("postgres_rows_extracted_total{connection=\"default\",operation=\"query\"} 8.0");
        assertThat(lines("postgres_errors_total")).isEmpty();
    }

    /** Of 25,000 rows, ten thousands are told of on the way, the rest at the end, and each is counted once. */
    @Test
    void theProgressOfALargeExtract() throws Exception {
        pg.sql("CREATE TABLE many AS SELECT i AS id FROM generate_series(1, 25000) i; ANALYZE many");
        List<Double> shares = new java.util.ArrayList<>();
        pg.component().observers().add(event -> {
            if (event instanceof io.camelpg.event.PgEvent.Progress progress) {
                shares.add(progress.share());
            }
        });
        pg.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:many").to("pg:extract:many?outputType=ndjson").convertBodyTo(String.class);
            }
        });
        ok("direct:many", null);
        assertThat(shares).containsExactly(0.4, 0.8);
        assertThat(lines("postgres_rows_extracted_total"))
                .containsExactly("postgres_rows_extracted_total{connection=\"default\",operation=\"extract\"} 25000.0");
        assertThat(lines("postgres_extract_progress"))
                .containsExactly("postgres_extract_progress{connection=\"default\",operation=\"extract\"} 0.8");
        assertThat(lines("postgres_bytes_extracted_total")).hasSize(1);
        assertThat(heard.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line ->
                        line.startsWith("event=progress connection=default operation=extract rows=20000 bytes="));
    }

    @Test
    void theDurationIsAHistogramInSeconds() {
        ok("pg:query?sql=SELECT 1", null);
        assertThat(lines("postgres_query_duration_seconds_bucket"))
                .hasSize(16)
                .first()
                .asString()
                .startsWith("postgres_query_duration_seconds_bucket"
                        + "{connection=\"default\",operation=\"query\",le=\"5.0E-4\"}");
        assertThat(lines("postgres_query_duration_seconds_bucket"))
                .last()
                .isEqualTo("postgres_query_duration_seconds_bucket"
                        + "{connection=\"default\",operation=\"query\",le=\"+Inf\"} 1");
        assertThat(lines("postgres_query_duration_seconds_count"))
                .containsExactly("postgres_query_duration_seconds_count{connection=\"default\",operation=\"query\"} 1");
        assertThat(lines("postgres_query_duration_seconds_sum")).hasSize(1);
    }

    @Test
    void errorsHaveTheirCode() {
        assertThat(pg.send("pg:query?sql=SELECT * FROM nowhere", null).getException())
                .isNotNull();
        assertThat(pg.send("pg:query?sql=SELECT :missing", null).getException()).isNotNull();
        assertThat(lines("postgres_errors_total"))
                .containsExactlyInAnyOrder(
                        "postgres_errors_total{code=\"PG-206\",connection=\"default\",operation=\"query\"} 1.0",
                        "postgres_errors_total{code=\"PG-101\",connection=\"default\",operation=\"query\"} 1.0");
        assertThat(lines("postgres_queries_total"))
                .containsExactly("postgres_queries_total{connection=\"default\",operation=\"query\"} 2.0");
    }

    @Test
    void activeConnectionsAreThoseInUseAnywhere() throws Exception {
        ok("pg:query?sql=SELECT 1", null);
        String gauge = "postgres_connections_active{connection=\"default\"} ";
        assertThat(lines("postgres_connections_active")).containsExactly(gauge + "0.0");
        DataSource shared = pg.camel().getRegistry().lookupByNameAndType("pgDataSource", DataSource.class);
        try (Connection connection = shared.getConnection()) {
            assertThat(connection.isClosed()).isFalse();
            assertThat(lines("postgres_connections_active")).containsExactly(gauge + "1.0");
        }
        assertThat(lines("postgres_connections_active")).containsExactly(gauge + "0.0");
    }

    @Test
    void aStreamsRowsCountAtItsEnd() {
        String uri = "pg:query?outputType=ndjson&sql=SELECT i, repeat('x', 100) FROM generate_series(1, 20000) AS i";
        Exchange exchange = pg.template()
                .send(uri, read -> read.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public int getOrder() {
                        return HIGHEST; // before the stream is closed
                    }

                    @Override
                    public void onDone(Exchange done) {
                        assertThat(done.getMessage().getBody(String.class).lines())
                                .hasSize(20000);
                    }
                }));
        assertThat(exchange.getException()).isNull();
        assertThat(lines("postgres_rows_extracted_total"))
                .containsExactly("postgres_rows_extracted_total{connection=\"default\",operation=\"query\"} 20000.0");
        assertThat(lines("postgres_queries_total"))
                .containsExactly("postgres_queries_total{connection=\"default\",operation=\"query\"} 1.0");
    }

    @Test
    void aConnectionOfAnotherNameHasItsOwnLabel() {
        PgConnection crm = new PgConnection();
        crm.setPort(pg.component().getConfiguration().getPort());
        crm.setUsername("postgres");
        crm.setDatabase(pg.database());
        pg.camel().getRegistry().bind("crm", crm);
        ok("pg:query?connection=crm&sql=SELECT 1", null);
        assertThat(lines("postgres_queries_total"))
                .containsExactly("postgres_queries_total{connection=\"crm\",operation=\"query\"} 1.0");
        assertThat(lines("postgres_connections_active"))
                .containsExactly("postgres_connections_active{connection=\"crm\"} 0.0");
    }

    @Test
    void everyCallIsALineWithoutItsValues() {
        ok("pg:query?sql=SELECT id FROM item WHERE note = :note", Map.of("note", "s3cret-value"));
        pg.send("pg:query?sql=SELECT :n::int", Map.of("n", "s3cret-value"));
        List<String> lines =
                heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches(
                        "event=call connection=default operation=query duration_ms=[0-9.E-]+ rows=0 updated=-1 code=ok");
        assertThat(lines.get(1)).matches("event=call connection=default operation=query .* code=PG-3[0-9]{2}");
        assertThat(lines).noneMatch(line -> line.contains("s3cret") || line.contains("SELECT"));
    }

    @Test
    void nothingIsLoggedAboveDebug() {
        events.setLevel(Level.INFO);
        ok("pg:query?sql=SELECT 1", null);
        assertThat(heard.list).isEmpty();
    }
}
