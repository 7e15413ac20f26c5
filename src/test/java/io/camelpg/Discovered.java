package io.camelpg;

import static io.camelpg.Faults.body;

import io.camelpg.support.PgContext;
import java.util.List;
import java.util.Map;

/** What pg:discover found, for assertions. */
final class Discovered {
    private final Map<String, Object> database;

    @SuppressWarnings("unchecked")
    private Discovered(Object body) {
        this.database = (Map<String, Object>) body;
    }

    /** @param target empty, or with the colon in front of it */
    static Discovered by(PgContext pg, String target) {
        return new Discovered(body(pg.send("pg:discover" + target, null)));
    }

    static Discovered of(Object body) {
        return new Discovered(body);
    }

    Map<String, Object> database() {
        return database;
    }

    List<Map<String, Object>> schemas() {
        return list(database, "schemas");
    }

    List<Object> schemaNames() {
        return schemas().stream().map(schema -> schema.get("name")).toList();
    }

    Map<String, Object> schema(String name) {
        return named(schemas(), name);
    }

    Map<String, Object> table(String schema, String name) {
        return named(list(schema(schema), "tables"), name);
    }

    List<Object> tableNames(String schema) {
        return names(list(schema(schema), "tables"));
    }

    static Map<String, Object> column(Map<String, Object> table, String name) {
        return named(list(table, "columns"), name);
    }

    static Map<String, Object> named(List<Map<String, Object>> maps, String name) {
        return maps.stream()
                .filter(map -> name.equals(map.get("name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + names(maps)));
    }

    static List<Object> names(List<Map<String, Object>> maps) {
        return maps.stream().map(map -> map.get("name")).toList();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> map, String key) {
        return (List<Map<String, Object>>) map.get(key);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> map, String key) {
        return (Map<String, Object>) map.get(key);
    }
}
