package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load of several parts, of which one goes to the server while the next one is read. */
class LoadAheadIT {
    private static final int MANY = 200_000;
    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase();
        pg.sql("CREATE TABLE item (id bigint PRIMARY KEY, name text CHECK (name <> 'bad'))");
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    private static Iterator<Map<String, Object>> rows(int bad, LongConsumer seen) {
        return LongStream.range(0, MANY)
                .mapToObj(id -> {
                    seen.accept(id);
                    return Map.<String, Object>of("id", id, "name", id == bad ? "bad" : "name " + id);
                })
                .iterator();
    }

    @Test
    void allRowsAreThereOnce() {
        Exchange exchange = pg.send("pg:load:item", rows(-1, id -> {}));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(PgConstants.INSERTED_COUNT)).isEqualTo((long) MANY);
        assertThat(pg.scalar("SELECT count(*) || ' ' || sum(id) FROM item"))
                .isEqualTo(MANY + " " + (long) MANY * (MANY - 1) / 2);
        Faults.nothingIsLeft(pg);
    }

    @Test
    void theBadRowOfALaterPartIsNamedAndNothingIsKept() {
        assertThat(failure(pg.send("pg:load:item", rows(130_000, id -> {})))).hasMessageContaining("130000");

        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
        Faults.nothingIsLeft(pg);
    }

    @Test
    void orRejectedWithAllOthersKept() {
        Exchange exchange = pg.send("pg:load:item?badRows=reject", rows(130_000, id -> {}));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(PgConstants.INSERTED_COUNT)).isEqualTo(MANY - 1L);
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo(Integer.toString(MANY - 1));
    }

    @Test
    void aSourceThatFailsWhileAPartIsUnderWayUndoesAll() {
        Exchange exchange = pg.send("pg:load:item", rows(-1, id -> {
            if (id == 150_000) {
                throw new IllegalStateException("the source broke");
            }
        }));

        assertThat(exchange.getException()).hasStackTraceContaining("the source broke");
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
        Faults.nothingIsLeft(pg);
    }

    @Test
    void aConnectionThatIsLostMeanwhileIsSaid() {
        Exchange exchange = pg.send("pg:load:item", rows(-1, id -> {
            if (id == 150_000) {
                pg.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid()");
            }
        }));

        assertThat(failure(exchange).code()).isEqualTo("PG-009");
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
    }

    @Test
    void inTransactionsOfSomeRowsEachTheFirstOnesStay() {
        assertThat(failure(pg.send("pg:load:item?commitEvery=60000", rows(130_000, id -> {}))))
                .hasMessageContaining("the first 120000 rows are committed");

        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("120000");
    }
}
