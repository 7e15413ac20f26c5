package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables over HTTP, as a client meets them, and what becomes of a read whose client goes. */
class ExtractServiceIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MANY = 300_000;
    /** Backends that serve a read; autovacuum works on new tables, too. */
    private static final String READERS =
            " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    + " AND backend_type = 'client backend' AND (state = 'active' OR state LIKE 'idle in%')";

    private static final String READING = "SELECT count(*)" + READERS;

    @TempDir
    private static Path directory;

    private static String database;
    private static ForkedApplication application;

    @BeforeAll
    static void start() throws Exception {
        database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                "CREATE TABLE users (id int PRIMARY KEY, name text, updated_at timestamptz NOT NULL,"
                        + " shout text GENERATED ALWAYS AS (upper(name)) STORED);"
                        + "CREATE INDEX ON users (updated_at);"
                        + "INSERT INTO users VALUES (1, 'Ada', '2023-01-01Z'), (2, 'Zoë \"Z\"', '2023-02-01Z'),"
                        + " (3, NULL, '2023-03-01Z');"
                        + "CREATE TABLE many AS SELECT i AS id, repeat('x', 200) AS filler FROM generate_series(1, "
                        + MANY
                        + ") i;"
                        + "CREATE VIEW slow AS SELECT pg_sleep(600)::text AS waited;"
                        + "CREATE SCHEMA hidden; CREATE TABLE hidden.secrets (id int)");
        application = new ForkedApplication(
                directory,
                Map.of(
                        "POSTGRES_HOST", "localhost",
                        "POSTGRES_PORT", Integer.toString(TestPostgres.port()),
                        "POSTGRES_DATABASE", database,
                        "POSTGRES_USERNAME", "postgres",
                        "POSTGRES_SSLMODE", "disable",
                        "ROUTES", "file:routes/extract-service.camel.yaml",
                        "KAFKA_BROKERS", "not-asked-for:9092",
                        "EXTRACT_TOKEN", "a-reader"));
        application.awaitLog("Stop      Ctrl-C");
    }

    @AfterAll
    static void stop() throws Exception {
        application.close();
    }

    private static String full(String table) {
        return "{\"mode\":{\"fullTable\":{\"entity\":\"" + table + "\"}}}";
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 4];
        all[0] = "Content-Type";
        all[1] = "application/json";
        all[2] = "Authorization";
        all[3] = "Bearer a-reader";
        System.arraycopy(headers, 0, all, 4, headers.length);
        return application.send("POST", path, body, all);
    }

    @Test
    void aTableIsNdjson() throws Exception {
        HttpResponse<String> answer = post("/extract", full("users"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(answer.body().lines()).hasSize(3);
        JsonNode second =
                JSON.readTree(answer.body().lines().skip(1).findFirst().orElseThrow());
        assertThat(second.path("name").asText()).isEqualTo("Zoë \"Z\"");
        assertThat(second.path("updated_at").asText()).startsWith("2023-02-01T00:00:00");
        application.awaitLog("3 rows sent for");
    }

    @ParameterizedTest
    @CsvSource({"text/csv,text/csv; charset=utf-8,4", "application/json,application/json,1"})
    void orWhatTheClientAccepts(String accept, String type, int lines) throws Exception {
        HttpResponse<String> answer = post("/extract", full("users"), "Accept", accept);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        assertThat(answer.body().lines()).hasSize(lines);
    }

    @Test
    void whatChangedSinceIsOrderedByTheCursor() throws Exception {
        HttpResponse<String> answer = post(
                "/extract",
                "{\"mode\":{\"incremental\":{\"entity\":\"users\",\"cursorField\":\"updated_at\",\"cursor\":\"2023-01-15T00:00:00Z\"}}}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body().lines().map(line -> line.replaceAll(".*\"id\":(\\d+).*", "$1")))
                .containsExactly("2", "3");
    }

    @Test
    void aTableOfManyRowsIsStreamedWhole() throws Exception {
        HttpResponse<String> answer = post("/extract", full("many"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines().count()).isEqualTo(MANY);
        application.awaitLog(MANY + " rows sent for");
        assertThat(application.getManagement("/observe/metrics").body())
                .containsPattern("postgres_rows_extracted_total\\{[^}]*operation=\"extract\"[^}]*} 3\\d\\d\\d\\d\\d");
    }

    @Test
    void columnsAreDescribed() throws Exception {
        HttpResponse<String> answer = post("/columns", "{\"entity\":\"users\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode columns = JSON.readTree(answer.body());
        assertThat(columns).hasSize(4);
        assertThat(columns.get(1).path("name").asText()).isEqualTo("name");
        assertThat(columns.get(1).path("type").asText()).isEqualTo("text");
        assertThat(columns.get(1).path("nullable").asBoolean()).isTrue();
        assertThat(columns.get(1).path("writable").asBoolean()).isTrue();
        assertThat(columns.get(3).path("writable").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /extract | {"mode":{"fullTable":{"entity":"user"}}}            | 404 | users
            /extract | {"mode":{"fullTable":{"entity":"hidden.secrets"}}}  | 404 | does not exist
            /extract | {"mode":{"fullTable":{"entity":"pg_authid"}}}       | 404 | does not exist
            /extract | {"mode":{"fullTable":{"entity":"users; DROP TABLE users"}}} | 404 | does not exist
            /extract | {"mode":{"incremental":{"entity":"users","cursorField":"nope"}}} | 400 | nope
            /extract | {"mode":{"fullTable":{}}}                           | 400 | entity
            /extract | {"mode":                                            | 400 |
            /extract | []                                                  | 400 |
            /columns | {"entity":"hidden.secrets"}                         | 404 | does not exist
            /columns | {"entity":7}                                        | 400 | entity
            /columns | nonsense                                            | 400 | JSON
            """)
    void whatIsNotPossibleIsSaid(String path, String body, int status, String said) throws Exception {
        HttpResponse<String> answer = post(path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").asText())
                .isNotEmpty()
                .contains(said == null ? "" : said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/extract", "/columns"})
    void strangersGetNothing(String path) throws Exception {
        HttpResponse<String> answer = application.send(
                "POST", path + "?Authorization=Bearer%20a-reader", full("users"), "Content-Type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("EXTRACT_TOKEN").doesNotContain("Ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow", "many"})
    void aReadWhoseClientGoesIsCancelledAtTheServer(String table) throws Exception {
        try (Socket client = request(table)) {
            if (table.equals("many")) {
                client.getInputStream().readNBytes(50_000);
            }
            Await.until("the server reads", () -> !TestPostgres.scalar(database, READING)
                    .equals("0"));
        }

        Await.until("the server is free", () -> TestPostgres.scalar(database, READING)
                .equals("0"));
        application.awaitLog("Given up");
        Await.until("no exchange is left", () -> {
            try {
                return application
                        .getManagement("/observe/metrics")
                        .body()
                        .lines()
                        .filter(line ->
                                line.startsWith("camel_exchanges_inflight{") && line.contains("extract-service"))
                        .allMatch(line -> line.endsWith(" 0.0"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(application.log()).doesNotContain("Exception");
        assertThat(post("/extract", full("users")).statusCode()).isEqualTo(200);
    }

    @Test
    void aReadThatBreaksNeverLooksWhole() throws Exception {
        try (Socket client = request("many")) {
            InputStream answer = client.getInputStream();
            byte[] first = answer.readNBytes(50_000);
            assertThat(new String(first, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200");
            assertThat(TestPostgres.scalar(database, "SELECT count(pg_terminate_backend(pid))" + READERS))
                    .isEqualTo("1");
            byte[] rest = answer.readAllBytes();

            String end = new String(rest, StandardCharsets.UTF_8);
            assertThat(end).as("the last chunk of a whole answer").doesNotContain("\r\n0\r\n");
        }
        assertThat(post("/extract", full("users")).statusCode()).isEqualTo(200);
    }

    private static Socket request(String table) throws IOException {
        Socket client = new Socket("localhost", application.httpPort());
        client.setSoTimeout(30_000);
        byte[] body = full(table).getBytes(StandardCharsets.UTF_8);
        OutputStream out = client.getOutputStream();
        out.write(("POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer a-reader\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return client;
    }
}
