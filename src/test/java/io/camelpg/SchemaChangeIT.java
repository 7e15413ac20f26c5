package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema changes under running endpoints: the next call works. */
class SchemaChangeIT {
    private PgContext pg;

    @BeforeEach
    void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(1));
        pg.sql("CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE item (id int PRIMARY KEY, v int, m mood);"
                + " INSERT INTO item VALUES (1, 1, 'good')");
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    private Object run(String uri, Object body) {
        Exchange exchange = pg.send(uri, body);
        assertThat(exchange.getException()).isNull();
        Object result = exchange.getMessage().getBody();
        if (result instanceof Iterator<?> rows) {
            StringBuilder text = new StringBuilder();
            rows.forEachRemaining(text::append);
            return "[" + text + "]";
        }
        return result instanceof List
                ? result.toString()
                : exchange.getMessage().getBody(String.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "stream", "json", "csv"})
    void aQuerySeesWhatIsThereNow(String outputType) {
        String uri = "pg:query?outputType=" + outputType + "&sql=SELECT * FROM item WHERE v = :v";
        for (int i = 0; i < 7; i++) {
            assertThat(run(uri, Map.of("v", "1"))).asString().contains("good");
        }
        for (String change : List.of(
                "ALTER TABLE item ADD COLUMN more text DEFAULT 'more'",
                "ALTER TABLE item ALTER COLUMN v TYPE text USING v::text",
                "ALTER TABLE item ALTER COLUMN v TYPE bigint USING v::bigint",
                "ALTER TABLE item ALTER COLUMN v TYPE uuid USING md5('')::uuid;"
                        + " ALTER TABLE item ALTER COLUMN v TYPE int USING 1",
                "ALTER TABLE item DROP COLUMN more; ALTER TABLE item RENAME COLUMN id TO key",
                "DROP TABLE item; CREATE TABLE item (v smallint, m text); INSERT INTO item VALUES (1, 'good')",
                "ALTER TYPE mood ADD VALUE 'new'; ALTER TABLE item ALTER COLUMN m TYPE mood USING 'good'",
                "ALTER TYPE mood RENAME TO feeling",
                "ALTER TABLE item ALTER COLUMN m TYPE text; DROP TYPE feeling; CREATE TYPE mood AS ENUM ('good');"
                        + " ALTER TABLE item ALTER COLUMN m TYPE mood USING m::mood")) {
            pg.sql(change);
            for (int i = 0; i < 3; i++) {
                assertThat(run(uri, Map.of("v", "1"))).as(change).asString().contains("good");
            }
        }
    }

    @Test
    void aWriteFitsWhatIsThereNow() {
        String uri = "pg:execute?sql=INSERT INTO item (id, v, m) VALUES (:id, :v, :m)";
        int id = 10;
        for (String change : List.of(
                "SELECT 1",
                "ALTER TABLE item ALTER COLUMN v TYPE text",
                "ALTER TABLE item ALTER COLUMN v TYPE numeric USING v::numeric",
                "ALTER TABLE item ALTER COLUMN v TYPE boolean USING true",
                "DROP TABLE item; CREATE TABLE item (id bigint, v bytea, m mood)",
                "DROP TABLE item; DROP TYPE mood; CREATE TYPE mood AS ENUM ('good'); CREATE TABLE item (id text, v int, m"
                        + " mood)")) {
            pg.sql(change);
            for (int i = 0; i < 6; i++) {
                Exchange exchange = pg.send(uri, Map.of("id", String.valueOf(id++), "v", "1", "m", "good"));
                assertThat(exchange.getException()).as(change).isNull();
            }
            assertThat(pg.scalar("SELECT count(*) >= 6 FROM item")).isEqualTo("t");
        }
    }

    @Test
    void aBatchFitsWhatIsThereNow() {
        String uri = "pg:execute?batch=true&batchSize=2&sql=INSERT INTO item (id, v, m) VALUES (:id, :v, :m)";
        int id = 10;
        for (String change : List.of(
                "SELECT 1",
                "ALTER TABLE item ALTER COLUMN v TYPE text",
                "ALTER TABLE item ALTER COLUMN v TYPE numeric USING v::numeric",
                "ALTER TABLE item ALTER COLUMN v TYPE boolean USING true",
                "DROP TABLE item; CREATE TABLE item (id bigint, v bytea, m mood)",
                "DROP TABLE item; DROP TYPE mood; CREATE TYPE mood AS ENUM ('good'); CREATE TABLE item (id text, v int, m"
                        + " mood)")) {
            pg.sql(change);
            for (int i = 0; i < 3; i++) {
                List<Object> rows = List.of(
                        Map.of("id", String.valueOf(id++), "v", "1", "m", "good"),
                        Map.of("id", String.valueOf(id++), "v", "0", "m", "good"),
                        Map.of("id", String.valueOf(id++), "v", "1", "m", "good"));
                Exchange exchange = pg.send(uri, rows);
                assertThat(exchange.getException()).as(change).isNull();
                assertThat(exchange.getMessage().getHeader(PgConstants.UPDATE_COUNT))
                        .isEqualTo(3L);
            }
            assertThat(pg.scalar("SELECT count(*) >= 9 FROM item")).isEqualTo("t");
        }
    }

    @Test
    void aTableThatIsGoneIsAnErrorUntilItIsBack() {
        String uri = "pg:query?sql=SELECT v FROM item WHERE id = :id";
        assertThat(run(uri, Map.of("id", 1))).isEqualTo("[{v=1}]");
        pg.sql("ALTER TABLE item RENAME TO hidden");
        assertThat(pg.send(uri, Map.of("id", 1)).getException()).hasMessageStartingWith("PG-206");
        pg.sql("ALTER TABLE hidden RENAME TO item");
        assertThat(run(uri, Map.of("id", 1))).isEqualTo("[{v=1}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "json", "csv"})
    void aRowTypeIsKnownAnewOnceAValueShowsThatItChanged(String outputType) {
        pg.sql("CREATE TABLE o (a int, b int, c int); INSERT INTO o VALUES (1, 2, 3)");
        String uri = "pg:query?outputType=" + outputType + "&sql=SELECT o AS o, ARRAY[o] AS list FROM o";
        assertThat(run(uri, null)).asString().contains("3");
        for (String change : List.of("ALTER TABLE o ADD COLUMN e int DEFAULT 77", "ALTER TABLE o DROP COLUMN a")) {
            pg.sql(change);
            assertThatThrownBy(() -> run(uri, null)).hasStackTraceContaining("PG-314");
            assertThat(run(uri, null)).as(change).asString().contains("77");
        }
    }

    @Test
    void aRowTypeWithAsManyOtherAttributesIsKnownAnewAfterSomeSeconds() {
        pg.sql("CREATE TABLE o (a int, b int, c int); INSERT INTO o VALUES (1, 2, 3)");
        String uri = "pg:query?sql=SELECT o AS o FROM o";
        assertThat(run(uri, null)).isEqualTo("[{o={a=1, b=2, c=3}}]");
        pg.sql("ALTER TABLE o DROP COLUMN a; ALTER TABLE o ADD COLUMN d int DEFAULT 9");
        Await.until("the new attributes", () -> run(uri, null).equals("[{o={b=2, c=3, d=9}}]"));
    }
}
