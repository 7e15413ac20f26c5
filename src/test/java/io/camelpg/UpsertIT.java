package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class UpsertIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2) DEFAULT 1, unit_count int)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE item");
    }

    static Exchange upsert(String uri, Object body) {
        Exchange exchange = pg.send("pg:upsert:" + uri, body);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return exchange;
    }

    private static PgException refused(String uri, Object body) {
        Exchange exchange = pg.send("pg:upsert:" + uri, body);
        assertThat(exchange.getException()).isInstanceOf(PgException.class);
        return (PgException) exchange.getException();
    }

    /** inserted, updated, skipped, deleted, merged, rejected. */
    static String counts(Exchange exchange) {
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        return headers.get("CamelPgInsertedCount") + " " + headers.get("CamelPgUpdatedCount") + " "
                + headers.get("CamelPgSkippedCount") + " " + headers.get("CamelPgDeletedCount") + " "
                + headers.get("CamelPgMergedCount") + " "
                + ((List<?>) headers.get("CamelPgRejectedRows")).size();
    }

    private static String items() {
        return pg.scalar(
                "SELECT string_agg(concat_ws(':', id, coalesce(name, '-'), coalesce(price::text, '-')), ' ' ORDER BY id)"
                        + " FROM item");
    }

    @Test
    void aRowIsInsertedAndThenUpdated() {
        assertThat(counts(upsert("item", Map.of("id", 1, "name", "a")))).isEqualTo("1 0 0 0 0 0");
        assertThat(counts(upsert("item", Map.of("id", 1, "price", 7)))).isEqualTo("0 1 0 0 0 0");
        assertThat(items()).isEqualTo("1:a:7.00");
    }

    @Test
    void manyRowsOfDifferentShapes() {
        upsert("item", Map.of("id", 1, "name", "a"));
        Exchange exchange = upsert(
                "item",
                List.of(
                        Map.of("id", 1, "price", 2),
                        Map.of("id", 2, "name", "b"),
                        Map.of("id", 3, "name", "c", "price", 3),
                        Map.of("id", 3, "name", "d")));
        assertThat(counts(exchange)).isEqualTo("2 1 0 0 1 0");
        assertThat(items()).isEqualTo("1:a:2.00 2:b:1.00 3:d:3.00");
    }

    @Test
    void jsonOfEveryForm() {
        upsert("item", "{\"id\": 1, \"name\": \"a\",\n \"unitCount\": 5}");
        upsert("item", "[{\"id\": 2}, {\"id\": 3}]");
        upsert("item", "{\"id\": 4}\n{\"id\": 5}\n\n{\"id\": 6}");
        assertThat(items()).isEqualTo("1:a:1.00 2:-:1.00 3:-:1.00 4:-:1.00 5:-:1.00 6:-:1.00");
        assertThat(pg.scalar("SELECT unit_count FROM item WHERE id = 1")).isEqualTo("5");
    }

    @Test
    void badRowsAreListed() {
        Exchange exchange = upsert(
                "item?badRows=reject",
                List.of(
                        Map.of("id", 1),
                        Map.of("id", 2, "price", 1e12),
                        Map.of("name", "no key"),
                        Map.of("id", 4, "unitCount", "many"),
                        Map.of("id", 5, "unitCount", List.of()),
                        Map.of("id", 6)));
        assertThat(counts(exchange)).isEqualTo("2 0 0 0 0 4");
        assertThat(exchange.getMessage().getHeader("CamelPgRejectedRows"))
                .asString()
                .contains("22003");
        assertThat(items()).isEqualTo("1:-:1.00 6:-:1.00");
    }

    @Test
    void rowsAreGivenBackInTheOrderSent() {
        upsert("item", Map.of("id", 2, "name", "two"));
        Exchange exchange = upsert("item?returning=id,price,name", "[{\"id\":3},{\"id\":2},{\"id\":1,\"name\":\"x\"}]");
        assertThat(exchange.getMessage().getBody())
                .asString()
                .isEqualTo("[{id=3, price=1.00, name=null}, {id=2, price=1.00, name=two}, {id=1, price=1.00, name=x}]");
    }

    @Test
    void rowsAreDeleted() {
        upsert("item", "[{\"id\":1},{\"id\":2},{\"id\":3}]");
        Exchange exchange = upsert(
                "item?unknownFields=ignore&deleteWhen=${body[op]} == 'd'",
                "[{\"id\":1,\"op\":\"d\"},{\"id\":9,\"op\":\"d\"},{\"id\":2,\"op\":\"u\",\"name\":\"b\"}]");
        assertThat(counts(exchange)).isEqualTo("0 1 1 1 0 0");
        assertThat(items()).isEqualTo("2:b:1.00 3:-:1.00");
    }

    @Test
    void aMissingKeyIsFoundWithItsRemedy() {
        pg.sql("CREATE TABLE loose (a int, b int)");
        assertThatThrownBy(() -> pg.send("pg:upsert:loose?keys=a", Map.of("a", 1)))
                .hasStackTraceContaining("PG-221")
                .hasStackTraceContaining("PRIMARY KEY (\"a\")");
    }
}
