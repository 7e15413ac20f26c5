package io.camelpg;

import static io.camelpg.Discovered.column;
import static io.camelpg.Discovered.list;
import static io.camelpg.Discovered.map;
import static io.camelpg.Discovered.names;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target means, names of every kind, and what looks like the system's and is not. */
@Tag("core")
class DiscoverTargetIT {
    private static final String LONGEST = "é".repeat(31) + "x";
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setSchema("app,public"));
        pg.sql(
                """
                CREATE SCHEMA app; CREATE SCHEMA "My ""Schema"".x"; CREATE SCHEMA twin;
                CREATE TYPE app.mood AS ENUM ('sad', 'ok'); CREATE DOMAIN twin.moods AS app.mood[];
                CREATE TABLE app.orders (id int PRIMARY KEY, mood app.mood);
                CREATE TABLE public.orders (id int); CREATE TABLE public.customers (id int, moods twin.moods);
                CREATE TABLE twin.inside (id int); CREATE TABLE app.twin (id int);
                CREATE TABLE app.lines (order_id int NOT NULL REFERENCES app.orders);
                CREATE TABLE "My ""Schema"".x"."select" ("a.b" int, "C" int, " " int, "we""ird" int, "Ünï çode" int,
                  "line
                break" int, PRIMARY KEY ("a.b", "C"));
                CREATE TABLE "My ""Schema"".x"."Odd, Table" ("where" int, "C" int,
                  FOREIGN KEY ("where", "C") REFERENCES "My ""Schema"".x"."select" ("a.b", "C"));
                CREATE TABLE app.pg_class (oid oid, relname name, relkind "char", relnamespace oid);
                CREATE TABLE app.pg_namespace (oid oid, nspname name); CREATE TABLE app.pg_type (oid oid);
                CREATE FUNCTION app.format_type(oid, integer) RETURNS text LANGUAGE sql AS $$SELECT 'fooled'$$;
                CREATE FUNCTION app.has_schema_privilege(oid, text) RETURNS boolean LANGUAGE sql AS $$SELECT false$$;
                """);
        pg.sql("CREATE TABLE app.\"" + LONGEST + "\" (\"" + LONGEST + "\" int)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @Test
    void aSchema() {
        Discovered found = Discovered.by(pg, ":twin");
        assertThat(found.schemaNames()).containsExactly("twin");
        assertThat(found.tableNames("twin"))
                .as("a schema comes before a table of that name")
                .containsExactly("inside");
        assertThat(names(list(found.schema("twin"), "domains"))).containsExactly("moods");
    }

    @Test
    void aTableInTheSearchPath() {
        Discovered found = Discovered.by(pg, ":orders");
        assertThat(found.schemaNames()).containsExactly("app");
        assertThat(found.tableNames("app")).containsExactly("orders");
        assertThat(map(found.table("app", "orders"), "primaryKey")).containsEntry("columns", List.of("id"));
        assertThat(list(found.table("app", "orders"), "referencedBy"))
                .extracting("table")
                .containsExactly("lines");
        assertThat(names(list(found.schema("app"), "enums")))
                .as("the types of its columns")
                .containsExactly("mood");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public.orders     | public | orders",
                "PUBLIC.Orders     | public | orders",
                "\"public\".orders | public | orders",
                "app.twin          | app    | twin"
            })
    void aTableOfASchema(String target, String schema, String table) {
        Discovered found = Discovered.by(pg, ":" + target);
        assertThat(found.tableNames(schema)).containsExactly(table);
        assertThat(found.schemaNames()).containsExactly(schema);
    }

    @Test
    void typesOfATableThatAreElsewhere() {
        Discovered found = Discovered.by(pg, ":public.customers");
        assertThat(found.schemaNames()).containsExactly("app", "public", "twin");
        assertThat(found.tableNames("app")).isEmpty();
        assertThat(names(list(found.schema("app"), "enums"))).containsExactly("mood");
        assertThat(names(list(found.schema("twin"), "domains"))).containsExactly("moods");
    }

    @Test
    void theSystemsSchemasOnlyByName() {
        assertThat(Discovered.by(pg, "").schemaNames()).containsExactly("My \"Schema\".x", "app", "public", "twin");
        assertThat(Discovered.by(pg, ":pg_catalog.pg_class").table("pg_catalog", "pg_class"))
                .containsEntry("kind", "table");
        assertThat(Discovered.by(pg, ":information_schema").tableNames("information_schema"))
                .contains("tables", "columns");
    }

    @Test
    void namesOfEveryKind() {
        String schema = "My \"Schema\".x";
        Discovered found = Discovered.by(pg, ":\"My \"\"Schema\"\".x\".\"select\"");
        Map<String, Object> table = found.table(schema, "select");
        assertThat(found.schema(schema)).containsEntry("quoted", "\"My \"\"Schema\"\".x\"");
        assertThat(table).containsEntry("quoted", "\"My \"\"Schema\"\".x\".\"select\"");
        assertThat(names(list(table, "columns")))
                .containsExactly("a.b", "C", " ", "we\"ird", "Ünï çode", "line\nbreak");
        assertThat(column(table, "we\"ird")).containsEntry("quoted", "\"we\"\"ird\"");
        assertThat(map(table, "primaryKey")).containsEntry("columns", List.of("a.b", "C"));
        assertThat(list(table, "referencedBy")).singleElement().satisfies(key -> assertThat(key)
                .containsEntry("table", "Odd, Table")
                .containsEntry("columns", List.of("where", "C"))
                .containsEntry("referencedColumns", List.of("a.b", "C")));
        assertThat(column(Discovered.by(pg, ":\"" + LONGEST + "\"").table("app", LONGEST), LONGEST))
                .containsEntry("type", "integer");
    }

    @Test
    void whatIsNamedLikeTheCatalogsIsATableLikeOthers() {
        Discovered found = Discovered.by(pg, "");
        assertThat(found.tableNames("app")).contains("pg_class", "pg_namespace", "pg_type");
        assertThat(column(found.table("app", "pg_class"), "relkind")).containsEntry("type", "\"char\"");
        try (PgContext hostile = PgContext.on(
                pg.database(),
                io.camelpg.support.TestPostgres.port(),
                connection -> connection.setSchema("app,pg_catalog"))) {
            Discovered again = Discovered.by(hostile, "");
            assertThat(again.tableNames("app")).isEqualTo(found.tableNames("app"));
            assertThat(column(again.table("app", "orders"), "id")).containsEntry("type", "integer");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ordrs        | orders",
                "twn          | twin",
                "app.ordrs    | orders",
                "nowhere.customers | customers",
                "apq          | app"
            })
    void whatIsNotThereIsNamedWithTheNearest(String target, String nearest) {
        PgException failure = failure(pg.send("pg:discover:" + target, null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.UNDEFINED_TABLE);
        assertThat(failure.sqlState()).isEqualTo("42P01");
        assertThat(failure.detail()).contains("\"" + target + "\"");
        assertThat(failure.hint()).startsWith("Perhaps you meant \"" + nearest + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyzzy", "app.xyzzyxyzzy", "orders_pkey", "app.mood", "'; DROP TABLE app.orders; --"})
    void whatIsNothingLikeAnything(String target) {
        String written = target.startsWith("'") ? "\"" + target + "\"" : target;
        PgException failure = failure(pg.send("pg:discover:" + written, null));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.UNDEFINED_TABLE);
    }

    @Test
    void targetsThatAreNoNames() {
        for (String target : List.of("a.b.c", "a b", "app.", ".x", "\"\"", "a".repeat(64))) {
            assertThatThrownBy(() -> pg.camel().getEndpoint("pg:discover:" + target))
                    .as(target)
                    .hasStackTraceContaining("PG-220");
        }
    }

    @Test
    void optionsThatAreNoneOfItsOwn() {
        Map.of(
                        "sql=SELECT 1", "pg:discover takes no sql",
                        "coalesce=true", "pg:discover takes no sql",
                        "maxRows=3", "maxRows, outputClass and parameter. are no options",
                        "parameter.x=3", "maxRows, outputClass and parameter. are no options",
                        "outputType=csv", "or with outputType json, markdown or mermaid text, but no csv",
                        "batch=true", "batch is an option of pg:execute",
                        "keys=id", "keys is an option of pg:upsert")
                .forEach((option, fault) -> assertThatThrownBy(() -> pg.camel().getEndpoint("pg:discover?" + option))
                        .as(option)
                        .hasStackTraceContaining(fault));
        for (String type : List.of("markdown", "mermaid")) {
            assertThatThrownBy(() -> pg.camel().getEndpoint("pg:query?sql=SELECT 1&outputType=" + type))
                    .hasStackTraceContaining("outputType=" + type + " is for pg:discover");
        }
    }
}
