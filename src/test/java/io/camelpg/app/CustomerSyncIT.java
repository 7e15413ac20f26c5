package io.camelpg.app;

import static io.camelpg.app.CrmSender.customer;
import static io.camelpg.app.CrmSender.post;
import static io.camelpg.app.CrmSender.signature;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The webhook as the CRM meets it: two replicas on one database, and the CRM that is told. */
class CustomerSyncIT {
    private static final String RUNNING = "Stop      Ctrl-C";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    private static String database;
    private static CrmServer crm;
    private static ForkedApplication application;
    private static ForkedApplication replica;

    @BeforeAll
    static void start() throws Exception {
        database = TestPostgres.createDatabase();
        crm = new CrmServer();
        application = new ForkedApplication(directory.resolve("a"), CrmSender.environment(database, crm));
        replica = new ForkedApplication(directory.resolve("b"), CrmSender.environment(database, crm));
        application.awaitLog(RUNNING);
        replica.awaitLog(RUNNING);
    }

    @AfterAll
    static void stop() throws Exception {
        application.close();
        replica.close();
        crm.close();
    }

    @Test
    void aCustomerIsWrittenAndTheCrmIsToldOnceWithASignature() throws Exception {
        HttpResponse<String> reply = post(application, customer(1, "Zoë 😀", 1), "X-Event-Id", "first");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.body())
                .isEqualTo("{\"eventId\":\"first\",\"duplicate\":false,\"received\":1,\"inserted\":1,\"updated\":0,"
                        + "\"skipped\":0}");
        assertThat(TestPostgres.scalar(database, "SELECT name FROM customers WHERE id = 1"))
                .isEqualTo("Zoë 😀");

        Await.until("the CRM is told", () -> !told("first").isEmpty());
        CrmServer.Told told = told("first").get(0);
        assertThat(JSON.readTree(told.body()))
                .isEqualTo(JSON.readTree(
                        "{\"eventId\":\"first\",\"customerId\":1," + "\"updatedAt\":\"2025-11-01T00:00:01.000000Z\"}"));
        assertThat(told.signature()).isEqualTo(signature("callback", told.body().getBytes(StandardCharsets.UTF_8)));

        HttpResponse<String> again = post(replica, customer(1, "Somebody else", 2), "X-Event-Id", "first");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body())
                .isEqualTo("{\"eventId\":\"first\",\"duplicate\":true,\"received\":1,\"inserted\":0,\"updated\":0,"
                        + "\"skipped\":0}");
        assertThat(TestPostgres.scalar(database, "SELECT name FROM customers WHERE id = 1"))
                .isEqualTo("Zoë 😀");
    }

    @Test
    void theEventIdIsInTheBodyOrTheBodyItself() throws Exception {
        String body = customer(2, "Ada", 1);
        String named = body.replace("{", "{\"eventId\":\"in-the-body\",");

        assertThat(json(post(application, named)).path("eventId").asText()).isEqualTo("in-the-body");
        assertThat(json(post(application, named)).path("duplicate").asBoolean()).isTrue();
        JsonNode unnamed = json(post(application, body));
        assertThat(unnamed.path("eventId").asText()).startsWith("sha256:").hasSize(7 + 64);
        assertThat(unnamed.path("skipped").asInt()).isEqualTo(1);
        assertThat(json(post(application, body)).path("duplicate").asBoolean()).isTrue();
    }

    @Test
    void aListIsOneTransactionInWhichTheNewestWins() throws Exception {
        JsonNode reply = json(post(
                application,
                "[" + customer(11, "old", 5) + "," + customer(12, "twelve", 1) + "," + customer(11, "new", 7) + ","
                        + customer(11, "late", 6) + "]"));

        assertThat(reply.path("received").asInt()).isEqualTo(4);
        assertThat(reply.path("inserted").asInt()).isEqualTo(2);
        assertThat(reply.path("updated").asInt() + reply.path("skipped").asInt())
                .isEqualTo(2);
        assertThat(TestPostgres.scalar(
                        database, "SELECT string_agg(name, ',' ORDER BY id) FROM customers WHERE id IN (11, 12)"))
                .isEqualTo("new,twelve");
    }

    @Test
    void anAddressThatAnotherOneHasIsNamedAndNothingIsKept() throws Exception {
        post(application, customer(21, "Owner", 1));
        String list =
                "[" + customer(22, "Good", 1) + "," + customer(23, "Bad", 1).replace("c23@", "c21@") + "]";

        HttpResponse<String> reply = post(application, list, "X-Event-Id", "conflict");
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"errors\":[{\"index\":1,\"field\":\"email\",\"problem\":\"belongs to another one already\"}]}");
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM customers WHERE id IN (22, 23)"))
                .isEqualTo("0");
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM outbox WHERE key = '22'"))
                .isEqualTo("0");

        post(application, customer(21, "Owner", 2).replace("c21@", "moved@"));
        HttpResponse<String> later = post(application, list, "X-Event-Id", "conflict");
        assertThat(later.statusCode())
                .as("the event was not taken, so it may come again")
                .isEqualTo(200);
        assertThat(json(later).path("inserted").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            400 | {"id":1,                          | line 1
            400 | {"id":1,"id":2}                   | a key twice
            400 | {} {}                             | something follows
            400 | {"id":NaN}                        | not valid JSON
            400 | {"id":1e99999999999}x             | not valid JSON
            400 | ``                                | empty
            422 | 5                                 | object expected
            422 | []                                | the list is empty
            422 | [[]]                              | "index":0
            422 | {"id":1}                          | "field":"email"
            422 | [{"id":1.5}]                      | integer expected
            422 | {"id":1e400}                      | "field":"id"
            422 | {"id":99999999999999999999}       | "field":"id"
            422 | {"name":"a\\u0000b"}              | control characters
            422 | {"name":"a\\ud800b"}              | control characters
            422 | {"city":"a\\u0000b"}              | "field":"city"
            422 | {"email":"nobody"}                | e-mail address
            422 | {"updated_at":"2025-02-30T00:00Z"}| "field":"updated_at"
            422 | {"updated_at":"2999-01-01T00:00Z"}| not in the future
            422 | {"updated_at":"2025-01-01"}       | offset
            422 | {"updatedAt":"2025-01-01T00:00Z"} | underscore
            422 | {"deleted":true}                  | docs/customer-sync.md
            422 | {"z":1e400}                       | "field":"id"
            422 | {"eventId":"a b"}                 | "field":"eventId"
            422 | [{"eventId":"a"}]                 | X-Event-Id
            """)
    void whatIsWrongIsRefused(int status, String body, String says) throws Exception {
        HttpResponse<String> reply = post(application, body);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JSON.readTree(reply.body()).isObject()).isTrue();
        assertThat(reply.body()).contains(says).doesNotContain("Exception", "SQLSTATE", "PG-", "nobody", "2999");
    }

    @Test
    void whatIsNotSignedRightIsRefused() throws Exception {
        byte[] body = customer(31, "Eve", 1).getBytes(StandardCharsets.UTF_8);
        String right = signature(CrmSender.SECRET, body);
        List<String> wrong = new ArrayList<>(List.of(
                "",
                "sha256=",
                right.substring(7),
                right + "00",
                right.substring(0, right.length() - 2),
                right.replace("sha256=", "sha1="),
                "sha256=zz",
                right.substring(0, 20),
                signature("another secret", body),
                signature(CrmSender.SECRET, new byte[0])));
        wrong.add(null);
        for (String signature : wrong) {
            HttpResponse<String> reply = post(application, body, "application/json", signature);
            assertThat(reply.statusCode()).as("%s", signature).isEqualTo(401);
            assertThat(reply.body()).isEqualTo("{\"error\":\"the signature is missing or wrong\"}");
        }
        assertThat(post(application, body, "application/json", right, "X-Signature-256", right)
                        .statusCode())
                .as("two signatures")
                .isEqualTo(401);
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM customers WHERE id = 31"))
                .isEqualTo("0");

        String rotated = signature("the-next-one", body);
        assertThat(post(application, body, "application/json; charset=utf-8", rotated)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void parametersOfTheQueryAreNoHeaders() throws Exception {
        String body = customer(32, "Eve", 1);
        String right = signature(CrmSender.SECRET, body.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> unsigned = application.send(
                "POST",
                "/webhooks/crm/customers?X-Signature-256=" + right + "&x-signature-256=" + right,
                body,
                "Content-Type",
                "application/json");
        assertThat(unsigned.statusCode()).isEqualTo(401);

        JsonNode reply = json(application.send(
                "POST",
                "/webhooks/crm/customers?X-Event-Id=of-the-query&X-Signature-256=sha256=00",
                body,
                "Content-Type",
                "application/json",
                "X-Signature-256",
                right));
        assertThat(reply.path("eventId").asText()).startsWith("sha256:");

        HttpResponse<String> twice = post(application, body, "X-Event-Id", "a", "X-Event-Id", "a");
        assertThat(twice.statusCode()).isEqualTo(422);
        assertThat(twice.body()).contains("is there more than once");
    }

    @Test
    void whatIsNoJsonOrTooMuchIsRefused() throws Exception {
        byte[] form = "id=1".getBytes(StandardCharsets.UTF_8);
        for (String type :
                List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")) {
            assertThat(post(application, form, type, signature(CrmSender.SECRET, form))
                            .statusCode())
                    .isEqualTo(415);
        }
        byte[] latin1 = "{\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> notUtf8 =
                post(application, latin1, "application/json", signature(CrmSender.SECRET, latin1));
        assertThat(notUtf8.statusCode()).isEqualTo(400);
        assertThat(post(application, "[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(post(application, " ".repeat(10 * 1024 * 1024 + 1)).statusCode())
                .isEqualTo(413);

        String thousandAndOne = IntStream.rangeClosed(1, 1001)
                .mapToObj(i -> customer(100_000 + i, "many", 1))
                .collect(Collectors.joining(",", "[", "]"));
        HttpResponse<String> tooMany = post(application, thousandAndOne);
        assertThat(tooMany.statusCode()).isEqualTo(422);
        assertThat(tooMany.body()).contains("more than 1000 customers");
        assertThat(application.send("GET", "/webhooks/crm/customers", "").statusCode())
                .isEqualTo(405);
        HttpResponse<String> callbacks = application.get("/crm/callbacks");
        assertThat(callbacks.statusCode()).as("for trying things out only").isEqualTo(404);
        assertThat(callbacks.body()).isEqualTo("{\"error\":\"there is nothing at this path\"}");
    }

    @Test
    void whatABodyIsSaidToBeIsReadAsItIsMeant() throws Exception {
        byte[] body = customer(33, "Ada", 1).getBytes(StandardCharsets.UTF_8);
        String right = signature(CrmSender.SECRET, body);
        for (String type : List.of("APPLICATION/JSON", "application/json ;Charset=\"UTF-8\"", "Application/Json")) {
            assertThat(post(application, body, type, right).statusCode())
                    .as(type)
                    .isEqualTo(200);
        }
        for (String type : List.of("application/json;charset=nonsense", "application/json; charset=iso-8859-1")) {
            HttpResponse<String> reply = post(application, body, type, right);
            assertThat(reply.statusCode()).as(type).isEqualTo(415);
            assertThat(reply.body()).isEqualTo("{\"error\":\"JSON is sent in UTF-8\"}");
        }
        HttpResponse<String> zipped = post(application, body, "application/json", right, "Content-Encoding", "gzip");
        assertThat(zipped.statusCode()).isEqualTo(415);
        assertThat(zipped.body()).isEqualTo("{\"error\":\"the body is compressed; send it as it is\"}");
        HttpResponse<String> text = post(application, body, "text/plain", right);
        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(text.body()).isEqualTo("{\"error\":\"the body must be application/json\"}");
    }

    @Test
    void aNumberThatNobodyReadsMayBeAnything() throws Exception {
        for (String number : List.of("1e400", "-1E+1000000000", "1e-1000000000", "1e99999999999")) {
            HttpResponse<String> reply =
                    post(application, customer(34, "Ada", 1).replace("}", ",\"z\":" + number + "}"));
            assertThat(reply.statusCode()).as(number + reply.body()).isEqualTo(200);
            assertThat(post(application, customer(34, "Ada", 1).replace("34,", number + ","))
                            .statusCode())
                    .as(number)
                    .isEqualTo(422);
        }
        assertThat(application.log()).doesNotContain("Failed with 500");
    }

    @Test
    void aThousandCustomersAreOneCall() throws Exception {
        String thousand = IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> customer(200_000 + i, "many", 1))
                .collect(Collectors.joining(",", "[", "]"));

        assertThat(json(post(application, thousand)).path("inserted").asInt()).isEqualTo(1000);
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM outbox WHERE key::int > 200000"))
                .isEqualTo("1000");
    }

    @Test
    void headersDecideNothing() throws Exception {
        HttpResponse<String> reply = post(
                application,
                customer(41, "Plain", 1),
                "CamelPgSql",
                "DROP TABLE customers",
                "CamelPgParameters",
                "x",
                "id",
                "7",
                "CamelHttpResponseCode",
                "500",
                "CamelHttpUri",
                "http://localhost:1/",
                "X-Event-Id",
                "headers");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().map().keySet())
                .allMatch(name -> List.of("content-type", "content-length", "transfer-encoding")
                        .contains(name));
        assertThat(TestPostgres.scalar(database, "SELECT name FROM customers WHERE id = 41"))
                .isEqualTo("Plain");
    }

    @Test
    void manyDeliveriesAtOnceTwiceAndOutOfOrderOnTwoReplicas() throws Exception {
        int customers = 20;
        int versions = 5;
        record Delivery(int id, int version) {}
        List<Delivery> deliveries = new ArrayList<>();
        for (int id = 0; id < customers; id++) {
            for (int version = 1; version <= versions; version++) {
                deliveries.addAll(List.of(new Delivery(50 + id, version), new Delivery(50 + id, version)));
            }
        }
        Collections.shuffle(deliveries, new Random(7));
        ExecutorService senders = Executors.newFixedThreadPool(40);
        List<Callable<JsonNode>> calls = new ArrayList<>();
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            ForkedApplication target = i % 2 == 0 ? application : replica;
            calls.add(() -> json(post(
                    target,
                    customer(delivery.id(), "v" + delivery.version(), delivery.version()),
                    "X-Event-Id",
                    "many-" + delivery.id() + "-" + delivery.version())));
        }
        List<JsonNode> replies = new ArrayList<>();
        for (Future<JsonNode> reply : senders.invokeAll(calls)) {
            replies.add(reply.get());
        }
        senders.shutdown();

        Map<String, Long> firsts = replies.stream()
                .filter(reply -> !reply.path("duplicate").asBoolean())
                .collect(Collectors.groupingBy(reply -> reply.path("eventId").asText(), Collectors.counting()));
        assertThat(firsts).hasSize(customers * versions).allSatisfy((event, times) -> assertThat(times)
                .isEqualTo(1));
        assertThat(sum(replies, "inserted")).isEqualTo(customers);
        assertThat(sum(replies, "inserted") + sum(replies, "updated") + sum(replies, "skipped"))
                .isEqualTo(customers * versions);
        assertThat(TestPostgres.scalar(
                        database, "SELECT count(*) FROM customers WHERE id BETWEEN 50 AND 69 AND name = 'v5'"))
                .isEqualTo("20");

        int written = sum(replies, "inserted") + sum(replies, "updated");
        Await.until("the CRM is told of all", () -> told("many-").size() >= written);
        Await.until("all is marked", () -> TestPostgres.scalar(
                        database, "SELECT count(*) FROM outbox WHERE event_id LIKE 'many-%' AND state <> 'done'")
                .equals("0"));
        assertThat(told("many-").stream().map(CrmServer.Told::key))
                .doesNotHaveDuplicates()
                .hasSize(written);
        for (int id = 50; id < 70; id++) {
            assertThat(told("many-" + id + "-").stream()
                            .map(CrmServer.Told::body)
                            .toList())
                    .as("versions of one customer come in their order")
                    .isSortedAccordingTo((a, b) -> updatedAt(a).compareTo(updatedAt(b)));
        }
    }

    @Test
    void whatTheCrmDoesNotTakeIsTriedAgain() throws Exception {
        crm.answerWith(
                told -> told.key().startsWith("stubborn") && told("stubborn").size() < 3 ? 500 : 200);

        post(application, customer(81, "One", 1), "X-Event-Id", "stubborn-1");
        post(application, customer(81, "Two", 2), "X-Event-Id", "stubborn-2");

        Await.until("both are done", () -> TestPostgres.scalar(
                        database, "SELECT count(*) FROM outbox WHERE event_id LIKE 'stubborn%' AND state = 'done'")
                .equals("2"));
        List<String> keys = told("stubborn").stream().map(CrmServer.Told::key).toList();
        assertThat(keys).hasSize(4);
        assertThat(keys.subList(0, 3)).containsOnly(keys.get(0));
        assertThat(keys.get(3)).startsWith("stubborn-2:");
        assertThat(
                        TestPostgres.scalar(
                                database,
                                "SELECT string_agg(attempts || '', ',' ORDER BY id) FROM outbox WHERE event_id LIKE 'stubborn%'"))
                .isEqualTo("3,1");
    }

    private static List<CrmServer.Told> told(String event) {
        return crm.told().stream().filter(told -> told.key().startsWith(event)).toList();
    }

    private static String updatedAt(String body) {
        return body.replaceAll(".*\"updatedAt\": \"([^\"]*)\".*", "$1");
    }

    private static int sum(List<JsonNode> replies, String count) {
        return replies.stream().mapToInt(reply -> reply.path(count).asInt()).sum();
    }

    private static JsonNode json(HttpResponse<String> reply) throws Exception {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }
}
