package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every header name of ours, in eight casings, with what HTTP and Kafka can send (text and bytes): where no filter of the
 * transport takes them out, they still change nothing that the endpoint did not allow.
 */
@Tag("core")
class HeadersFromOutsideIT {
    private static final List<String> VALUES = List.of(
            "DROP TABLE thing", "SELECT 666 AS id", "secret", "7", "{\"id\": 2}", "true", "file:/etc/passwd", "");

    private static final List<String> URIS = List.of(
            "pg:query?outputType=scalar&sql=SELECT name FROM thing WHERE id = 1 + :{body[id]}",
            "pg:query?maxRows=1&onMaxRows=truncate&sql=SELECT name FROM thing WHERE id > :{body[id]} ORDER BY id",
            "pg:execute?sql=UPDATE thing SET name = 'seen' WHERE id = :{body[id]}",
            "pg:transaction?sql=UPDATE thing SET name = 'twice' WHERE id = :{body[id]}; SELECT count(*) FROM secret",
            "pg:upsert:thing");

    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase();
        pg.sql(
                "CREATE TABLE thing (id int PRIMARY KEY, name text); CREATE TABLE secret (id int PRIMARY KEY, name text)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void fill() {
        pg.sql(
                "TRUNCATE thing, secret; INSERT INTO thing VALUES (1, 'one'), (2, 'two'); INSERT INTO secret VALUES (9, 'x')");
    }

    static Stream<String> names() {
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

    private static List<String> casings(String name) {
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

    @ParameterizedTest
    @MethodSource("names")
    void changeNothing(String name) {
        List<String> untouched = outcomes(null, null);
        assertThat(untouched).noneMatch(outcome -> outcome.startsWith("PG-"));
        String data = data();
        for (String casing : casings(name)) {
            for (String value : VALUES) {
                for (Object sent : Arrays.asList(value, value.getBytes(StandardCharsets.UTF_8))) {
                    List<String> outcomes = outcomes(casing, sent);
                    for (int i = 0; i < outcomes.size(); i++) {
                        // a statement that is not asked for is refused, so that its sender hears of it
                        assertThat(outcomes.get(i))
                                .as(casing + ": " + value)
                                .matches(Pattern.quote(untouched.get(i)) + "|PG-104 .*");
                    }
                }
            }
            assertThat(data()).as(casing).isEqualTo(data);
        }
    }

    /** What each endpoint gives. */
    private static List<String> outcomes(String header, Object value) {
        List<String> outcomes = new ArrayList<>();
        for (String uri : URIS) {
            Exchange exchange =
                    pg.send(uri, Map.of("id", 1, "name", "up"), header == null ? Map.of() : Map.of(header, value));
            outcomes.add(
                    exchange.getException() == null
                            ? String.valueOf(exchange.getMessage().getBody())
                            : exchange.getException().getMessage());
        }
        return outcomes;
    }

    private static String data() {
        return pg.scalar("SELECT (SELECT string_agg(id || name, ',' ORDER BY id) FROM thing)"
                + " || ' ' || (SELECT string_agg(id || name, ',' ORDER BY id) FROM secret)");
    }
}
