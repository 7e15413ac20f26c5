package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The outbox as the route asks for it: who gets a row, in which order, and what becomes of it. */
class OutboxIT {
    private final List<Long> taken = new CopyOnWriteArrayList<>();
    private final Semaphore answers = new Semaphore(0);
    private volatile boolean taking = true;
    private PgContext pg;

    @BeforeEach
    void start() throws Exception {
        pg = PgContext.onNewDatabase();
        for (String table : List.of("crm_events", "outbox")) {
            pg.sql(Files.readString(Path.of("routes/sql/tables", table + ".sql")));
        }
    }

    @AfterEach
    void stop() {
        answers.release(1000);
        pg.close();
    }

    /** The route's own consumer, with somebody in the CRM's place who answers when the test lets him. */
    private void send(int attempts) throws Exception {
        Map<String, Object> options = new TreeMap<>(options());
        options.put("maxAttempts", attempts);
        options.put("delay", 20);
        options.put("initialDelay", 0);
        StringBuilder uri = new StringBuilder("pg:extract:outbox");
        options.forEach((name, value) -> uri.append(uri.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(value));
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri.toString()).process(OutboxIT.this::answer);
            }
        });
    }

    private void answer(Exchange exchange) throws Exception {
        taken.add((Long) ((Map<?, ?>) exchange.getMessage().getBody()).get("id"));
        assertThat(answers.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        if (!taking) {
            exchange.setProperty("CamelPgFailure", "HTTP 500");
            exchange.setRollbackOnly(true);
        }
    }

    private static Map<String, Object> options() throws Exception {
        Map<String, Object> options = new TreeMap<>();
        ((Map<?, ?>) ((Map<?, ?>) route("crm-outbox").get("from")).get("parameters"))
                .forEach((name, value) -> options.put(String.valueOf(name), value));
        return options;
    }

    private static Map<?, ?> route(String id) throws Exception {
        Object file = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("routes/customer-sync.camel.yaml")));
        for (Object element : (List<?>) file) {
            if (((Map<?, ?>) element).get("route") instanceof Map<?, ?> route && id.equals(route.get("id"))) {
                return route;
            }
        }
        throw new IllegalStateException("no route " + id);
    }

    private void awaitScalar(String expected, String sql) {
        Await.until(sql + " is " + expected, () -> expected.equals(pg.scalar(sql)));
    }

    private void insert(String... keys) {
        for (String key : keys) {
            pg.sql("INSERT INTO outbox (key, event_id, payload) VALUES ('" + key + "', 'e', '{}')");
        }
    }

    @Test
    void aRowIsSentOnceAndOfItsKeyTheOldestFirst() throws Exception {
        insert("a", "a", "b", "c");
        send(20);
        Await.until("three are under way", () -> taken.size() == 3);
        assertThat(taken).containsExactlyInAnyOrder(1L, 3L, 4L);
        answers.release(3);
        Await.until("the second one of its key comes", () -> taken.size() == 4);
        answers.release();
        awaitScalar("4", "SELECT count(*) FROM outbox WHERE state = 'done' AND ended_at <= now()");
        assertThat(taken).endsWith(2L);
        assertThat(pg.scalar("SELECT string_agg(attempts::text, ',' ORDER BY id) FROM outbox"))
                .isEqualTo("1,1,1,1");
    }

    @Test
    void whatSomebodyElseHasIsLeft() throws Exception {
        insert("a", "b");
        answers.release(10);
        try (Connection other = TestPostgres.connect(pg.database());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM outbox WHERE key = 'a' FOR UPDATE");
            send(20);
            awaitScalar("2", "SELECT id FROM outbox WHERE state = 'done'");
            other.rollback();
        }
        awaitScalar("2", "SELECT count(*) FROM outbox WHERE state = 'done'");
        assertThat(taken).containsExactly(2L, 1L);
    }

    @Test
    void failuresWaitLongerEachTimeAndEndWithTheReason() throws Exception {
        insert("a", "a");
        taking = false;
        send(4);
        double waited = 0;
        for (int attempt = 1; attempt < 4; attempt++) {
            answers.release();
            awaitScalar(Integer.toString(attempt), "SELECT attempts FROM outbox WHERE id = 1");
            double wait = Double.parseDouble(
                    pg.scalar("SELECT extract(epoch FROM next_attempt_at - now()) FROM outbox WHERE id = 1"));
            assertThat(wait).isBetween(waited, 1.2 * (1 << (attempt - 1)));
            waited = wait / 2;
            pg.sql("UPDATE outbox SET next_attempt_at = now() WHERE id = 1");
        }
        answers.release();
        awaitScalar("dead", "SELECT state FROM outbox WHERE id = 1");
        assertThat(pg.scalar("SELECT last_failure || (ended_at <= now()) FROM outbox WHERE id = 1"))
                .isEqualTo("HTTP 500true");
        taking = true;
        answers.release();
        awaitScalar("done", "SELECT state FROM outbox WHERE id = 2");
        assertThat(taken).containsExactly(1L, 1L, 1L, 1L, 2L);
    }

    @Test
    void aLongWaitIsAnHour() throws Exception {
        insert("a");
        pg.sql("UPDATE outbox SET attempts = 40");
        taking = false;
        answers.release();
        send(50);
        awaitScalar("41", "SELECT attempts FROM outbox");
        assertThat(Double.parseDouble(pg.scalar("SELECT extract(epoch FROM next_attempt_at - now()) FROM outbox")))
                .isBetween(3500.0, 4320.0);
    }

    @Test
    void theOldGoesAndTheRestStays() throws Exception {
        pg.sql(
                """
                INSERT INTO crm_events VALUES ('old', now() - interval '31 days'), ('new', now() - interval '29 days');
                INSERT INTO outbox (key, event_id, payload, state, created_at, ended_at)
                SELECT state || age, state || age, '{}', state, now() - age * interval '1 day', now() - age * interval '1 day'
                FROM unnest(ARRAY['pending', 'done', 'dead']) AS state, unnest(ARRAY[29, 31]) AS age;
                """);

        cleanUp();

        assertThat(pg.scalar("SELECT string_agg(event_id, ',') FROM crm_events"))
                .isEqualTo("new");
        assertThat(pg.scalar("SELECT string_agg(event_id, ',' ORDER BY event_id) FROM outbox"))
                .isEqualTo("dead29,dead31,done29,pending29,pending31");
    }

    @Test
    void allThatIsOldGoesAtOnce() throws Exception {
        pg.sql(
                """
                INSERT INTO crm_events SELECT n::text, now() - interval '31 days' FROM generate_series(1, 25000) AS n;
                INSERT INTO outbox (key, event_id, payload, state, ended_at)
                SELECT n::text, n::text, '{}', 'done', now() - interval '31 days' FROM generate_series(1, 25000) AS n;
                """);

        cleanUp();

        assertThat(pg.scalar("SELECT count(*) FROM crm_events")).isEqualTo("0");
        assertThat(pg.scalar("SELECT count(*) FROM outbox")).isEqualTo("0");
    }

    /** As when the route's timer fires once. */
    private void cleanUp() throws Exception {
        Map<Object, Object> route = new TreeMap<>(route("customer-sync-cleanup"));
        route.remove("routeConfigurationId");
        Object steps = ((Map<?, ?>) route.get("from")).get("steps");
        route.put("from", Map.of("uri", "direct:cleanup", "steps", steps));
        String text = new Dump(DumpSettings.builder().build())
                .dumpToString(List.of(Map.of("route", route)))
                .replace("{{crm.keep-days}}", "30");
        PluginHelper.getRoutesLoader(pg.camel()).loadRoutes(ResourceHelper.fromString("cleanup.camel.yaml", text));
        assertThat(pg.send("direct:cleanup", null).getException()).isNull();
    }
}
