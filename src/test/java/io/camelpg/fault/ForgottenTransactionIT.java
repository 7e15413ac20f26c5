package io.camelpg.fault;

import static io.camelpg.support.WireMessage.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.WirePlace;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that crashes forgets the numbers of transactions that had written nothing durable, and gives them out again. */
class ForgottenTransactionIT {
    private static Scene scene;
    private static PgClient client;

    @BeforeAll
    static void start() throws Exception {
        scene = new Scene();
        client = new PgClient(scene);
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        scene.close();
    }

    @Test
    void theCommitOfAnotherIsNotTakenForOnesOwn() throws Exception {
        String uri = "pg:execute?timeout=20000&expectedUpdateCount=1&sql=INSERT INTO entry (id, part) VALUES (:id, 0)";
        assertThat(client.context().send(uri, Map.of("id", 1)).getException()).isNull();
        CompletableFuture<?> held = scene.proxy().at(statement("COMMIT"), WirePlace.BEFORE, Way.SWALLOW.action(scene));
        CompletableFuture<Exchange> told =
                CompletableFuture.supplyAsync(() -> client.context().send(uri, Map.of("id", 2)));
        held.get();
        long given = Long.parseLong(scene.scalar("SELECT max(backend_xid::text::bigint) FROM pg_stat_activity"
                + " WHERE state = 'idle in transaction' AND usename = 'app'"));
        scene.server().crash();
        scene.server().startAgain();
        scene.forgetAdmin();
        assertThat(nextTransaction())
                .as("the server has forgotten the transaction")
                .isLessThanOrEqualTo(given);
        for (int other = 0; other < 3; other++) {
            scene.sql("UPDATE account SET balance = balance WHERE id = 0");
        }
        scene.proxy().cutHeld();
        assertThat(scene.scalar("SELECT count(*) FROM entry WHERE id = 2")).isEqualTo("0");
        assertThat(told.get().getException()).hasMessageStartingWith("PG-404");
    }

    private static long nextTransaction() {
        return Long.parseLong(scene.scalar("SELECT txid_snapshot_xmax(txid_current_snapshot())"));
    }
}
