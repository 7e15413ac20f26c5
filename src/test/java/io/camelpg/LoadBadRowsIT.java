package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that the table does not take are found exactly, wherever they are; and what a lost connection leaves. */
class LoadBadRowsIT {
    private static final int ROWS = 6_000;
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
        pg.sql("CREATE TABLE parent (id int PRIMARY KEY); INSERT INTO parent VALUES (1);"
                + " CREATE TABLE part (id int PRIMARY KEY, name varchar(12) NOT NULL, parent int REFERENCES parent,"
                + " late int REFERENCES parent DEFERRABLE INITIALLY DEFERRED, n int CHECK (n < 10))");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE part");
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    enum Wrong {
        TOO_LONG("name", "canary-canary", "22001"),
        FOREIGN_KEY("parent", 4711, "23503"),
        CHECK("n", 12, "23514"),
        DUPLICATE("id", -1, "23505"),
        TEXT_FOR_NUMBER("n", "canary", "22P02"),
        NOT_A_NUMBER("n", List.of("canary"), null);

        private final String column;
        private final Object value;
        private final String sqlState;

        Wrong(String column, Object value, String sqlState) {
            this.column = column;
            this.value = value;
            this.sqlState = sqlState;
        }

        Map<String, Object> row(int id) {
            Map<String, Object> row = LoadBadRowsIT.row(id);
            row.put(column, value);
            return row;
        }
    }

    private static Map<String, Object> row(int id) {
        return new java.util.HashMap<>(Map.of("id", id, "name", "n" + id, "parent", 1, "n", 3));
    }

    private static List<Map<String, Object>> rows(Wrong wrong, Set<Integer> bad) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(Map.of("id", -1, "name", "first"));
        for (int i = 1; i < ROWS; i++) {
            rows.add(bad.contains(i) ? wrong.row(i) : row(i));
        }
        return rows;
    }

    private static Set<Integer> rejected(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        List<?> rejected = exchange.getMessage().getHeader(PgConstants.REJECTED_ROWS, List.class);
        return rejected.stream()
                .map(row -> ((Long) ((Map<?, ?>) row).get("index")).intValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource
    void badRowsAreFoundWhereverTheyAre(Wrong wrong) {
        for (Set<Integer> bad : List.of(
                Set.of(1),
                Set.of(ROWS / 2),
                Set.of(ROWS - 1),
                Set.of(1, 2, 3, 777, 778, ROWS - 2, ROWS - 1),
                IntStream.range(0, 60).mapToObj(i -> 1 + i * 97).collect(Collectors.toSet()))) {
            empty();
            Exchange exchange = pg.send("pg:load:part?badRows=reject", rows(wrong, bad));
            assertThat(rejected(exchange)).isEqualTo(new TreeSet<>(bad));
            Map<?, ?> first = (Map<?, ?>) exchange.getMessage()
                    .getHeader(PgConstants.REJECTED_ROWS, List.class)
                    .get(0);
            assertThat(first.get("sqlState")).isEqualTo(wrong.sqlState);
            assertThat((String) first.get("message")).doesNotContain("canary");
            assertThat(pg.scalar("SELECT count(*) FROM part")).isEqualTo(String.valueOf(ROWS - bad.size()));
            empty();
            int lowest = new TreeSet<>(bad).first();
            PgException failure = failure(pg.send("pg:load:part", rows(wrong, bad)));
            assertThat(failure.detail()).startsWith("row " + lowest + " (the first is 0): ");
            assertThat(failure.sqlState()).isEqualTo(wrong.sqlState);
            assertThat(failure)
                    .hasMessageContaining(wrong.sqlState == null ? "\"n\"" : "")
                    .hasMessageNotContaining("canary");
            assertThat(pg.scalar("SELECT count(*) FROM part")).isEqualTo("0");
        }
    }

    @Test
    void allOfThemAreBad() {
        List<Map<String, Object>> rows =
                IntStream.range(0, 500).mapToObj(i -> Wrong.FOREIGN_KEY.row(i)).toList();
        assertThat(rejected(pg.send("pg:load:part?badRows=reject", rows))).hasSize(500);
        rows = IntStream.range(0, 500).mapToObj(i -> Wrong.CHECK.row(i)).toList();
        assertThat(rejected(pg.send("pg:load:part?badRows=reject", rows))).hasSize(500);
        assertThat(pg.scalar("SELECT count(*) FROM part")).isEqualTo("0");
    }

    @Test
    void theColumnOfAValueIsNamed() {
        assertThat(failure(pg.send("pg:load:part", List.of(row(1), Wrong.TEXT_FOR_NUMBER.row(2)))))
                .hasMessageContaining("row 1 ")
                .hasMessageContaining("column \"n\"");
    }

    @Test
    void aDeferredConstraintFailsTheCall() {
        Map<String, Object> late = row(1);
        late.put("late", 4711);
        for (String uri : List.of("part", "part?badRows=reject")) {
            assertThat(failure(pg.send("pg:load:" + uri, List.of(row(2), late))).errorCode())
                    .isEqualTo(PgErrorCode.FOREIGN_KEY_VIOLATION);
            assertThat(pg.scalar("SELECT count(*) FROM part")).isEqualTo("0");
        }
    }

    /** The backend goes while rows are on their way; whether it is noticed there or at the COMMIT, nothing was kept. */
    @ParameterizedTest
    @ValueSource(ints = {10, 70_000, 119_999})
    void aBackendThatIsKilled(int at) {
        Iterator<Map<String, Object>> rows = Stream.iterate(0, i -> i + 1)
                .limit(120_000)
                .map(i -> {
                    if (i == at) {
                        TestPostgres.execute(
                                pg.database(),
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'camel-pg'"
                                        + " AND datname = current_database()");
                    }
                    return row(i);
                })
                .iterator();
        PgException failure = failure(pg.send("pg:load:part", rows));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CONNECTION_LOST);
        assertThat(pg.scalar("SELECT count(*) FROM part")).isEqualTo("0");
        assertThat(pg.send("pg:load:part", row(1)).getException()).isNull();
    }
}
