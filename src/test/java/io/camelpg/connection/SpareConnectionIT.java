package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call opens a connection, and gets the one that comes back meanwhile. */
@Tag("core")
class SpareConnectionIT {
    private static final String APPLICATION = "spare";

    private WireProxy proxy;
    private ConnectionPool pool;
    private SessionState only;

    @BeforeEach
    void meet() {
        proxy = WireProxy.toTestPostgres();
        pool = new ConnectionPool(new ConnectionProfile(
                APPLICATION,
                new Server("localhost", proxy.port()),
                "postgres",
                new Login("postgres", null),
                new TlsSettings(SslMode.DISABLE, null, null, null, null, ChannelBinding.PREFER, false),
                new SessionSettings("public", Duration.ofSeconds(30), APPLICATION, ResetPolicy.AUTO, PoolerMode.NONE),
                new PoolSettings(3, Duration.ofSeconds(30), Duration.ofMinutes(5)),
                null,
                Map.of()));
        Lease first = lease();
        only = first.session();
        proxy.stall();
        CompletableFuture<Lease> second = CompletableFuture.supplyAsync(this::lease);
        Await.until("another one is being opened", () -> proxy.counts().connections() == 2);
        first.close();
        proxy.resume();
        try (Lease got = second.join()) {
            assertThat(got.session()).isSameAs(only);
        }
    }

    @AfterEach
    void stop() {
        pool.close();
        Await.until("the server has no session of it", () -> sessions() == 0);
        proxy.close();
    }

    private Lease lease() {
        return pool.lease(System.nanoTime() + Duration.ofSeconds(30).toNanos());
    }

    private static int sessions() {
        return Integer.parseInt(TestPostgres.scalar(
                "postgres", "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + APPLICATION + "'"));
    }

    @Test
    void whatWasOpenedIsThereForTheNextMeeting() throws SQLException {
        assertThat(pool.total()).isEqualTo(2);
        try (Lease one = lease();
                Lease other = lease()) {
            assertThat(one.session()).isNotSameAs(other.session());
            assertThat(other.connection().isValid(5)).isTrue();
            assertThat(pool.total()).isEqualTo(2);
            try (Lease third = lease()) {
                assertThat(third.connection().isValid(5)).isTrue();
                assertThat(pool.total()).isEqualTo(3);
            }
        }
        assertThat(proxy.counts().connections()).isEqualTo(3);
        assertThat(sessions()).isEqualTo(3);
    }

    @Test
    void oneThatDiedWhileItWaitedIsNotHandedOut() throws SQLException {
        proxy.cut();
        Await.until("the server knows", () -> sessions() == 0);
        pool.suspectOthers();
        try (Lease one = lease();
                Lease other = lease()) {
            assertThat(one.connection().isValid(5)).isTrue();
            assertThat(other.connection().isValid(5)).isTrue();
        }
    }

    @Test
    void aRetiredPoolKeepsNone() {
        pool.retire();
        Await.until("all are closed", () -> sessions() == 0);
        assertThat(pool.total()).isZero();
    }

    @Test
    void itDoesNotStayLongerThanOtherIdleOnes() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Queue<SessionState> closed = new ConcurrentLinkedQueue<>();
        SpareConnections spares =
                new SpareConnections(timer, Duration.ofMillis(50).toNanos(), closed::add);
        spares.keep(only);
        Await.until("it is closed", () -> closed.contains(only));
        assertThat(spares.count()).isZero();
        spares.keep(only);
        Await.until("the next one, too", () -> closed.size() == 2);
        spares.end();
        spares.keep(only);
        assertThat(closed).hasSize(3);
        timer.shutdownNow();
    }
}
