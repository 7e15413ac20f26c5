package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements of the outbox: who gets a row, for how long, and what becomes of it. */
class OutboxSqlIT {
    private static PgContext pg;

    @BeforeAll
    static void createTables() throws Exception {
        pg = PgContext.onNewDatabase();
        for (String table : List.of("crm_events", "outbox")) {
            pg.sql(Files.readString(Path.of("routes/sql/tables", table + ".sql")));
        }
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE outbox RESTART IDENTITY; TRUNCATE crm_events");
    }

    @Test
    void aRowIsTakenOnceAndOnlyTheOldestOfItsKey() {
        insert("a", "a", "b");

        assertThat(claim(60)).containsExactlyInAnyOrder(1L, 3L);
        assertThat(claim(60)).as("taken").isEmpty();
        pg.sql("UPDATE outbox SET state = 'done' WHERE id = 1");
        assertThat(claim(60)).containsExactly(2L);
        assertThat(pg.scalar("SELECT string_agg(attempts::text, ',' ORDER BY id) FROM outbox"))
                .isEqualTo("1,1,1");
    }

    @Test
    void whatSomebodyTookAndDidNotMarkIsDueAgain() {
        insert("a");

        assertThat(claim(0)).containsExactly(1L);
        assertThat(claim(60)).containsExactly(1L);
        assertThat(pg.scalar("SELECT attempts FROM outbox")).isEqualTo("2");
    }

    @Test
    void whatSomebodyIsTakingAtThisMomentIsLeft() throws Exception {
        insert("a", "b");
        try (Connection other = TestPostgres.connect(pg.database());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM outbox WHERE key = 'a' FOR UPDATE");

            assertThat(claim(60)).containsExactly(2L);
            // a connection that is closed leaves its locks a moment later
            other.rollback();
        }
        assertThat(claim(60)).containsExactly(1L);
    }

    @Test
    void failuresWaitLongerEachTimeAndEndWithTheReason() {
        insert("a", "a");
        double waited = 0;
        for (int attempt = 1; attempt < 4; attempt++) {
            due();
            assertThat(claim(60)).containsExactly(1L);
            assertThat(failed(1, attempt, 4)).isEqualTo("pending");
            double wait = Double.parseDouble(
                    pg.scalar("SELECT extract(epoch FROM next_attempt_at - now()) FROM outbox WHERE id = 1"));
            assertThat(wait).isBetween(waited, 1.2 * (1 << (attempt - 1)));
            waited = wait;
            assertThat(claim(60)).as("not yet, and the one behind it waits").isEmpty();
        }
        due();
        assertThat(claim(60)).containsExactly(1L);
        assertThat(failed(1, 4, 4)).isEqualTo("dead");
        assertThat(pg.scalar("SELECT last_failure FROM outbox WHERE id = 1")).isEqualTo("HTTP 500");
        assertThat(claim(60)).as("the one behind it goes on").containsExactly(2L);
    }

    @Test
    void whoLostTheRowChangesNothing() {
        insert("a");
        claim(0);
        claim(60);

        assertThat(failed(1, 1, 20)).isNull();
        assertThat(pg.scalar("SELECT last_failure FROM outbox")).isNull();
    }

    @Test
    void aLongWaitIsAnHour() {
        insert("a");
        pg.sql("UPDATE outbox SET attempts = 40");
        failed(1, 40, 50);

        assertThat(Double.parseDouble(pg.scalar("SELECT extract(epoch FROM next_attempt_at - now()) FROM outbox")))
                .isBetween(3500.0, 4320.0);
    }

    @Test
    void theOldGoesAndTheRestStays() {
        pg.sql(
                """
                INSERT INTO crm_events VALUES ('old', now() - interval '31 days'), ('new', now() - interval '29 days');
                INSERT INTO outbox (key, event_id, payload, state, created_at, ended_at)
                SELECT state || age, state || age, '{}', state, now() - age * interval '1 day', now() - age * interval '1 day'
                FROM unnest(ARRAY['pending', 'done', 'dead']) AS state, unnest(ARRAY[29, 31]) AS age;
                """);

        Exchange exchange =
                pg.send("pg:transaction?sql=file:routes/sql/customer-sync-cleanup.sql&parameter.days=30", null);

        assertThat(exchange.getException()).isNull();
        assertThat(pg.scalar("SELECT string_agg(event_id, ',') FROM crm_events"))
                .isEqualTo("new");
        assertThat(pg.scalar("SELECT string_agg(event_id, ',' ORDER BY event_id) FROM outbox"))
                .isEqualTo("dead29,dead31,done29,pending29,pending31");
    }

    private static void insert(String... keys) {
        for (String key : keys) {
            pg.sql("INSERT INTO outbox (key, event_id, payload) VALUES ('" + key + "', 'e', '{}')");
        }
    }

    private static void due() {
        pg.sql("UPDATE outbox SET next_attempt_at = now()");
    }

    @SuppressWarnings("unchecked")
    private static List<Object> claim(int lease) {
        Exchange exchange =
                pg.send("pg:execute?sql=file:routes/sql/outbox-claim.sql", Map.of("lease", lease, "rows", 20));
        assertThat(exchange.getException()).isNull();
        return ((List<Map<String, Object>>) exchange.getMessage().getBody(List.class))
                .stream().map(row -> row.get("id")).toList();
    }

    private static Object failed(long id, int attempts, int max) {
        Exchange exchange = pg.send(
                "pg:execute?outputType=scalar&sql=file:routes/sql/outbox-failed.sql",
                Map.of("id", id, "attempts", attempts, "max", max, "failure", "HTTP 500"));
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }
}
