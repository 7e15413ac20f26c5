package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelpg.operation.listen.Listener;
import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgBouncer;
import io.camelpg.support.PgContext;
import io.camelpg.support.StreamingReplica;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to pg:listen when something breaks: nothing that came is lost, and what was missed is told. */
class ListenFaultsIT {
    private static final String KILL =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'camel-pg listen'";

    private static long away(Heard heard) {
        return (Long) heard.awaitEvent("reconnected").headers().get(PgConstants.LISTEN_AWAY);
    }

    @Test
    void aKilledSessionIsOpenedAgainAndTold() throws Exception {
        try (PgContext pg = PgContext.onNewDatabase();
                LogCapture log = new LogCapture()) {
            Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
            pg.sql("SELECT pg_notify('orders', i::text) FROM generate_series(1, 100) i; " + KILL);
            assertThat(away(heard)).isNotNegative();
            pg.sql("NOTIFY orders, 'after'");
            Await.until("after", () -> heard.payloads().contains("after"));
            // all that had been sent before came, or the loss was told behind what came
            List<String> events =
                    heard.messages().stream().map(Heard.Message::event).toList();
            assertThat(events.indexOf("reconnected")).isGreaterThan(events.lastIndexOf("connected"));
            assertThat(heard.payloads()).endsWith("after");
            assertThat(log.text())
                    .containsOnlyOnce("does not listen, and keeps trying: PG-009")
                    .contains("connection 'default': listens again");
        }
    }

    /** Kills it over and over while somebody counts: whatever is not heard was sent in a time that is told. */
    @Test
    void whateverIsNotHeardWasSentInATimeThatIsTold() throws Exception {
        try (PgContext pg = PgContext.onNewDatabase()) {
            record Sent(int number, long nanos) {}
            record Gap(long from, long to) {}
            List<Sent> sent = new ArrayList<>();
            List<Gap> gaps = new CopyOnWriteArrayList<>();
            Heard heard = new Heard();
            pg.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("pg:listen:orders").process(exchange -> {
                        Long away = exchange.getMessage().getHeader(PgConstants.LISTEN_AWAY, Long.class);
                        if (away != null) {
                            long now = System.nanoTime();
                            gaps.add(new Gap(now - (away + 1) * 1_000_000, now));
                        }
                        heard.process(exchange);
                    });
                }
            });
            heard.awaitEvent("connected");
            int number = 0;
            for (int kill = 0; kill < 5; kill++) {
                for (int i = 0; i < 200; i++) {
                    sent.add(new Sent(++number, System.nanoTime()));
                    pg.sql("NOTIFY orders, '" + number + "'");
                }
                pg.sql(KILL);
            }
            int last = number + 1;
            Await.until("it hears again", () -> {
                pg.sql("NOTIFY orders, '" + last + "'");
                return heard.payloads().contains(String.valueOf(last));
            });
            List<Sent> missed = sent.stream()
                    .filter(one -> !heard.payloads().contains(String.valueOf(one.number())))
                    .toList();
            assertThat(gaps).isNotEmpty();
            assertThat(missed).allSatisfy(one -> assertThat(gaps)
                    .anyMatch(gap -> gap.from() <= one.nanos() && one.nanos() <= gap.to()));
        }
    }

    @Test
    void aServerThatIsStartedAgainIsHeardAgain() throws Exception {
        try (OwnPostgres server = OwnPostgres.started(settings -> settings)) {
            try (PgContext pg = PgContext.on("postgres", server.port(), connection -> {});
                    LogCapture log = new LogCapture()) {
                Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders,items");
                server.stop();
                Await.until("it is refused", () -> log.text().contains("does not listen, and keeps trying: PG-001"));
                server.startAgain();
                away(heard);
                server.execute("NOTIFY orders, 'a'; NOTIFY items, 'b'");
                heard.awaitPayloads(2);
                assertThat(heard.payloads()).containsExactly("a", "b");
            }
        }
    }

    /** What was missed began when the connection was lost, not when the route was suspended. */
    @Test
    void aRouteThatIsSuspendedWithoutAConnectionIsToldOfAllThatTime() throws Exception {
        try (OwnPostgres server = OwnPostgres.started(settings -> settings)) {
            try (PgContext pg = PgContext.on("postgres", server.port(), connection -> {});
                    LogCapture log = new LogCapture()) {
                Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
                server.stop();
                Await.until("it is refused", () -> log.text().contains("does not listen, and keeps trying: PG-001"));
                long lost = System.nanoTime();
                Await.until("some time has passed", () -> System.nanoTime() - lost > 1_500_000_000L);
                pg.camel().getRouteController().suspendRoute("orders");
                server.startAgain();
                long before = (System.nanoTime() - lost) / 1_000_000;
                pg.camel().getRouteController().resumeRoute("orders");
                assertThat(away(heard)).isGreaterThanOrEqualTo(before);
            }
        }
    }

    @Test
    void aNetworkThatSwallowsEverythingIsNoticed() throws Exception {
        try (WireProxy proxy = WireProxy.toTestPostgres();
                PgContext pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> {})) {
            Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
            proxy.stall();
            pg.sql("NOTIFY orders, 'swallowed'");
            Listener listener = pg.component()
                    .connections()
                    .listener(pg.component().connections().get(null));
            Await.until("it is noticed", () -> !listener.isListening());
            proxy.cut();
            proxy.resume();
            assertThat(away(heard)).isGreaterThan(4000);
            pg.sql("NOTIFY orders, 'after'");
            Await.until("after", () -> heard.payloads().contains("after"));
        }
    }

    @Test
    void theHealthCheckSaysWhetherItListens() throws Exception {
        try (WireProxy proxy = WireProxy.toTestPostgres();
                PgContext pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> {})) {
            Heard heard = Heard.on(pg.camel(), "orders", "pg:listen:orders");
            HealthCheck check =
                    ((HealthCheckAware) pg.camel().getRoute("orders").getConsumer()).getHealthCheck();
            assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
            proxy.refuse();
            proxy.cut();
            Await.until(
                    "DOWN",
                    () -> check.call().getState() == HealthCheck.State.DOWN
                            && "PG-001".equals(check.call().getDetails().get("code")));
            assertThat(check.call().getDetails())
                    .containsEntry("listening", false)
                    .containsEntry("connection", "default");
            proxy.accept();
            Await.until("UP", () -> check.call().getState() == HealthCheck.State.UP);
            heard.awaitEvent("reconnected");
        }
    }

    @Test
    void aStandbyIsTold() throws Exception {
        try (OwnPostgres primary = OwnPostgres.started(settings -> settings);
                StreamingReplica standby = StreamingReplica.of(primary);
                PgContext pg = PgContext.on("postgres", standby.port(), connection -> {});
                LogCapture log = new LogCapture()) {
            new Heard().route(pg.camel(), "orders", "pg:listen:orders");
            Await.until("the reason", () -> log.text().contains("keeps trying: PG-013"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "session"})
    void aPoolerThatNobodyToldOf(String mode) throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "no PgBouncer on this machine: its tests are skipped");
        try (PgBouncer bouncer = PgBouncer.before(
                        TestPostgres.port(),
                        4,
                        "pool_mode = " + mode
                                + "\nignore_startup_parameters = options,search_path,extra_float_digits");
                PgContext pg = PgContext.on(
                        TestPostgres.createDatabase(), bouncer.port(), connection -> connection.setSslMode("disable"));
                LogCapture log = new LogCapture()) {
            Heard heard = new Heard();
            heard.route(pg.camel(), "orders", "pg:listen:orders");
            if (mode.equals("session")) {
                heard.awaitEvent("connected");
                pg.sql("NOTIFY orders, 'through it'");
                heard.awaitPayloads(1);
            } else {
                Await.until("it is refused", () -> log.text().contains("PG-504"));
                assertThat(log.text())
                        .contains("goes through a pooler that gives each transaction another session")
                        .contains("Listen on a connection that goes to the server itself");
                assertThat(heard.messages()).isEmpty();
            }
        }
    }
}
