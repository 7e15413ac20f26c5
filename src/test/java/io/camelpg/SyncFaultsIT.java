package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WirePlace;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The connection breaks, or the server ends the session, at each message of a load; what comes again makes it whole. */
@Tag("faults")
class SyncFaultsIT {
    /** Every message takes minutes, and neighbours are mostly the same to the server. */
    private static final int CUT_STEP = 5;

    private static final int END_STEP = 15;
    private static final String TABLE = "CREATE TABLE item (id int PRIMARY KEY, name text, at int, _camel_meta jsonb)";
    private static final String OLD =
            "TRUNCATE item; INSERT INTO item VALUES (1, 'one', 1), (2, 'two', 1), (3, 'three', 9);"
                    + " DROP SCHEMA IF EXISTS camel_internal CASCADE";
    private static final String CONTENT =
            "SELECT string_agg(concat_ws(':', id, name, at), ' ' ORDER BY id, name) FROM item";

    /**
     * A message and what the table must have then.
     *
     * @param before what is sent first, in peace; null for nothing
     */
    record Load(String options, String before, String body, String expected) {
        @Override
        public String toString() {
            return options;
        }
    }

    private WireProxy proxy;
    private PgContext pg;

    static List<Load> loads() {
        String rows = rows(1, 40);
        String all = content(1, 40);
        String generation = "mode=overwrite&raw=true&batchId=${body.length}&generation=1&complete=";
        return List.of(
                new Load("mode=overwrite&raw=true", null, rows, all),
                new Load(
                        "mode=dedup&cursor=at&raw=true&unknownFields=ignore&deleteWhen=${body[op]} == 'd'",
                        null,
                        rows + "\n{\"op\":\"d\",\"id\":2,\"at\":6}",
                        (content(1, 1) + " 3:three:9 " + content(4, 40))),
                new Load(
                        "mode=incremental-append&batchId=b&raw=true",
                        null,
                        rows(50, 60),
                        "1:one:1 2:two:1 3:three:9 " + content(50, 60)),
                new Load(generation + "true", rows(1, 20), rows(21, 40), all),
                new Load(generation + "false", null, rows(1, 20), "1:one:1 2:two:1 3:three:9"),
                new Load("mode=overwrite&schemaContract=evolve", null, rows, all));
    }

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> "{\"id\":" + id + ",\"name\":\"n" + id + "\",\"at\":5}")
                .collect(Collectors.joining("\n"));
    }

    private static String content(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> id + ":n" + id + ":5")
                .collect(Collectors.joining(" "));
    }

    @BeforeEach
    void start() {
        proxy = WireProxy.toTestPostgres();
        String database = TestPostgres.createDatabase();
        pg = PgContext.on(database, proxy.port(), connection -> connection.setMaxConnections(2));
        pg.sql(TABLE);
    }

    @AfterEach
    void stop() {
        pg.close();
        proxy.close();
    }

    private Exchange send(Load load) {
        return pg.send("pg:load:item?" + load.options(), load.body());
    }

    /** A connection of the pool may have been ended, too, which the first call on it finds out. */
    private Exchange surely(String options, String body) {
        Exchange exchange = pg.send("pg:load:item?" + options, body);
        for (int i = 0; i < 2 && exchange.getException() instanceof PgException failure && failure.retryable(); i++) {
            exchange = pg.send("pg:load:item?" + options, body);
        }
        return exchange;
    }

    private void prepare(Load load) {
        pg.sql(OLD);
        if (load.before() != null) {
            String options = load.options().replace("complete=true", "complete=false");
            assertThat(surely(options, load.before()).getException()).isNull();
        }
    }

    /** How many messages go over the wire, both ways, once everything is warm. */
    private int messages(Load load) {
        for (int i = 0; i < 6; i++) {
            prepare(load);
            assertThat(send(load).getException()).isNull();
        }
        prepare(load);
        proxy.reset();
        assertThat(send(load).getException()).isNull();
        assertThat(pg.scalar(CONTENT)).isEqualTo(load.expected());
        return (int) (proxy.counts().client().values().stream()
                        .mapToLong(n -> n)
                        .sum()
                + proxy.counts().server().values().stream().mapToLong(n -> n).sum());
    }

    @ParameterizedTest
    @MethodSource("loads")
    void isWholeAfterACut(Load load) {
        int messages = messages(load);
        String old = "1:one:1 2:two:1 3:three:9";
        List<Integer> cutAt = new ArrayList<>();
        for (int at = 0; at < messages; at += CUT_STEP) {
            prepare(load);
            AtomicInteger left = new AtomicInteger(at);
            proxy.cutAt(message -> left.getAndDecrement() == 0);
            Exchange cut = send(load);
            proxy.disarm();
            if (cut.getException() != null) {
                cutAt.add(at);
                Faults.nothingIsLeft(pg);
                assertThat(pg.scalar(CONTENT))
                        .as("all or nothing, cut at " + at)
                        .isIn(old, load.expected());
                Exchange retried = send(load);
                assertThat(retried.getException()).as("after a cut at " + at).isNull();
            }
            assertThat(pg.scalar(CONTENT)).as("cut at " + at).isEqualTo(load.expected());
            assertThat(raw(load)).as("cut at " + at).isEqualTo(expectedRaw(load));
        }
        assertThat(cutAt).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("loads")
    void isWholeAfterTheSessionWasEnded(Load load) {
        int messages = messages(load);
        for (int at = 0; at < messages; at += END_STEP) {
            prepare(load);
            AtomicInteger left = new AtomicInteger(at);
            proxy.at(message -> left.getAndDecrement() == 0, WirePlace.BEFORE, connection -> end());
            Exchange killed = send(load);
            proxy.disarm();
            if (killed.getException() != null) {
                Faults.nothingIsLeft(pg);
                assertThat(surely(load.options(), load.body()).getException())
                        .as("killed at " + at)
                        .isNull();
            }
            assertThat(pg.scalar(CONTENT)).as("killed at " + at).isEqualTo(load.expected());
            assertThat(raw(load)).as("killed at " + at).isEqualTo(expectedRaw(load));
        }
    }

    private void end() {
        pg.scalar("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'camel-pg'");
    }

    /** How many rows are kept as they came, where each message's are there once. */
    private String raw(Load load) {
        return load.options().contains("raw=true") && !load.options().contains("dedup")
                ? pg.scalar("SELECT count(*) FROM camel_internal.public_item")
                : "";
    }

    private static String expectedRaw(Load load) {
        if (!load.options().contains("raw=true") || load.options().contains("dedup")) {
            return "";
        }
        int before = load.before() == null ? 0 : load.before().split("\n").length;
        return String.valueOf(before + load.body().split("\n").length);
    }
}
