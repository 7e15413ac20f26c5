package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.camelpg.support.TestPostgres;
import io.camelpg.type.TypeCases.TypeCase;
import io.camelpg.type.WireSession.Parameter;
import io.camelpg.type.WireSession.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
        boolean keepsText = !type.equals("json") && !type.equals("jsonb");
        String values = "(SELECT l::" + type + " AS v, n FROM unnest(?) WITH ORDINALITY u(l, n)) s";
        checkSelected(type, keepsText, "SELECT v FROM " + values + " ORDER BY n", parameter);

        String arrays = "SELECT array_agg(CASE WHEN n % 5 = 3 THEN NULL ELSE v END ORDER BY n) FROM " + values
                + " GROUP BY n / 6 ORDER BY n / 6";
        checkSelected(type + "[]", keepsText, arrays, parameter);

        session.execute("DROP TYPE IF EXISTS pair; DROP DOMAIN IF EXISTS outer_domain, inner_domain;"
                + "CREATE DOMAIN inner_domain AS " + type + "; CREATE DOMAIN outer_domain AS inner_domain;"
                + "CREATE TYPE pair AS (plain " + type + ", \"As Domain\" outer_domain, list " + type + "[],"
                + " domains outer_domain[], nothing " + type + ", note text)");
        session.catalog.forget();
        String pairs =
                "SELECT ROW(v, v, ARRAY[v, NULL, v], ARRAY[v::outer_domain], NULL, 'a \"b\" \\, (c)')::pair FROM "
                        + values + " ORDER BY n";
        checkSelected("pair", keepsText, pairs, parameter);
    }

    /** @param keepsText whether a Java value has all that the text shows; JSON's spaces and trailing zeros it has not */
    private static void checkSelected(String type, boolean keepsText, String sql, Parameter parameter)
            throws SQLException {
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
            same(at, List.of(comparable(binary.read())), List.of(comparable(text.read())));
            assertThat(binary.json()).as(at).isEqualTo(text.json()).satisfies(TypeRoundTripIT::isOneLineOfJson);
            assertThat(binary.text()).as(at).isEqualTo(text.text());
            read.add(text.read());
            printed.add(text.text());
        }
        WireDamage.tolerated(SEED, asText.subList(0, Math.min(30, asText.size())));
        WireDamage.tolerated(SEED, asBinary.subList(0, Math.min(30, asBinary.size())));
        List<Object> originals =
                read(session.column(Format.TEXT, "SELECT x::text FROM (" + sql + ") AS q(x)", parameter));
        same(
                type + " from printed text, seed " + SEED,
                read(sentBack("?::" + type + "::text", pgType, printed)),
                originals);
        String fromValues = type + " from values, seed " + SEED;
        if (keepsText) {
            same(fromValues, read(sentBack("?::" + type + "::text", pgType, read)), originals);
        } else {
            List<Object> back = read(sentBack("?::" + type, pgType, read));
            same(
                    fromValues,
                    back.stream().map(TypeRoundTripIT::byNumber).toList(),
                    read.stream().map(TypeRoundTripIT::byNumber).toList());
        }
    }

    /** AssertJ takes twice as long for each level of nesting to write down what differs: never ends for deep documents. */
    private static void same(String what, List<Object> actual, List<Object> expected) {
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
        for (int i = 0; i < actual.size(); i++) {
            if (!Objects.equals(actual.get(i), expected.get(i))) {
                throw new AssertionError(
                        what + ", number " + i + ": " + start(actual.get(i)) + " instead of " + start(expected.get(i)));
            }
        }
    }

    private static String start(Object value) {
        String text = String.valueOf(value);
        return text.substring(0, Math.min(2000, text.length()));
    }

    private static List<Object> read(List<Value> values) {
        List<Object> read = new ArrayList<>();
        values.forEach(value -> read.add(value.read()));
        return read;
    }

    /** Sends values back, each as a parameter of its own type, and has the server print what it took them for. */
    private static List<Value> sentBack(String expression, PgType pgType, List<?> values) throws SQLException {
        List<Value> answers = new ArrayList<>();
        int step = 50;
        for (int from = 0; from < values.size(); from += step) {
            List<?> some = values.subList(from, Math.min(from + step, values.size()));
            Parameter[] parameters =
                    some.stream().map(value -> new Parameter(pgType, value)).toArray(Parameter[]::new);
            String list = String.join(", ", Collections.nCopies(some.size(), "(" + expression + ")"));
            answers.addAll(session.column(Format.TEXT, "VALUES " + list, parameters));
        }
        return answers;
    }

    /** A value whose equals sees into byte arrays. */
    private static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TypeRoundTripIT::comparable).toList();
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> entries = new ArrayList<>();
            map.forEach((name, attribute) -> entries.add(Arrays.asList(name, comparable(attribute))));
            return entries;
        }
        return Optional.ofNullable(value);
    }

    /** In JSON, 1e5 sent back as 100000 is the same number, and of another class in Java. */
    private static Object byNumber(Object document) {
        if (document instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros();
        }
        if (document instanceof List<?> list) {
            return list.stream().map(TypeRoundTripIT::byNumber).toList();
        }
        if (document instanceof Map<?, ?> map) {
            List<Object> entries = new ArrayList<>();
            map.forEach((name, value) -> entries.add(Arrays.asList(name, byNumber(value))));
            return entries;
        }
        return Optional.ofNullable(document);
    }

    private static void isOneLineOfJson(String json) {
        assertThat(json).doesNotContain("\n", "\r");
        try (var parser = JSON.createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + json, e);
        }
    }
}
