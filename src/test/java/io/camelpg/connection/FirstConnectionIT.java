package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgException;
import io.camelpg.support.WireMessage.Sender;
import io.camelpg.support.WireProxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The first connection of a pool dies while it is made ready, wherever in that: the next one is as good as any. */
@Tag("core")
class FirstConnectionIT {
    @Test
    void thePoolDoesNotSufferFromHowItsFirstConnectionDied() throws SQLException {
        boolean died = true;
        for (int message = 1; died; message++) {
            died = diesAt(message);
            assertThat(died || message > 3).as("messages until it is ready").isTrue();
        }
    }

    /** Cuts the first connection at what is the n-th message of its client, if it sends as many until it is lent. */
    private static boolean diesAt(int message) throws SQLException {
        try (WireProxy proxy = WireProxy.toTestPostgres()) {
            AtomicInteger sent = new AtomicInteger();
            CompletableFuture<?> cut =
                    proxy.cutAt(seen -> seen.sender() == Sender.CLIENT && sent.incrementAndGet() == message);
            ConnectionPool pool = new ConnectionPool(profile(proxy.port()));
            try {
                try {
                    lease(pool).close();
                } catch (PgException e) {
                    assertThat(e.retryable()).as("message %s: %s", message, e).isTrue();
                }
                boolean died = cut.isDone();
                proxy.disarm();
                try (Lease lease = lease(pool)) {
                    assertThat(lease.connection().isValid(5)).isTrue();
                }
                return died;
            } finally {
                pool.close();
            }
        }
    }

    private static Lease lease(ConnectionPool pool) {
        return pool.lease(System.nanoTime() + Duration.ofSeconds(10).toNanos());
    }

    private static ConnectionProfile profile(int port) {
        return new ConnectionProfile(
                "first",
                new Server("localhost", port),
                "postgres",
                new Login("postgres", null),
                new TlsSettings(SslMode.DISABLE, null, null, null, null, ChannelBinding.PREFER, false),
                new SessionSettings("public", Duration.ofSeconds(30), "first", ResetPolicy.AUTO, PoolerMode.NONE),
                new PoolSettings(3, Duration.ofSeconds(30), Duration.ofMinutes(5)),
                null,
                Map.of());
    }
}
