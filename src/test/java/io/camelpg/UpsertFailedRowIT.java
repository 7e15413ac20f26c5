package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the server refuses a row among many, the failure says which. */
@Tag("core")
class UpsertFailedRowIT {
    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        pg = PgContext.onNewDatabase();
        pg.sql("CREATE TABLE part (id int PRIMARY KEY, whole int REFERENCES part, code text UNIQUE,"
                + " amount numeric NOT NULL CHECK (amount > 0), at date)");
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:scope").transacted().to("pg:upsert:part");
            }
        });
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

    /** Each refers to the one before it. */
    private static List<Map<String, Object>> rows(int count) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Object> row = new HashMap<>(Map.of("id", i, "code", "c" + i, "amount", 1 + i));
            row.put("whole", i == 0 ? null : i - 1);
            rows.add(row);
        }
        return rows;
    }

    private static PgException upsert(String uri, List<Map<String, Object>> rows) {
        PgException failure = failure(pg.send(uri, rows));
        assertThat(failure.getMessage()).doesNotContain("secret");
        return failure;
    }

    @ParameterizedTest
    @CsvSource({
        "500, 17, amount, -1, CHECK_VIOLATION",
        "500, 499, amount, , NOT_NULL_VIOLATION",
        "500, 0, amount, -1, CHECK_VIOLATION",
        "2, 1, at, secret, DATA_ERROR",
        "3000, 2222, code, c7, UNIQUE_VIOLATION",
        "60000, 55555, amount, -1, CHECK_VIOLATION",
        "60000, 58888, at, secret, DATA_ERROR",
    })
    void isNamedByItsNumber(int count, int bad, String column, String value, PgErrorCode code) {
        List<Map<String, Object>> rows = rows(count);
        rows.get(bad).put(column, "-1".equals(value) ? (Object) Integer.valueOf(value) : value);
        PgException failure = upsert("pg:upsert:part", rows);
        assertThat(failure.errorCode()).isEqualTo(code);
        assertThat(failure.detail()).startsWith("row " + bad + " (the first is 0): ");
        assertThat(pg.scalar("SELECT count(*) FROM part")).isEqualTo("0");
    }

    @Test
    void theFirstOfSeveralIsNamed() {
        List<Map<String, Object>> rows = rows(4_000);
        for (int bad = 1_500; bad < 4_000; bad++) {
            rows.get(bad).put("amount", -1);
        }
        assertThat(upsert("pg:upsert:part", rows).detail()).startsWith("row 1500 ");
    }

    @Test
    void afterSomeWereCommittedBothAreSaid() {
        List<Map<String, Object>> rows = rows(1_000);
        rows.get(777).put("amount", -1);
        assertThat(upsert("pg:upsert:part?commitEvery=100", rows).detail())
                .startsWith("row 777 (the first is 0): ")
                .endsWith("; the first 700 rows are committed");
        assertThat(pg.scalar("SELECT count(*) FROM part")).isEqualTo("700");
    }

    /** There, trying again would need savepoints around what goes well. */
    @Test
    void inAScopeTheFailureIsTheServers() {
        List<Map<String, Object>> rows = rows(10);
        rows.get(5).put("amount", -1);
        PgException failure = upsert("direct:scope", rows);
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.CHECK_VIOLATION);
        assertThat(failure.detail()).doesNotContain("row 5");
    }
}
