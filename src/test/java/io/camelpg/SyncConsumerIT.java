package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From one table to another, where batches come again because what follows the load fails. */
@Tag("core")
class SyncConsumerIT {
    @Test
    void rowsAreThereExactlyOnce() throws Exception {
        try (PgContext pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(3))) {
            pg.sql("CREATE TABLE change (id int PRIMARY KEY, at timestamptz DEFAULT now());"
                    + " INSERT INTO change (id) SELECT generate_series(1, 25)");
            AtomicInteger calls = new AtomicInteger();
            Set<Object> batches = ConcurrentHashMap.newKeySet();
            pg.camel().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("pg:extract:change?mode=incremental&cursor=at&delay=20&initialDelay=0&batchSize=10")
                            .to("pg:load:copy?mode=incremental-append&raw=true&batchId=${header.CamelPgBatchId}")
                            .process(exchange -> {
                                batches.add(exchange.getMessage().getHeader("CamelPgBatchId"));
                                if (calls.incrementAndGet() % 2 == 1) {
                                    throw new IllegalStateException("as the test wants it");
                                }
                            });
                }
            });
            Await.until("all batches were processed", () -> calls.get() >= 6);
            pg.sql("INSERT INTO change (id) SELECT generate_series(26, 30)");
            Await.until("what is new was, too", () -> calls.get() >= 8);
            pg.camel().stop();
            assertThat(batches).hasSize(4);
            assertThat(pg.scalar("SELECT count(*) || ' ' || count(DISTINCT id) || ' '"
                            + " || (SELECT count(*) FROM camel_internal.public_copy) FROM copy"))
                    .isEqualTo("30 30 30");
        }
    }
}
