package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.connection.BackgroundThreads;
import io.camelpg.connection.ConnectionPool;
import io.camelpg.support.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hundred pools have as many threads as one, and the last one takes them along. */
class BackgroundThreadsTest {
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("camel-pg-")
                        || thread.getName().contains("housekeeper"))
                .count();
    }

    @Test
    void poolsShareThem() {
        long before = threads();
        List<ConnectionPool> pools = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            PgConnection connection = new PgConnection();
            connection.setUsername("nobody");
            pools.add(new ConnectionPool(connection.profile("pool-" + i)));
        }
        BackgroundThreads held = BackgroundThreads.acquire();
        assertThat(threads()).isBetween(1L, before + 3);
        pools.forEach(ConnectionPool::close);
        pools.forEach(ConnectionPool::close);
        assertThat(held.timer().isShutdown()).as("somebody holds them").isFalse();
        held.release();
        Await.until("they end with the last pool", () -> threads() <= before);
    }
}
