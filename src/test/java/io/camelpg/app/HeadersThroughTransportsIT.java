package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.PgComponent;
import io.camelpg.PgConnection;
import io.camelpg.app.embedded.EmbeddedKafka;
import io.camelpg.support.OutsideHeaders;
import io.camelpg.support.TestPostgres;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a client of HTTP and a producer of Kafka can send under the names of our headers, in eight casings, through Camel's
 * own consumers into routes without any filter: headers, query parameters, form fields.
 */
@Tag("application")
class HeadersThroughTransportsIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final BlockingQueue<String> ANSWERS = new LinkedBlockingQueue<>();

    private static final Main MAIN = new Main();
    private static EmbeddedKafka kafka;
    private static String database;
    private static int port;
    private static String untouched;
    private static String content;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start();
        database = TestPostgres.createDatabase();
        TestPostgres.execute(database, OutsideHeaders.TABLES);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        MAIN.addInitialProperty("camel.server.enabled", "true");
        MAIN.addInitialProperty("camel.server.port", String.valueOf(port));
        MAIN.addInitialProperty("camel.component.kafka.brokers", kafka.brokers());
        PgComponent component = new PgComponent();
        PgConnection connection = component.getConfiguration();
        connection.setPort(TestPostgres.port());
        connection.setUsername("postgres");
        connection.setDatabase(database);
        MAIN.bind("pg", component);
        MAIN.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/thing").process(HeadersThroughTransportsIT::callAll);
                from("kafka:things?groupId=things&autoOffsetReset=earliest")
                        .process(HeadersThroughTransportsIT::callAll)
                        .process(exchange -> ANSWERS.add(exchange.getMessage().getBody(String.class)));
            }
        });
        MAIN.start();
    }

    @AfterAll
    static void stop() throws Exception {
        MAIN.stop();
        kafka.close();
    }

    @BeforeEach
    void fill() throws Exception {
        TestPostgres.execute(database, OutsideHeaders.FILL);
        untouched = get("", Map.of());
        assertThat(untouched).doesNotContain("PG-").contains("two");
        content = content();
    }

    private static String content() {
        return TestPostgres.scalar(database, OutsideHeaders.CONTENT);
    }

    /** Every endpoint with the headers as they came; the answer is what each of them gave. */
    private static void callAll(Exchange incoming) {
        CamelContext context = incoming.getContext();
        StringBuilder answers = new StringBuilder();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            for (String uri : OutsideHeaders.URIS) {
                Exchange exchange = template.send(uri, outgoing -> {
                    outgoing.getMessage()
                            .setHeaders(new TreeMap<>(incoming.getMessage().getHeaders()));
                    outgoing.getMessage().setBody(Map.of("id", 1, "name", "up"));
                });
                answers.append(
                                exchange.getException() == null
                                        ? exchange.getMessage().getBody()
                                        : exchange.getException().getMessage())
                        .append('\n');
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        incoming.getMessage().removeHeaders("*");
        incoming.getMessage().setBody(answers.toString());
    }

    private static String get(String query, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/thing" + query));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String field(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String post(String name, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/thing"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(field(name, value)))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** A statement that is not asked for may be refused, so that its sender hears of it. */
    private static void assertUntouched(String how, String name, String value, String answers) {
        String[] expected = untouched.split("\n");
        String[] given = answers.split("\n");
        assertThat(given).as(how + " " + name + ": " + value).hasSameSizeAs(expected);
        for (int i = 0; i < given.length; i++) {
            assertThat(given[i]).as(how + " " + name + ": " + value).matches(Pattern.quote(expected[i]) + "|PG-104 .*");
        }
    }

    private interface Attack {
        void with(String name, String value) throws Exception;
    }

    private static void each(Attack attack) throws Exception {
        for (String name : OutsideHeaders.names().toList()) {
            for (String casing : OutsideHeaders.casings(name)) {
                for (String value : OutsideHeaders.VALUES) {
                    attack.with(casing, value);
                }
            }
            assertThat(content()).as(name).isEqualTo(content);
        }
    }

    @Test
    void headersOfHttp() throws Exception {
        each((name, value) -> assertUntouched("header", name, value, get("", Map.of(name, value))));
    }

    @Test
    void queryParameters() throws Exception {
        each((name, value) -> assertUntouched("query", name, value, get("?" + field(name, value), Map.of())));
    }

    @Test
    void formFields() throws Exception {
        each((name, value) -> assertUntouched("form", name, value, post(name, value)));
    }

    @Test
    void headersOfKafka() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new java.util.ArrayList<>();
        each((name, value) -> {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("things", 0, null, new byte[0]);
            record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
            records.add(record);
        });
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.brokers()), new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(producer::send);
        }
        for (ProducerRecord<byte[], byte[]> record : records) {
            String answers = ANSWERS.poll(60, TimeUnit.SECONDS);
            assertThat(answers).isNotNull();
            assertUntouched("record", record.headers().toString(), "", answers);
        }
        assertThat(content()).isEqualTo(content);
    }
}
