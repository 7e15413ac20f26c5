package io.camelpg.connection;

import static io.camelpg.support.WireMessage.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireMessage.Sender;
import io.camelpg.support.WirePlace;
import io.camelpg.support.WireProxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pool replaces an idle connection that has died, and the server accepts the new one and says nothing. */
@Tag("core")
class StuckOpeningIT {
    private static final String APPLICATION = "stuck";

    private WireProxy proxy;
    private ConnectionPool pool;

    @BeforeEach
    void oneIsIdle() throws InterruptedException {
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
        lease().close();
        // HikariCP asks those that have not been used for half a second.
        Thread.sleep(700);
    }

    @AfterEach
    void stop() {
        pool.close();
        proxy.close();
    }

    private Lease lease() {
        return pool.lease(System.nanoTime() + Duration.ofSeconds(10).toNanos());
    }

    private static int sessions() {
        return Integer.parseInt(TestPostgres.scalar(
                "postgres", "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + APPLICATION + "'"));
    }

    @Test
    void othersAreOpenedAndLentMeanwhile() throws SQLException {
        CompletableFuture<?> held =
                proxy.at(server('R'), WirePlace.BEFORE, connection -> connection.hold(Sender.SERVER));
        proxy.cut();
        long start = System.nanoTime();
        try (Lease one = lease();
                Lease other = lease()) {
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(5).toNanos());
            assertThat(held).isDone();
            assertThat(one.connection().isValid(5)).isTrue();
            assertThat(other.connection().isValid(5)).isTrue();
        }
        assertThat(proxy.counts().connections()).isEqualTo(4);
    }

    @Test
    void whatComesAfterThePoolWasClosedIsClosedToo() {
        CompletableFuture<?> stalled = proxy.stallAt(server('R'));
        proxy.cut();
        CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(this::lease);
        Await.until("one is being opened", stalled::isDone);
        pool.close();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(PgException.class);
        assertThat(sessions()).isEqualTo(1);
        proxy.resume();
        Await.until("the server has no session of it", () -> sessions() == 0);
    }
}
