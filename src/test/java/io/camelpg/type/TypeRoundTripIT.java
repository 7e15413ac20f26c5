package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.camelpg.support.TestPostgres;
import io.camelpg.type.TypeCases.TypeCase;
import io.camelpg.type.WireSession.Parameter;
import io.camelpg.type.WireSession.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type against the server, with random values and its edges ({@code roundtrip.cases} of them, 1000 if not said;
 * {@code roundtrip.seed} repeats a run): both formats must give the same value, JSON and text; the server must understand
 * the text, and the value when it is bound, as what it had sent. Arrays, domains and composites of each type, too.
 */
class TypeRoundTripIT {
    private static final int CASES = Integer.getInteger("roundtrip.cases", 1000);
    private static final long SEED = Long.getLong("roundtrip.seed", System.nanoTime());
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxNumberLength(200_000)
                    .build())
            .build();
    private static WireSession session;

    @BeforeAll
    static void connect() throws SQLException {
        session = new WireSession(TestPostgres.createDatabase());
        session.execute(
                """
                CREATE TYPE mood AS ENUM ('happy', 'so so', 'sad, "very"', 'back\\slash', 'NULL');
                CREATE TYPE textrange AS RANGE (subtype = text, collation = "C");""");
    }

    @AfterAll
    static void disconnect() throws SQLException {
        session.close();
    }

    static Stream<TypeCase> cases() {
        return TypeCases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesBackAsItWas(TypeCase typeCase) throws SQLException {
        for (String setting : typeCase.settings()) {
            session.execute("RESET ALL; SET extra_float_digits = 3; " + setting);
            List<String> literals = new ArrayList<>(typeCase.edges());
            JqwikSession.run(() -> {
                var generator = typeCase.literals().generator(CASES);
                Random random = new Random(SEED);
                while (literals.size() < CASES / typeCase.settings().size()) {
                    literals.add(generator.next(random).value());
                }
            });
            check(typeCase.type(), literals);
        }
    }

    private static void check(String type, List<String> literals) throws SQLException {
        Parameter parameter = new Parameter(TypeCatalog.builtIn().arrayOf(25), literals);
        String values = "(SELECT l::" + type + " AS v, n FROM unnest(?) WITH ORDINALITY u(l, n)) s";
        checkSelected(type, "SELECT v FROM " + values + " ORDER BY n", parameter);

        String arrays = "SELECT array_agg(CASE WHEN n % 5 = 3 THEN NULL ELSE v END ORDER BY n) FROM " + values
                + " GROUP BY n / 6 ORDER BY n / 6";
        checkSelected(type + "[]", arrays, parameter);

        session.execute("DROP TYPE IF EXISTS pair; DROP DOMAIN IF EXISTS outer_domain, inner_domain;"
                + "CREATE DOMAIN inner_domain AS " + type + "; CREATE DOMAIN outer_domain AS inner_domain;"
                + "CREATE TYPE pair AS (plain " + type + ", \"As Domain\" outer_domain, list " + type + "[],"
                + " domains outer_domain[], nothing " + type + ", note text)");
        session.catalog.forget();
        String pairs =
                "SELECT ROW(v, v, ARRAY[v, NULL, v], ARRAY[v::outer_domain], NULL, 'a \"b\" \\, (c)')::pair FROM "
                        + values + " ORDER BY n";
        checkSelected("pair", pairs, parameter);
    }

    private static void checkSelected(String type, String sql, Parameter parameter) throws SQLException {
        List<Value> asText = session.column(Format.TEXT, sql, parameter);
        List<Value> asBinary = session.column(Format.BINARY, sql, parameter);
        PgType pgType = session.type(type);
        if (pgType.readsBinary()) {
            assertThat(asBinary.get(0).format()).isEqualTo(Format.BINARY);
        }
        List<Object> read = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        for (int i = 0; i < asText.size(); i++) {
            Value text = asText.get(i);
            Value binary = asBinary.get(i);
            String at = type + " " + new String(text.bytes()) + ", seed " + SEED;
            assertThat(comparable(binary.read())).as(at).isEqualTo(comparable(text.read()));
            assertThat(binary.json()).as(at).isEqualTo(text.json()).satisfies(TypeRoundTripIT::isOneLineOfJson);
            assertThat(binary.text()).as(at).isEqualTo(text.text());
            read.add(text.read());
            printed.add(text.text());
        }
        // money has no equality with its own text where the locale rounds; every type has with its bytes
        compare(type, sql, parameter, pgType, "text that was printed", printed);
        if (read.stream().noneMatch(java.util.Objects::isNull)) {
            compare(type, sql, parameter, pgType, "values that were read", read);
        }
    }

    /** Sends values back, each as a parameter of its own type, and has the server say which differ from the originals. */
    private static void compare(String type, String sql, Parameter original, PgType pgType, String what, List<?> values)
            throws SQLException {
        List<String> expected = serverTexts("SELECT x::text FROM (" + sql + ") AS q(x)", type, original);
        List<String> actual = new ArrayList<>();
        int step = 50;
        for (int from = 0; from < values.size(); from += step) {
            List<?> some = values.subList(from, Math.min(from + step, values.size()));
            Parameter[] parameters =
                    some.stream().map(value -> new Parameter(pgType, value)).toArray(Parameter[]::new);
            String list =
                    String.join(", ", java.util.Collections.nCopies(some.size(), "(" + text("?::" + type, type) + ")"));
            for (Value value : session.column(Format.TEXT, "VALUES " + list, parameters)) {
                actual.add((String) value.read());
            }
        }
        assertThat(actual).as(type + " from " + what + ", seed " + SEED).isEqualTo(expected);
    }

    private static List<String> serverTexts(String sql, String type, Parameter parameter) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Value value : session.column(Format.TEXT, sql.replace("x::text", text("x", type)), parameter)) {
            texts.add((String) value.read());
        }
        return texts;
    }

    /** A text that is the same for equal values: json keeps spaces and the writing of numbers, which a Map does not. */
    private static String text(String expression, String type) {
        return type.startsWith("json") && !type.startsWith("jsonpath") && !type.endsWith("]")
                ? expression + "::jsonb::text"
                : expression + "::text";
    }

    /** A value whose equals sees into byte arrays. */
    private static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return java.util.HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TypeRoundTripIT::comparable).toList();
        }
        if (value instanceof java.util.Map<?, ?> map) {
            List<Object> entries = new ArrayList<>();
            map.forEach((name, attribute) -> entries.add(java.util.Arrays.asList(name, comparable(attribute))));
            return entries;
        }
        return java.util.Optional.ofNullable(value);
    }

    private static void isOneLineOfJson(String json) {
        assertThat(json).doesNotContain("\n", "\r");
        try (var parser = JSON.createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        } catch (java.io.IOException e) {
            throw new AssertionError("No JSON: " + json, e);
        }
    }
}
