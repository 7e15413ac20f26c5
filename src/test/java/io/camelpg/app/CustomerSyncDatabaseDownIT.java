package io.camelpg.app;

import static io.camelpg.app.CrmSender.customer;
import static io.camelpg.app.CrmSender.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireMessage;
import io.camelpg.support.WireProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhook while the database is away, slow or busy: the sender is asked to come again, and then it works. */
class CustomerSyncDatabaseDownIT {
    private static final String LATER = "{\"error\":\"not possible at the moment, please try again\"}";

    @TempDir
    private static Path directory;

    private static String database;
    private static WireProxy network;
    private static CrmServer crm;
    private static ForkedApplication application;

    @BeforeAll
    static void start() throws Exception {
        database = TestPostgres.createDatabase();
        network = WireProxy.toTestPostgres();
        crm = new CrmServer();
        application = new ForkedApplication(directory, CrmSender.environment(database, network.port(), crm));
        application.awaitLog("Stop      Ctrl-C");
    }

    @AfterAll
    static void stop() throws Exception {
        application.close();
        network.close();
        crm.close();
    }

    @Test
    void refused() throws Exception {
        network.refuse();
        network.cut();
        try {
            assertLater(post(application, customer(1, "Ada", 1)));
        } finally {
            network.accept();
        }
        assertHealed(1);
    }

    @Test
    void silent() throws Exception {
        network.stall();
        try {
            assertLater(post(application, customer(2, "Ada", 1)));
        } finally {
            network.resume();
            network.cut();
        }
        assertHealed(2);
    }

    @Test
    void cutWhileTheAnswerToCommitIsUnderWay() throws Exception {
        assertThat(post(application, customer(3, "Ada", 1), "X-Event-Id", "before")
                        .statusCode())
                .isEqualTo(200);
        CompletableFuture<WireMessage> seen = network.cutAt(WireMessage.completed("COMMIT"));

        HttpResponse<String> reply = post(application, customer(3, "Byron", 2), "X-Event-Id", "cut");
        Await.until("the connection was cut", seen::isDone);
        assertThat(reply.statusCode()).isIn(200, 503);

        HttpResponse<String> again = post(application, customer(3, "Byron", 2), "X-Event-Id", "cut");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(TestPostgres.scalar(database, "SELECT name FROM customers WHERE id = 3"))
                .isEqualTo("Byron");
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM outbox WHERE event_id = 'cut'"))
                .isEqualTo("1");
    }

    @Test
    void silentFromCommitOn() throws Exception {
        assertThat(post(application, customer(8, "Ada", 0), "X-Event-Id", "warm")
                        .statusCode())
                .isEqualTo(200);
        CompletableFuture<WireMessage> seen = network.stallAt(
                WireMessage.client('Q').or(WireMessage.client('E')).and(message -> message.text()
                        .startsWith("COMMIT")));
        try {
            assertLater(post(application, customer(8, "Ada", 1)));
            assertThat(seen).isDone();
        } finally {
            network.disarm();
            network.resume();
            network.cut();
        }
        Await.until("it works again", () -> isTaken(customer(8, "Ada", 1)));
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM outbox WHERE key = '8'"))
                .isEqualTo("2");
    }

    @Test
    void moreThanThePoolHasWaitForALock() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(25);
        List<Future<HttpResponse<String>>> replies = new ArrayList<>();
        try (Connection holder = TestPostgres.connect(database);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE customers IN EXCLUSIVE MODE");
            for (int i = 0; i < 25; i++) {
                int id = 400 + i;
                replies.add(senders.submit(() -> post(application, customer(id, "Ada", 1))));
            }
            for (Future<HttpResponse<String>> reply : replies) {
                assertLater(reply.get());
            }
            holder.rollback();
        }
        senders.shutdown();
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM customers WHERE id >= 400"))
                .isEqualTo("0");
        assertHealed(400);
    }

    @Test
    void aDeadlockIsTriedAgainAndWhatTheDatabaseSaysIsNotRepeated() throws Exception {
        TestPostgres.execute(
                database,
                """
                CREATE SEQUENCE attempts;
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.name = 'deadlock' AND nextval('attempts') < 3 THEN
                        RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';
                    ELSIF NEW.name = 'surprise' THEN
                        RAISE EXCEPTION 'secret of the inside' USING ERRCODE = 'XX001';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER fail BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION fail();
                """);

        HttpResponse<String> deadlock = post(application, customer(5, "deadlock", 1));
        assertThat(deadlock.statusCode()).as(deadlock.body()).isEqualTo(200);
        assertThat(deadlock.body()).contains("\"inserted\":1");
        assertThat(TestPostgres.scalar(database, "SELECT last_value FROM attempts"))
                .isEqualTo("3");

        HttpResponse<String> surprise = post(application, customer(6, "surprise", 1));
        assertThat(surprise.statusCode()).isEqualTo(500);
        assertThat(surprise.body())
                .startsWith("{\"error\":\"internal error\",\"id\":\"")
                .doesNotContain("secret");
        String id = surprise.body().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
        assertThat(application.awaitLog(id)).contains("secret of the inside");
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM crm_events WHERE event_id = 'surprise'"))
                .isEqualTo("0");
    }

    @Test
    void withoutASecretNothingIsTakenAndWithoutAnAddressNobodyIsTold() throws Exception {
        Map<String, String> environment = new HashMap<>(CrmSender.environment(database, crm));
        environment.put("CRM_WEBHOOK_SECRET", " ");
        environment.remove("CRM_CALLBACK_URL");
        Map<String, String> silence = new HashMap<>(environment);
        silence.put("CRM_WEBHOOK_SECRET", CrmSender.SECRET);
        try (ForkedApplication unset = new ForkedApplication(directory.resolve("unset"), environment);
                ForkedApplication silent = new ForkedApplication(directory.resolve("silent"), silence)) {
            unset.awaitLog("CRM_WEBHOOK_SECRET is not set");
            unset.awaitLog("Stop      Ctrl-C");
            HttpResponse<String> reply = post(unset, customer(7, "Ada", 1));
            assertThat(reply.statusCode()).isEqualTo(503);
            assertThat(reply.headers().firstValue("Retry-After")).isPresent();
            assertThat(unset.log()).doesNotContain("Try  ");

            silent.awaitLog("Stop      Ctrl-C");
            assertThat(post(silent, customer(7, "Ada", 1), "X-Event-Id", "seven")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM outbox WHERE event_id = 'seven'"))
                .as("where nobody is to be told, nothing piles up")
                .isEqualTo("0");
    }

    private static void assertLater(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(503);
        assertThat(reply.headers().firstValue("Retry-After")).contains("10");
        assertThat(reply.body()).isEqualTo(LATER);
    }

    /** The delivery that got a 503 comes again, as the sender's do, and is carried out once. */
    private static void assertHealed(int id) {
        Await.until("it works again", () -> isTaken(customer(id, "Ada", 1)));
        assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM outbox WHERE key = '" + id + "'"))
                .isEqualTo("1");
        Await.until("the CRM is told", () -> crm.told().stream()
                .anyMatch(told -> told.body().contains("\"customerId\": " + id + "}")));
    }

    private static boolean isTaken(String customer) {
        try {
            return post(application, customer).statusCode() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
