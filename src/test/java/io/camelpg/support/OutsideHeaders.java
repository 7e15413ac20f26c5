package io.camelpg.support;

import io.camelpg.PgConstants;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Headers of ours as somebody outside would send them, and the endpoints that they are to leave alone. */
public final class OutsideHeaders {
    public static final List<String> VALUES = List.of(
            "DROP TABLE thing", "SELECT 666 AS id", "secret", "7", "{\"id\": 2}", "true", "file:/etc/passwd", "");

    /** For a body with id and name. */
    public static final List<String> URIS = List.of(
            "pg:query?outputType=scalar&sql=SELECT name FROM thing WHERE id = 1 + :{body[id]}",
            "pg:query?maxRows=1&onMaxRows=truncate&sql=SELECT name FROM thing WHERE id > :{body[id]} ORDER BY id",
            "pg:execute?sql=UPDATE thing SET name = 'seen' WHERE id = :{body[id]}",
            "pg:transaction?sql=UPDATE thing SET name = 'twice' WHERE id = :{body[id]}; SELECT count(*) FROM secret",
            "pg:upsert:thing",
            "pg:extract:thing?where=id = 1 + :{body[id]}");

    public static final String TABLES =
            "CREATE TABLE thing (id int PRIMARY KEY, name text); CREATE TABLE secret (id int PRIMARY KEY, name text)";

    public static final String FILL =
            "TRUNCATE thing, secret; INSERT INTO thing VALUES (1, 'one'), (2, 'two'); INSERT INTO secret VALUES (9, 'x')";

    /** Everything in the tables, as one text. */
    public static final String CONTENT = "SELECT (SELECT string_agg(id || name, ',' ORDER BY id) FROM thing)"
            + " || ' ' || (SELECT string_agg(id || name, ',' ORDER BY id) FROM secret)";

    private OutsideHeaders() {}

    public static Stream<String> names() {
        List<String> names = new ArrayList<>();
        for (Field field : PgConstants.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                names.add(name(field));
            }
        }
        // of the contract, for verbs that are to come
        names.addAll(List.of("CamelPgTable", "CamelPgCursor"));
        return names.stream().distinct();
    }

    private static String name(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<String> casings(String name) {
        StringBuilder alternating = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            alternating.append(
                    i % 2 == 0 ? Character.toUpperCase(name.charAt(i)) : Character.toLowerCase(name.charAt(i)));
        }
        String swapped = name.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return List.of(
                name,
                name.toLowerCase(Locale.ROOT),
                name.toUpperCase(Locale.ROOT),
                alternating.toString(),
                swapped,
                name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1),
                name.replace("Pg", "PG"),
                name.replace("Camel", "CAMEL"));
    }
}
