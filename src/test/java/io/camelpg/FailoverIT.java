package io.camelpg;

import static io.camelpg.Faults.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.Await;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import io.camelpg.support.StreamingReplica;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The primary dies under load, its standby is promoted, and the same connection goes on there. */
@Tag("core")
class FailoverIT {
    private static final int WRITERS = 6;
    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    private final Set<Integer> unknown = new ConcurrentSkipListSet<>();
    private final Set<Integer> refused = new ConcurrentSkipListSet<>();
    private final List<PgException> unexpected = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Two ways in turn: a single round trip, and one whose commit can be asked for. */
    private void write(PgContext pg) {
        while (!ended.get()) {
            int id = next.incrementAndGet();
            String checked = id % 2 == 0 ? "expectedUpdateCount=1&" : "";
            Exchange exchange =
                    pg.send("pg:execute?" + checked + "sql=INSERT INTO item VALUES (:id)", Map.of("id", id));
            Exception failure = exchange.getException();
            if (failure == null) {
                acknowledged.add(id);
            } else if (failure instanceof PgException e && e.errorCode() == PgErrorCode.OUTCOME_UNKNOWN) {
                unknown.add(id);
            } else if (failure instanceof PgException e && e.retryable()) {
                refused.add(id);
            } else {
                unexpected.add((PgException) failure);
            }
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterwardsAndTheServiceGoesOn() throws Exception {
        try (OwnPostgres primary =
                        OwnPostgres.started(settings -> settings.setServerConfig("synchronous_commit", "on"));
                StreamingReplica replica = StreamingReplica.of(primary)) {
            primary.execute("CREATE TABLE item (id int PRIMARY KEY)");
            primary.execute("ALTER SYSTEM SET synchronous_standby_names = '" + StreamingReplica.NAME
                    + "'; SELECT pg_reload_conf()");
            Await.until("the replica is synchronous", () -> "sync"
                    .equals(primary.scalar("SELECT sync_state FROM pg_stat_replication")));
            List<Thread> writers = new ArrayList<>();
            try (PgContext pg = PgContext.on("postgres", 1, connection -> {
                connection.setHost("localhost:" + primary.port() + ",localhost:" + replica.port());
                connection.setSslMode("disable");
                connection.setMaxConnections(4);
            })) {
                for (int i = 0; i < WRITERS; i++) {
                    Thread writer = new Thread(() -> write(pg), "writer-" + i);
                    writer.start();
                    writers.add(writer);
                }
                try {
                    Await.until("writes are under way", () -> acknowledged.size() > 200);
                    primary.crash();
                    Await.until("the outage is noticed", () -> !refused.isEmpty());
                    int before = acknowledged.size();
                    replica.promote();
                    Await.until("writes go on", () -> acknowledged.size() > before + 200);
                } finally {
                    ended.set(true);
                    for (Thread writer : writers) {
                        writer.join();
                    }
                }
                assertThat(unexpected).isEmpty();
                Set<Integer> there = new TreeSet<>();
                for (Object row : (List<?>) body(pg.send("pg:query?sql=SELECT id FROM item", null))) {
                    there.add((Integer) ((Map<?, ?>) row).get("id"));
                }
                assertThat(there).containsAll(acknowledged);
                assertThat(refused.stream().filter(there::contains).collect(Collectors.toList()))
                        .isEmpty();
                there.removeAll(acknowledged);
                assertThat(unknown).containsAll(there);
                assertThat(body(pg.send("pg:query?outputType=scalar&sql=SELECT inet_server_port()", null)))
                        .isEqualTo(replica.port());
                comesBackAsPrimary(primary, replica, pg);
                comesBackAsStandby(primary, replica, pg);
            }
        }
    }

    @Test
    void aPrimaryThatFallsSilentIsLeftOnceAnotherIsThere() {
        try (OwnPostgres primary = OwnPostgres.started(settings -> settings);
                StreamingReplica replica = StreamingReplica.of(primary);
                WireProxy network = WireProxy.to(primary.port());
                PgContext pg = PgContext.on("postgres", network.port(), connection -> {
                    connection.setHost("localhost,localhost:" + replica.port());
                    connection.setConnectTimeout(4000);
                    connection.setStatementTimeout(1000);
                    connection.setSslMode("disable");
                })) {
            String where = "pg:execute?outputType=scalar&sql=SELECT inet_server_port()";
            assertThat(body(pg.send(where, null))).isEqualTo(primary.port());
            network.stall();
            assertThat(Faults.failure(pg.send(where, null)).errorCode())
                    .isIn(PgErrorCode.OUTCOME_UNKNOWN, PgErrorCode.CONNECTION_LOST);
            replica.promote();
            Await.until("calls work again", () -> pg.send(where, null).getException() == null);
            assertThat(body(pg.send(where, null))).isEqualTo(replica.port());
            network.resume();
        }
    }

    @Test
    void aCommitThatNoStandbyConfirmsIsNoSuccess() {
        try (OwnPostgres primary =
                        OwnPostgres.started(settings -> settings.setServerConfig("synchronous_commit", "on"));
                PgContext pg =
                        PgContext.on("postgres", primary.port(), connection -> connection.setSslMode("disable"))) {
            primary.execute("CREATE TABLE item (id int PRIMARY KEY)");
            primary.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'; SELECT pg_reload_conf()");
            List<String> uris = List.of(
                    "pg:execute?timeout=1s&sql=INSERT INTO item VALUES (1)",
                    "pg:execute?timeout=1s&expectedUpdateCount=1&sql=INSERT INTO item VALUES (2)",
                    "pg:execute?timeout=1s&outputType=scalar&sql=INSERT INTO item VALUES (3) RETURNING id",
                    "pg:transaction?timeout=1s&sql=INSERT INTO item VALUES (4)",
                    "pg:upsert:item?timeout=1s");
            for (String uri : uris) {
                Exchange exchange = pg.send(uri, Map.of("id", 5));
                PgException failure = Faults.failure(exchange);
                assertThat(failure.errorCode()).as(uri).isEqualTo(PgErrorCode.OUTCOME_UNKNOWN);
                assertThat(failure.detail()).contains("is committed on the primary");
            }
            assertThat(primary.scalar("SELECT count(*) FROM item")).isEqualTo("5");
        }
    }

    /** The old primary is started again and knows nothing of the new one: it gets no writes as long as that one is there. */
    private static void comesBackAsPrimary(OwnPostgres old, StreamingReplica now, PgContext pg) {
        old.startAgain();
        assertThat(old.scalar("SELECT pg_is_in_recovery()")).isEqualTo("f");
        for (int i = 0; i < 3; i++) {
            now.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'camel-pg'");
            int id = -1 - i;
            Await.until(
                    "a call has found out",
                    () -> pg.send("pg:execute?sql=INSERT INTO item VALUES (:id)", Map.of("id", id))
                                    .getException()
                            == null);
            assertThat(now.scalar("SELECT count(*) FROM item WHERE id = " + id)).isEqualTo("1");
        }
        old.stop();
    }

    /** The old primary comes back in its place, first in the list, as a standby of the new one: nobody uses it. */
    private static void comesBackAsStandby(OwnPostgres old, StreamingReplica now, PgContext pg) {
        try (StreamingReplica back = StreamingReplica.of(now, old.port())) {
            assertThat(back.scalar("SELECT pg_is_in_recovery()")).isEqualTo("t");
            now.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'camel-pg'");
            Await.until(
                    "a call has found out",
                    () -> pg.send("pg:execute?sql=DELETE FROM item", null).getException() == null);
            assertThat(now.scalar("SELECT count(*) FROM item")).isEqualTo("0");
        }
    }
}
