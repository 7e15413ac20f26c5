package io.camelpg;

import static io.camelpg.Faults.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** pg:listen hears what is notified, in order, for each route by itself. */
class ListenIT {
    private static final String LISTENERS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'camel-pg listen' AND datname = current_database()";

    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase();
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    private void awaitListeners(int count) {
        Await.until(count + " listening connections", () -> pg.scalar(LISTENERS).equals(String.valueOf(count)));
    }

    @Test
    void aNotificationBecomesAnExchange() throws Exception {
        Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
        pg.sql("NOTIFY orders, '42'; NOTIFY orders; NOTIFY others, 'x'");
        heard.awaitPayloads(2);
        assertThat(heard.payloads()).containsExactly("42", "");
        Heard.Message message = heard.messages().get(1);
        assertThat(message.headers())
                .containsOnlyKeys(PgConstants.LISTEN_EVENT, PgConstants.CHANNEL, PgConstants.NOTIFICATION_PID)
                .containsEntry(PgConstants.CHANNEL, "orders");
        assertThat(message.headers().get(PgConstants.NOTIFICATION_PID)).isInstanceOf(Integer.class);
        assertThat(heard.messages().get(0).body()).isNull();
        assertThat(heard.messages().get(0).headers()).containsOnlyKeys(PgConstants.LISTEN_EVENT);
    }

    @Test
    void theFirstConnectNeedNotBeTold() throws Exception {
        Heard heard = new Heard();
        heard.route(pg.camel(), "orders", "pg:listen:orders?announceConnect=false");
        awaitListeners(1);
        Await.until("it listens", () -> {
            pg.sql("NOTIFY orders, 'now'");
            return !heard.messages().isEmpty();
        });
        assertThat(heard.messages()).allMatch(message -> message.event().equals("notification"));
    }

    @Test
    void routesOfAConnectionShareOneConnectionWhichEndsWithTheLastOfThem() throws Exception {
        Heard one = Heard.on(pg.camel(), "one", "pg:listen:orders");
        Heard both = Heard.on(pg.camel(), "both", "pg:listen:orders,\"Odd,channel\"");
        assertThat(pg.scalar(LISTENERS)).isEqualTo("1");
        pg.sql("NOTIFY orders, 'a'; NOTIFY \"Odd,channel\", 'b'");
        both.awaitPayloads(2);
        one.awaitPayloads(1);
        assertThat(both.payloads()).containsExactly("a", "b");
        assertThat(one.payloads()).containsExactly("a");

        pg.camel().getRouteController().stopRoute("one");
        pg.sql("NOTIFY orders, 'c'");
        both.awaitPayloads(3);
        assertThat(one.payloads()).containsExactly("a");
        pg.camel().getRouteController().stopRoute("both");
        awaitListeners(0);

        pg.camel().getRouteController().startRoute("one");
        awaitListeners(1);
    }

    @Test
    void contextsHearEachByItself() throws Exception {
        try (PgContext other = PgContext.on(pg.database(), TestPostgres.port(), connection -> {})) {
            Heard here = Heard.on(pg.camel(), "orders", "pg:listen:orders");
            Heard there = Heard.on(other.camel(), "orders", "pg:listen:orders");
            body(pg.send("pg:notify:orders", "x"));
            here.awaitPayloads(1);
            there.awaitPayloads(1);
            assertThat(pg.scalar(LISTENERS)).isEqualTo("2");
        }
        awaitListeners(1);
    }

    @Test
    void manyNotificationsOfManySendersComeInTheOrderOfEachSender() throws Exception {
        Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
        int senders = 4;
        int each = 2500;
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                int number = sender;
                running.add(threads.submit(() -> {
                    try (Connection connection = TestPostgres.connect(pg.database());
                            PreparedStatement notify = connection.prepareStatement("SELECT pg_notify('orders', ?)")) {
                        for (int i = 0; i < each; i++) {
                            notify.setString(1, number + ":" + i);
                            notify.execute();
                        }
                    }
                    return number;
                }));
            }
            for (Future<Integer> sender : running) {
                sender.get();
            }
        } finally {
            threads.shutdown();
        }
        heard.awaitPayloads(senders * each);
        assertThat(heard.payloads()).hasSize(senders * each);
        for (int sender = 0; sender < senders; sender++) {
            String prefix = sender + ":";
            List<Object> expected = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                expected.add(prefix + i);
            }
            assertThat(heard.payloads().stream()
                            .filter(payload -> payload.toString().startsWith(prefix)))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aSlowRouteHoldsNobodyUpAndWhatItHadNoRoomForIsTold() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Heard slow = new Heard();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("pg:listen:orders?queueBytes=2000&announceConnect=false")
                        .routeId("slow")
                        .process(slow)
                        .process(exchange -> goOn.await(30, TimeUnit.SECONDS));
            }
        });
        Heard quick = Heard.on(pg.camel(), "quick", "pg:listen:orders");
        Await.until("both listen", () -> {
            pg.sql("NOTIFY orders, 'first'");
            return !slow.messages().isEmpty();
        });
        quick.clear();
        pg.sql("SELECT pg_notify('orders', i::text) FROM generate_series(1, 1000) i");
        quick.awaitPayloads(1000);

        goOn.countDown();
        Heard.Message dropped = slow.awaitEvent("dropped");
        pg.sql("NOTIFY orders, 'last'");
        Await.until("the last one", () -> slow.payloads().contains("last"));
        long delivered = slow.payloads().stream()
                .filter(payload -> payload.toString().matches("\\d+"))
                .count();
        long lost = slow.messages().stream()
                .filter(message -> message.event().equals("dropped"))
                .mapToLong(message -> (Long) message.headers().get(PgConstants.LISTEN_DROPPED))
                .sum();
        assertThat(dropped.body()).isNull();
        assertThat(delivered).isBetween(1L, 100L);
        // some of the first may have been dropped, too
        assertThat(lost).isGreaterThanOrEqualTo(1000 - delivered);
    }

    @Test
    void jsonIsParsedAndWhatIsNoneGoesToTheExceptionHandler() throws Exception {
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        Heard heard = new Heard();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("pg:listen:orders?payload=json&bridgeErrorHandler=true")
                        .onException(Exception.class)
                        .handled(true)
                        .process(exchange -> failures.add(
                                exchange.getProperty(org.apache.camel.Exchange.EXCEPTION_CAUGHT, Throwable.class)))
                        .end()
                        .routeId("orders")
                        .process(heard);
            }
        });
        heard.awaitEvent("connected");
        pg.sql("NOTIFY orders, '{\"id\": 7, \"CamelPgSql\": \"x\", \"tags\": [true, null]}';"
                + "NOTIFY orders, '{\"secret\": ';"
                + "NOTIFY orders, '3'; NOTIFY orders");
        heard.awaitPayloads(3);
        assertThat(heard.payloads().get(0))
                .isEqualTo(Map.of("id", 7, "CamelPgSql", "x", "tags", java.util.Arrays.asList(true, null)));
        assertThat(heard.payloads().get(1)).isEqualTo(3);
        assertThat(heard.payloads().get(2)).isNull();
        // nothing of a payload is ever a header
        assertThat(heard.messages()).noneMatch(message -> message.headers().containsKey("CamelPgSql"));
        assertThat(failures).singleElement().isInstanceOfSatisfying(PgException.class, failure -> {
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.PAYLOAD_NOT_JSON);
            assertThat(failure.getMessage())
                    .contains("channel orders", "11 bytes")
                    .doesNotContain("secret");
        });
    }

    @Test
    void aRouteThatFailsGoesOnListening() throws Exception {
        Heard heard = new Heard();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("pg:listen:orders").process(heard).process(exchange -> {
                    if ("bad".equals(exchange.getMessage().getBody())) {
                        throw new IllegalStateException("the route failed");
                    }
                });
            }
        });
        heard.awaitEvent("connected");
        pg.sql("NOTIFY orders, 'bad'; NOTIFY orders, 'good'");
        heard.awaitPayloads(2);
        assertThat(heard.payloads()).containsExactly("bad", "good");
    }

    @Test
    void suspendedItDoesNotListenAndTellsHowLong() throws Exception {
        Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
        Heard other = Heard.on(pg.camel(), "other", "pg:listen:orders");
        pg.camel().getRouteController().suspendRoute("orders");
        pg.sql("NOTIFY orders, 'missed'");
        other.awaitPayloads(1);
        pg.camel().getRouteController().resumeRoute("orders");
        Heard.Message reconnected = heard.awaitEvent("reconnected");
        assertThat((Long) reconnected.headers().get(PgConstants.LISTEN_AWAY)).isNotNegative();
        pg.sql("NOTIFY orders, 'after'");
        heard.awaitPayloads(1);
        assertThat(heard.payloads()).containsExactly("after");
    }

    @Test
    void aStopWaitsForTheRouteAndForWhatHasCome() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Heard heard = new Heard();
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("pg:listen:orders?announceConnect=false").routeId("orders").process(exchange -> {
                    running.countDown();
                    goOn.await(30, TimeUnit.SECONDS);
                    heard.process(exchange);
                });
            }
        });
        awaitListeners(1);
        Await.until("it listens", () -> {
            pg.sql("NOTIFY orders, 'x'");
            return running.getCount() == 0;
        });
        Heard other = Heard.on(pg.camel(), "other", "pg:listen:orders");
        pg.sql("NOTIFY orders, 'last'");
        other.awaitPayloads(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> stopped = threads.submit(() -> {
                pg.camel().getRouteController().stopRoute("orders", 30, TimeUnit.SECONDS);
                return null;
            });
            assertThat(stopped.isDone()).isFalse();
            goOn.countDown();
            stopped.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }
        assertThat(heard.payloads()).endsWith("last");
    }

    @Test
    void whatCannotListenIsRefusedAtTheStart() {
        assertThatThrownBy(() -> Heard.on(pg.camel(), "no", "pg:listen"))
                .hasStackTraceContaining("pg:listen needs a channel: pg:listen:<channel>");
        assertThatThrownBy(() -> Heard.on(pg.camel(), "no", "pg:listen:my-channel"))
                .hasStackTraceContaining("'my-channel' is not the name of a channel");
        assertThatThrownBy(() -> Heard.on(pg.camel(), "no", "pg:listen:orders?sql=SELECT 1&role=x&queueBytes=0"))
                .hasStackTraceContaining("pg:listen takes no sql")
                .hasStackTraceContaining("pg:listen takes no role or sessionSettings")
                .hasStackTraceContaining("queueBytes must be at least 1");
        assertThatThrownBy(() -> pg.template().requestBody("pg:listen:orders", "x"))
                .hasStackTraceContaining("pg:listen cannot be used in to:, only in from:");
        assertThatThrownBy(() -> Heard.on(pg.camel(), "no", "pg:notify:orders"))
                .hasStackTraceContaining("pg:notify cannot be used in from:, only in to:");
        try (PgContext pooled = PgContext.on(pg.database(), TestPostgres.port(), c -> c.setPoolerMode("transaction"))) {
            assertThatThrownBy(() -> Heard.on(pooled.camel(), "no", "pg:listen:orders"))
                    .hasStackTraceContaining("pooler-mode=transaction")
                    .hasStackTraceContaining("name a connection bean that goes to the server itself");
        }
    }

    @Test
    void aConnectionOfTenantsIsRefused() {
        PgTenants tenants = new PgTenants();
        tenants.setRegistry((client, service) -> PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT));
        pg.camel().getRegistry().bind("clients", tenants);
        assertThatThrownBy(() -> Heard.on(pg.camel(), "no", "pg:listen:orders?connection=clients"))
                .hasStackTraceContaining("pg:listen needs a connection of its own, and 'clients'");
    }
}
