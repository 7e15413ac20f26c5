package io.camelpg;

import static io.camelpg.Discovered.column;
import static io.camelpg.Discovered.list;
import static io.camelpg.Faults.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Thousands of tables are as many round trips as one; {@code -Ddiscover.tables=10000} for more of them. */
class DiscoverManyIT {
    private static final int TABLES = Integer.getInteger("discover.tables", 2000);
    private static WireProxy proxy;
    private static PgContext pg;

    @BeforeAll
    static void start() {
        proxy = WireProxy.toTestPostgres();
        pg = PgContext.on(TestPostgres.createDatabase(), proxy.port(), connection -> connection.setSslMode("disable"));
        pg.sql(
                "CREATE SCHEMA many; CREATE TYPE many.state AS ENUM ('a', 'b'); CREATE DOMAIN many.price AS numeric(9,2)");
        pg.sql("CREATE TABLE many.hub (id int PRIMARY KEY)");
        pg.sql(
                """
                DO $$ BEGIN
                  FOR i IN 1 .. %d LOOP
                    EXECUTE format('CREATE TABLE many.t%%s (id bigint PRIMARY KEY, hub int NOT NULL REFERENCES many.hub,'
                      ' state many.state DEFAULT ''a'', price many.price, states many.state[], name varchar(80) UNIQUE,'
                      ' note text, at timestamptz DEFAULT now(), twice bigint GENERATED ALWAYS AS (id * 2) STORED,'
                      ' CHECK (hub > 0))', i);
                    IF i %% 250 = 0 THEN COMMIT; END IF;
                  END LOOP;
                END $$"""
                        .formatted(TABLES));
        pg.sql("ANALYZE pg_catalog.pg_class; ANALYZE pg_catalog.pg_attribute; ANALYZE pg_catalog.pg_constraint;"
                + " ANALYZE pg_catalog.pg_index; ANALYZE pg_catalog.pg_attrdef");
    }

    @AfterAll
    static void stop() {
        pg.close();
        proxy.close();
    }

    private static Object discovered(String uri, int mostRoundTrips) {
        proxy.reset();
        Object found = body(pg.send(uri, null));
        // A connection that was not in use for a while is tried with an empty statement first.
        assertThat(proxy.counts().roundTrips() - proxy.counts().server('I'))
                .as("%s: %s", uri, proxy.counts())
                .isBetween(1L, (long) mostRoundTrips);
        return found;
    }

    @Test
    void oneRoundTripAndAFewForTypesThatAreNew() {
        body(pg.send("pg:query?outputType=scalar&sql=SELECT 1", null));
        // The statement itself, types of columns, and the types those consist of
        Discovered found = Discovered.of(discovered("pg:discover", 3));
        assertThat(found.tableNames("many")).hasSize(TABLES + 1);
        assertThat(list(found.table("many", "hub"), "referencedBy")).hasSize(TABLES);
        Map<String, Object> last = found.table("many", "t" + TABLES);
        assertThat(list(last, "columns")).hasSize(9);
        assertThat(column(last, "price")).containsEntry("precision", 9).containsEntry("type", "many.price");
        assertThat(list(last, "foreignKeys")).singleElement().satisfies(key -> assertThat(key)
                .containsEntry("referencedTable", "hub"));
        for (String uri : List.of(
                "pg:discover",
                "pg:discover:many",
                "pg:discover:many.t7",
                "pg:discover:many.hub",
                "pg:discover?outputType=json",
                "pg:discover?outputType=markdown",
                "pg:discover?outputType=mermaid")) {
            discovered(uri, 1);
        }
    }
}
