package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelpg.support.Await;
import io.camelpg.support.LogCapture;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One leads, another takes over within seconds, and never two at once, whatever happens to the one before. */
class LeaderElectionIT {
    private static final String NAMESPACE_KEY =
            "('x' || substr(encode(sha256('camel-pg/leader/jobs'::bytea), 'hex'), 1, 16))::bit(64)::bigint";

    /** Far more than a takeover takes on a busy machine: what is shown is that it comes. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private String database;
    private LeaderFirings firings;

    @BeforeEach
    void start() {
        database = TestPostgres.createDatabase();
        firings = LeaderFirings.in(directory);
    }

    @AfterEach
    void nobodyIsLeft() {
        Await.until("all sessions have ended", () -> TestPostgres.scalar(
                        "postgres",
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '% leader' AND datname = '"
                                + database + "'")
                .equals("0"));
    }

    private LeaderInstance instance(String name) throws Exception {
        return new LeaderInstance(name, database, TestPostgres.port(), firings);
    }

    private void awaitLeaders(String... names) {
        Await.until(
                "leaders " + List.of(names), PATIENCE, () -> firings.leaders().size() >= names.length);
        assertOneAfterTheOther(names);
    }

    /** And some time between them: a leader has stopped when the next one begins. */
    private void assertOneAfterTheOther(String... names) {
        List<LeaderFirings.Term> terms = firings.terms();
        assertThat(terms).extracting(LeaderFirings.Term::instance).containsExactly(names);
        for (int i = 1; i < terms.size(); i++) {
            long gap = terms.get(i).firstNanos() - terms.get(i - 1).lastNanos();
            assertThat(gap)
                    .as("between %s and %s", terms.get(i - 1), terms.get(i))
                    .isPositive();
        }
    }

    private String holder() {
        return TestPostgres.scalar(
                database,
                "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
                        + " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
                        + " AND (classid::bigint << 32 | objid::bigint) = " + NAMESPACE_KEY);
    }

    @Test
    void anotherOneTakesOverWhenTheLeaderCloses() throws Exception {
        LeaderInstance a = instance("a");
        awaitLeaders("a");
        try (LeaderInstance b = instance("b");
                LeaderInstance c = instance("c")) {
            assertThat(holder()).isEqualTo("a leader");
            Long epoch = a.service().epoch("jobs");
            assertThat(epoch).isNotNull();
            assertThat(b.service().epoch("jobs")).isNull();
            a.close();
            Await.until("b or c leads", PATIENCE, () -> b.leads() || c.leads());
            LeaderInstance next = b.leads() ? b : c;
            awaitLeaders("a", b.leads() ? "b" : "c");
            assertThat(next.service().epoch("jobs")).isGreaterThan(epoch);
        }
    }

    @Test
    void itsSessionIsKilled() throws Exception {
        try (LeaderInstance a = instance("a")) {
            awaitLeaders("a");
            try (LeaderInstance b = instance("b")) {
                // so that the one without a session is not the first to ask again
                Await.until("b stands", () -> TestPostgres.scalar(
                                database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'b leader'")
                        .equals("1"));
                try (LeadersWatch watch = new LeadersWatch(a, b)) {
                    for (int i = 0; i < 4; i++) {
                        TestPostgres.execute(
                                database,
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                                        + holder() + "'");
                        Await.until("nobody leads", PATIENCE, () -> !a.leads() && !b.leads());
                        Await.until("somebody leads", PATIENCE, () -> a.leads() || b.leads());
                    }
                }
                int before = firings.all().size();
                Await.until("and fires", PATIENCE, () -> firings.all().size() > before);
                // whoever asks first gets it, and two never lead: terms are few, not many that alternate
                assertThat(firings.terms()).hasSizeLessThanOrEqualTo(5);
            }
        }
    }

    @Test
    void itsNetworkIsSilent() throws Exception {
        try (WireProxy proxy = WireProxy.toTestPostgres();
                LeaderInstance a = new LeaderInstance("a", database, proxy.port(), firings)) {
            awaitLeaders("a");
            try (LeaderInstance b = instance("b");
                    LeadersWatch watch = new LeadersWatch(a, b)) {
                proxy.stall();
                if (TestPostgres.majorVersion() < 14) {
                    // the proxy answers the server's keep-alives, so that only a cut tells it
                    Await.until("a gives up", () -> !a.leads());
                    proxy.cut();
                }
                awaitLeaders("a", "b");
                proxy.resume();
                proxy.cut();
                Await.until("a is back", () -> TestPostgres.scalar(
                                database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'a leader'")
                        .equals("1"));
                assertThat(a.leads()).isFalse();
                assertThat(b.leads()).isTrue();
                assertOneAfterTheOther("a", "b");
            }
        }
    }

    @Test
    void theServerIsAwayAndComesBack() throws Exception {
        try (OwnPostgres server = OwnPostgres.started(settings -> settings)) {
            try (LeaderInstance a = new LeaderInstance("a", "postgres", server.port(), firings);
                    LogCapture log = new LogCapture()) {
                awaitLeaders("a");
                server.crash();
                Await.until("it does not lead", () -> !a.leads());
                int before = firings.all().size();
                server.startAgain();
                Await.until("it leads again", PATIENCE, () -> firings.all().size() > before + 10);
                assertThat(log.text())
                        .contains("cannot stand for leadership, and keeps trying: PG-0")
                        .contains("stands for leadership again");
            }
        }
    }

    @Test
    void itsProcessIsKilled() throws Exception {
        Process a = process("a");
        try {
            awaitLeaders("a");
            try (LeaderInstance b = instance("b")) {
                a.destroyForcibly().waitFor();
                awaitLeaders("a", "b");
                assertThat(b.leads()).isTrue();
            }
        } finally {
            a.destroyForcibly().waitFor();
        }
    }

    @Test
    void itsProcessIsHeldUp() throws Exception {
        assumeTrue(
                TestPostgres.majorVersion() >= 14,
                "without idle_session_timeout the lock stays where it is until the process goes on");
        Process a = process("a");
        try {
            awaitLeaders("a");
            try (LeaderInstance b = instance("b")) {
                signal(a, "STOP");
                awaitLeaders("a", "b");
                int before = firings.all().size();
                signal(a, "CONT");
                Await.until("a stands again", () -> TestPostgres.scalar(
                                database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'a leader'")
                        .equals("1"));
                Await.until("b goes on", () -> firings.all().size() > before + 50);
                assertThat(b.leads()).isTrue();
                // not once did the other fire when it woke up
                assertOneAfterTheOther("a", "b");
            }
        } finally {
            a.destroyForcibly().waitFor();
        }
    }

    /** As after a stall: the time is over, and the consumer has not been stopped yet. */
    @Test
    void aConsumerThatIsNotStoppedYetBeginsNothing() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        try (WireProxy proxy = WireProxy.toTestPostgres();
                LogCapture log = new LogCapture();
                LeaderInstance a = new LeaderInstance("a", database, proxy.port(), firings, (view, leader) -> {
                    if (leader == null && firings.all().size() > 0) {
                        Await.until("the test lets it stop", () -> stopping.getCount() == 0);
                    }
                })) {
            awaitLeaders("a");
            proxy.stall();
            Await.until("its time is over", () -> !a.leads());
            long over = System.nanoTime();
            Await.until("exchanges are turned away", () -> log.text()
                    .contains("PG-411 this instance does not lead 'jobs' any more"));
            // one may have begun just before
            assertThat(firings.all().stream().filter(firing -> firing.nanos() > over))
                    .hasSizeLessThanOrEqualTo(1);
            stopping.countDown();
            proxy.cut();
            proxy.resume();
        }
    }

    private Process process(String name) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LeaderInstance.class.getName(),
                        name,
                        database,
                        String.valueOf(TestPostgres.port()),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void signal(Process process, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    @Test
    void aPoolerOfTransactionsIsRefused() {
        try (PgContext pg = PgContext.on(database, TestPostgres.port(), c -> c.setPoolerMode("transaction"))) {
            PgClusterService service = new PgClusterService();
            service.setCamelContext(pg.camel());
            assertThatThrownBy(() -> service.getView("jobs")).hasStackTraceContaining("pooler-mode=transaction");
        }
    }

    @Test
    void aLeaseThatIsTooShortIsRefused() {
        try (PgContext pg = PgContext.on(database, TestPostgres.port(), c -> {})) {
            PgClusterService service = new PgClusterService();
            service.setLease(Duration.ofMillis(500));
            service.setCamelContext(pg.camel());
            assertThatThrownBy(() -> service.getView("jobs")).hasStackTraceContaining("lease must be at least 1s");
        }
    }
}
