package io.camelpg;

import static io.camelpg.Faults.failure;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Loads into tables of a database of its own, and what that says about their columns. */
abstract class SchemaLoading {
    static final String EVOLVE = "?schemaContract=evolve";
    static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(3));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    static List<Map<String, Object>> load(String uri, Object body) {
        return load(uri, body, Map.of());
    }

    static List<Map<String, Object>> load(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = pg.send("pg:load:" + uri, body, headers);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        @SuppressWarnings("unchecked") // as the reference says
        List<Map<String, Object>> changes = exchange.getMessage().getHeader(PgConstants.SCHEMA_CHANGES, List.class);
        return changes;
    }

    static PgException refused(String uri, Object body) {
        return failure(pg.send("pg:load:" + uri, body));
    }

    static Map<String, Object> row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    static String columns(String table) {
        return pg.scalar("SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', '"
                + " ORDER BY attnum) FROM pg_attribute WHERE attrelid = '" + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped");
    }
}
