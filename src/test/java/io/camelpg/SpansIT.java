package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What spans of pg: endpoints say, as the application's own tracer gets them. */
class SpansIT {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private SdkTracerProvider provider;
    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setSchema("Accounts,public"));
        provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        pg.camel().getRegistry().bind("tracer", Tracer.class, provider.get("test"));
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.init(pg.camel());
        pg.sql("CREATE TABLE account (id int PRIMARY KEY, name text)");
    }

    @AfterEach
    void stop() {
        pg.close();
        provider.close();
    }

    private SpanData only() {
        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    private static Map<String, String> attributes(SpanData span) {
        Map<String, String> found = new HashMap<>();
        span.getAttributes().forEach((AttributeKey<?> key, Object value) -> found.put(key.getKey(), value.toString()));
        return found;
    }

    @Test
    void aQuery() {
        pg.send("pg:query?sql=SELECT name FROM account WHERE id = :id AND name <> 'well known'", Map.of("id", 4711));
        assertThat(only().getName()).isEqualTo("query " + pg.database());
        assertThat(attributes(only()))
                .containsEntry("component", "camel-pg")
                .containsEntry("db.system.name", "postgresql")
                .containsEntry("db.operation.name", "query")
                .containsEntry("db.namespace", pg.database() + "|accounts")
                .containsEntry("db.query.text", "SELECT name FROM account WHERE id = :id AND name <> ?")
                .containsEntry("server.address", "localhost")
                .containsKey("server.port")
                .doesNotContainKeys("db.collection.name", "error.type", "url.path", "url.query", "camel.uri");
        assertThat(only().getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
        nothingSays("4711");
    }

    @Test
    void aTable() {
        pg.send("pg:upsert:account", Map.of("id", 4711, "name", "Mallory"));
        assertThat(only().getName()).isEqualTo("upsert account");
        assertThat(attributes(only()))
                .containsEntry("db.collection.name", "account")
                .containsEntry("db.operation.name", "upsert")
                .doesNotContainKeys("db.query.text");
        nothingSays("Mallory");
        nothingSays("4711");
    }

    @Test
    void aFailureOfTheServer() {
        pg.send(
                "pg:execute?sql=INSERT INTO account VALUES (:id, :name), (:id, :name)",
                Map.of("id", 4711, "name", "x"));
        assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(only()))
                .containsEntry("db.response.status_code", "23505")
                .containsEntry("error.type", "23505");
        nothingSays("4711");
    }

    @Test
    void aFailureBeforeTheServer() {
        pg.send("pg:query?sql=SELECT name FROM account WHERE id = :missing", Map.of());
        assertThat(attributes(only()))
                .containsEntry("error.type", "PG-101")
                .doesNotContainKeys("db.response.status_code");
    }

    @Test
    void aStatementOfAMessage() {
        pg.send(
                "pg:query?allowDynamicSql=true",
                null,
                Map.of(PgConstants.SQL, "SELECT name FROM account WHERE name = 'Mallory' AND id IN (4711, 4712)"));
        assertThat(attributes(only()))
                .containsEntry("db.query.text", "SELECT name FROM account WHERE name = ? AND id IN (?)");
        nothingSays("Mallory");
    }

    /** Neither in attributes nor in events. */
    private void nothingSays(String value) {
        assertThat(exporter.getFinishedSpanItems().toString()).doesNotContain(value);
    }
}
