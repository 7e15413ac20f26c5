package io.camelpg.app;

import static io.camelpg.app.CrmSender.customer;
import static io.camelpg.app.CrmSender.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed where it hurts, and started again. */
class CustomerSyncCrashIT {
    private static final String RUNNING = "Stop      Ctrl-C";

    @TempDir
    private Path directory;

    @Test
    void killedWhileTheCrmHasItsAnswerPending() throws Exception {
        String database = TestPostgres.createDatabase();
        CountDownLatch ended = new CountDownLatch(1);
        try (CrmServer crm = new CrmServer()) {
            crm.answerWith(told -> {
                await(ended);
                return 204;
            });
            try (ForkedApplication application =
                    new ForkedApplication(directory.resolve("a"), CrmSender.environment(database, crm))) {
                application.awaitLog(RUNNING);
                assertThat(post(application, customer(1, "Ada", 1), "X-Event-Id", "once")
                                .statusCode())
                        .isEqualTo(200);
                Await.until("the CRM has it", () -> !crm.told().isEmpty());
                application.kill();
            }
            assertThat(TestPostgres.scalar(database, "SELECT state || attempts FROM outbox"))
                    .as("the attempt died with its process")
                    .isEqualTo("pending0");
            ended.countDown();

            try (ForkedApplication again =
                    new ForkedApplication(directory.resolve("b"), CrmSender.environment(database, crm))) {
                again.awaitLog(RUNNING);
                Await.until(
                        "it is sent again and marked", () -> TestPostgres.scalar(database, "SELECT state FROM outbox")
                                .equals("done"));
                HttpResponse<String> repeated = post(again, customer(1, "Ada", 1), "X-Event-Id", "once");
                assertThat(repeated.body()).contains("\"duplicate\":true");
            }
            assertThat(crm.told().stream().map(CrmServer.Told::key))
                    .as("the CRM can tell that it is the same")
                    .hasSize(2)
                    .containsOnly(crm.told().get(0).key());
            assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM customers"))
                    .isEqualTo("1");
            assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM outbox"))
                    .isEqualTo("1");
        }
    }

    @Test
    void killedWhileManyAreComingIn() throws Exception {
        String database = TestPostgres.createDatabase();
        Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger numbers = new AtomicInteger();
        try (CrmServer crm = new CrmServer()) {
            try (ForkedApplication application =
                    new ForkedApplication(directory.resolve("a"), CrmSender.environment(database, crm))) {
                application.awaitLog(RUNNING);
                ExecutorService senders = Executors.newFixedThreadPool(8);
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    running.add(senders.submit(() -> {
                        sendUntilItIsGone(application, numbers, acknowledged);
                        return null;
                    }));
                }
                Await.until("many are acknowledged", () -> acknowledged.size() >= 150);
                application.kill();
                for (Future<?> sender : running) {
                    sender.get();
                }
                senders.shutdown();
            }
            Await.until("the server has ended the transactions of the dead", () -> TestPostgres.scalar(
                            database,
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database + "' AND"
                                    + " application_name = 'camel-pg'")
                    .equals("0"));
            for (int number : acknowledged) {
                assertThat(TestPostgres.scalar(
                                database,
                                "SELECT count(*) FROM customers JOIN outbox ON key = customers.id::text JOIN"
                                        + " crm_events USING (event_id) WHERE customers.id = " + number))
                        .as("event %s was answered with 200", number)
                        .isEqualTo("1");
            }
            assertThat(TestPostgres.scalar(
                            database,
                            "SELECT (SELECT count(*) FROM customers) = (SELECT count(*) FROM crm_events)"
                                    + " AND (SELECT count(*) FROM crm_events) = (SELECT count(*) FROM outbox)"))
                    .as("all of an event or nothing")
                    .isEqualTo("t");

            int sent = numbers.get();
            try (ForkedApplication again =
                    new ForkedApplication(directory.resolve("b"), CrmSender.environment(database, crm))) {
                again.awaitLog(RUNNING);
                for (int number = 1; number <= sent; number++) {
                    HttpResponse<String> reply = send(again, number);
                    assertThat(reply.statusCode()).isEqualTo(200);
                    if (acknowledged.contains(number)) {
                        assertThat(reply.body()).contains("\"duplicate\":true");
                    }
                }
                Await.until("the CRM is told of all", () -> TestPostgres.scalar(
                                database, "SELECT count(*) FROM outbox WHERE state = 'done'")
                        .equals(Integer.toString(sent)));
            }
            assertThat(crm.told().stream().map(CrmServer.Told::key).distinct()).hasSize(sent);
            assertThat(TestPostgres.scalar(database, "SELECT count(*) FROM customers"))
                    .isEqualTo(Integer.toString(sent));
        }
    }

    private static void sendUntilItIsGone(
            ForkedApplication application, AtomicInteger numbers, Set<Integer> acknowledged)
            throws InterruptedException {
        while (true) {
            int number = numbers.incrementAndGet();
            try {
                if (send(application, number).statusCode() == 200) {
                    acknowledged.add(number);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private static HttpResponse<String> send(ForkedApplication application, int number)
            throws IOException, InterruptedException {
        return post(application, customer(number, "n" + number, 1), "X-Event-Id", "event-" + number);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
