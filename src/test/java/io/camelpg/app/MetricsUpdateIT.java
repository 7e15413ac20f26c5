package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelpg.app.embedded.EmbeddedKafka;
import io.camelpg.app.metrics.DatabasePositionedConsumer;
import io.camelpg.support.Await;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of one application: what is bad goes aside, alerts come and go, HTTP shows it all. */
@Tag("application")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsUpdateIT {
    private static final String TOPIC = "measured";

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static MetricsDatabase database;
    private static ForkedApplication application;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start();
        database = MetricsDatabase.create();
        Map<String, String> environment = database.environment(kafka, TOPIC);
        environment.put("METRICS_ALERT_MEAN", "100");
        environment.put("METRICS_ALERT_P99", "400");
        environment.put("METRICS_ALERT_INTERVAL", "100");
        application = new ForkedApplication(directory, environment);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.brokers(), "max.request.size", "2000000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() throws Exception {
        producer.close();
        application.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void whatIsBadGoesAsideAsItCameAndTheRestIsCounted() throws Exception {
        List<byte[]> bad = new ArrayList<>();
        for (String text : List.of(
                "",
                "no json",
                "{\"metric\":\"a\",\"latency\":1,\"status\":200,\"time\":\"" + Instant.now() + "\"} {}",
                "{\"metric\":\"a\",\"latency\":1,\"status\":200}",
                "{\"metric\":\"a\",\"latency\":\"1\",\"status\":200,\"time\":\"" + Instant.now() + "\"}",
                "{\"metric\":\"a\",\"latency\":-0.001,\"status\":200,\"time\":\"" + Instant.now() + "\"}",
                "{\"metric\":\"a\",\"latency\":1e99,\"status\":200,\"time\":\"" + Instant.now() + "\"}",
                "{\"metric\":\"a\",\"latency\":1,\"status\":\"fine\",\"time\":\"" + Instant.now() + "\"}",
                "{\"metric\":\"a\",\"latency\":1,\"status\":200,\"time\":\"yesterday\"}",
                "{\"metric\":\"a\\u0000\",\"latency\":1,\"status\":200,\"time\":\"" + Instant.now() + "\"}",
                "{\"metric\":\"\\ud800\",\"latency\":1,\"status\":200,\"time\":\"" + Instant.now() + "\"}",
                "{\"metric\":\"a\",\"latency\":1E-999999999,\"status\":200}",
                "{\"metric\":\"a\",\"z\":" + "9".repeat(1001) + "}",
                "{\"metric\":\"a\",\"z\":" + "[".repeat(1001) + "]".repeat(1001) + "}")) {
            bad.add(text.getBytes(StandardCharsets.UTF_8));
        }
        bad.add(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        bad.add(new byte[] {0, 0x11, 0, 0, 0, 0x11, 0, 0});
        bad.add(new byte[100_000]);
        List<RecordMetadata> places = new ArrayList<>();
        for (int i = 0; i < bad.size(); i++) {
            send("good", 10, 200);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(TOPIC, ("key" + i).getBytes(StandardCharsets.UTF_8), bad.get(i));
            record.headers().add("trace", new byte[] {1, (byte) 200});
            // what Camel's producer would take for where and when to send
            for (String header : List.of(
                    "kafka.OVERRIDE_TOPIC", "KAFKA.override_timestamp", "kafka.PARTITION_KEY", "kafka.OFFSET")) {
                record.headers().add(header, "elsewhere".getBytes(StandardCharsets.UTF_8));
            }
            places.add(producer.send(record).get());
        }
        places.add(producer.send(new ProducerRecord<>(TOPIC, null)).get());
        send("good", 10, 503);

        database.awaitCounted(bad.size() + 1);
        Await.until("all bad ones are aside", () -> letters().size() >= bad.size() + 1);
        assertThat(database.scalar("SELECT total || ' ' || errors || ' ' || mean FROM metrics_summary"))
                .isEqualTo(bad.size() + 1 + " 1 10.000000");
        List<ConsumerRecord<byte[], byte[]>> letters = letters();
        for (int i = 0; i < bad.size(); i++) {
            ConsumerRecord<byte[], byte[]> letter = letter(letters, places.get(i));
            assertThat(letter.key()).isEqualTo(("key" + i).getBytes(StandardCharsets.UTF_8));
            assertThat(letter.value()).isEqualTo(bad.get(i));
            assertThat(letter.headers().lastHeader("trace").value()).containsExactly(1, 200);
            assertThat(KafkaTopic.header(letter, "dlq-reason")).isNotBlank();
            assertThat(KafkaTopic.header(letter, "dlq-topic")).isEqualTo(TOPIC);
            assertThat(KafkaTopic.header(letter, "dlq-timestamp"))
                    .isEqualTo(Long.toString(places.get(i).timestamp()));
            assertThat(letter.headers().lastHeader(DatabasePositionedConsumer.TOPIC_ID))
                    .isNull();
        }
        assertThat(letter(letters, places.get(bad.size())).value()).isNull();
        assertThat(KafkaTopic.header(letter(letters, places.get(0)), "dlq-reason"))
                .isEqualTo("the value is no JSON object");
        assertThat(KafkaTopic.header(letter(letters, places.get(3)), "dlq-reason"))
                .isEqualTo("'time' is missing");
    }

    @Test
    @Order(2)
    void aMessageThatOnlyTheDatabaseRefusesDoesNotHoldUpTheOthers() throws Exception {
        database.execute("ALTER TABLE metrics_log ADD CONSTRAINT quick CHECK (latency < 50) NOT VALID");
        List<RecordMetadata> refused = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            send("checked", 1, 200);
            refused.add(send("checked", 51, 200));
            send("checked", 2, 200);
        }
        Await.until("the others are counted", () -> "10".equals(total("checked")));
        for (RecordMetadata place : refused) {
            Await.until("it is aside", () -> letters().stream().anyMatch(record -> isFrom(record, place)));
            assertThat(KafkaTopic.header(letter(letters(), place), "dlq-reason"))
                    .contains("PG-3")
                    .contains("quick");
        }
        database.execute("ALTER TABLE metrics_log DROP CONSTRAINT quick");
        send("checked", 51, 200);
        Await.until("it goes on", () -> "11".equals(total("checked")));
        assertThat(database.scalar("SELECT sum(latency) FROM metrics_log WHERE metric = 'checked'"))
                .isEqualTo("66");
    }

    @Test
    @Order(3)
    void aTableThatIsMissingIsWaitedForAndNothingIsSkipped() throws Exception {
        database.execute("ALTER TABLE metrics_log RENAME TO gone");
        send("patient", 1, 200);
        application.awaitLog("PG-206");
        send("patient", 2, 200);
        database.execute("ALTER TABLE gone RENAME TO metrics_log");
        Await.until("both are counted", () -> "2".equals(total("patient")));
    }

    @Test
    @Order(4)
    void anAlertOpensOnceAndClosesOnce() throws Exception {
        int slow = 30;
        for (int i = 0; i < slow; i++) {
            send("alerting", 150, 200);
        }
        Await.until("it is open", () -> alerts("alerting").size() == 1);
        // mean 95: under the threshold, not under nine tenths of it
        for (int i = 0; i < 33; i++) {
            send("alerting", 45, 200);
        }
        Await.until("they are counted", () -> "63".equals(total("alerting")));
        // whoever opens the next alert has judged this metric again
        for (int i = 0; i < 20; i++) {
            send("fence", 150, 200);
        }
        Await.until("the next is open", () -> alerts("fence").size() == 1);
        assertThat(alerts("alerting")).hasSize(1);
        for (int i = 0; i < 30; i++) {
            send("alerting", 20, 200);
        }
        Await.until("it is closed", () -> alerts("alerting").size() == 2);
        assertThat(alerts("alerting").get(0).get("state").asText()).isEqualTo("open");
        assertThat(alerts("alerting").get(1).get("state").asText()).isEqualTo("closed");
        assertThat(database.scalar("SELECT count(*) FROM metrics_alerts WHERE metric = 'alerting'"))
                .isEqualTo("2");
        assertThat(database.scalar("SELECT count(*) FROM metrics_alerts WHERE metric NOT IN ('alerting', 'fence')"))
                .isEqualTo("0");
    }

    @Test
    @Order(5)
    void httpShowsTheFiguresAndAPageThatNeedsNobodyElse() throws Exception {
        HttpResponse<String> answer = application.get("/metrics/summary");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode alerting = null;
        for (JsonNode metric : new ObjectMapper().readTree(answer.body())) {
            alerting = metric.get("metric").asText().equals("alerting") ? metric : alerting;
        }
        assertThat(alerting.get("total").asLong()).isEqualTo(93);
        assertThat(alerting.get("mean").asDouble()).isEqualTo((30 * 150 + 33 * 45 + 30 * 20) / 93.0, within(1e-6));
        assertThat(alerting.get("p50").asDouble()).isEqualTo(45, within(45 * 0.05));
        assertThat(alerting.get("p95").asDouble()).isEqualTo(150, within(150 * 0.05));
        assertThat(alerting.get("alerting").asBoolean()).isFalse();
        long recent = 0;
        for (JsonNode step : alerting.get("recent")) {
            recent += step.get("total").asLong();
        }
        assertThat(recent).isEqualTo(93);

        HttpResponse<String> page = application.get("/metrics");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("<h1>Metrics</h1>")
                .doesNotContain("http://")
                .doesNotContain("https://");
        HttpResponse<String> charts = application.get("/metrics/chart.js");
        assertThat(charts.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(charts.body()).contains("Chart.js v4");

        database.execute("ALTER TABLE metrics_summary RENAME TO gone");
        HttpResponse<String> later = application.get("/metrics/summary");
        database.execute("ALTER TABLE gone RENAME TO metrics_summary");
        assertThat(later.statusCode()).isEqualTo(503);
        assertThat(later.headers().firstValue("Retry-After")).contains("10");
        assertThat(later.body()).isEqualTo("The metrics cannot be read at the moment. Please try again later.");
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    private static RecordMetadata send(String metric, int latency, int status) throws Exception {
        String json = "{\"metric\":\"" + metric + "\",\"latency\":" + latency + ",\"status\":" + status + ",\"time\":\""
                + Instant.now() + "\"}";
        return producer.send(new ProducerRecord<>(TOPIC, json.getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    private static String total(String metric) {
        return database.scalar("SELECT total FROM metrics_summary WHERE metric = '" + metric + "'");
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters() {
        return KafkaTopic.readAll(kafka.brokers(), TOPIC + ".dlq");
    }

    private static ConsumerRecord<byte[], byte[]> letter(
            List<ConsumerRecord<byte[], byte[]>> letters, RecordMetadata place) {
        return letters.stream()
                .filter(record -> isFrom(record, place))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFrom(ConsumerRecord<byte[], byte[]> letter, RecordMetadata place) {
        return KafkaTopic.header(letter, "dlq-partition").equals(Integer.toString(place.partition()))
                && KafkaTopic.header(letter, "dlq-offset").equals(Long.toString(place.offset()));
    }

    private static List<JsonNode> alerts(String metric) {
        List<JsonNode> alerts = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : KafkaTopic.readAll(kafka.brokers(), TOPIC + ".alerts")) {
            try {
                JsonNode alert = new ObjectMapper().readTree(record.value());
                if (alert.get("metric").asText().equals(metric)) {
                    alerts.add(alert);
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return alerts;
    }
}
