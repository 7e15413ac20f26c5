package io.camelpg.type;

import static io.camelpg.type.TypeCases.add;

import io.camelpg.support.TestPostgres;
import io.camelpg.type.TypeCases.TypeCase;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The document and range types, with random literals and edges. */
final class DocumentAndRangeCases {
    private DocumentAndRangeCases() {}

    static void documents(List<TypeCase> cases) {
        add(cases, "uuid", Arbitraries.create(UUID::randomUUID).map(String::valueOf), new UUID(0, 0).toString());
        Arbitrary<String> scalars = Arbitraries.oneOf(
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.bigDecimals().map(d -> d.toString()),
                Arbitraries.doubles().map(String::valueOf),
                Arbitraries.of("true", "false", "1.50", "1e5"));
        // a Java String is JSON text when it is bound, so that strings come back as they were within documents only
        Arbitrary<String> strings = Arbitraries.of("\"\"", "\"a\\n\\\"\\\\ä😀\\u0001\"", "\"\\u00e4\"");
        Arbitrary<String> nested = Combinators.combine(scalars, scalars, strings)
                .as((a, b, c) -> "{\"a\":" + a + ",\"b c\":[" + b + ", {\"d\":" + c + "},[],{}],\"n\":null}");
        String[] edges = {
            "{}",
            "[]",
            "0",
            "-0",
            "[null]",
            "1e400",
            "123456789012345678901234567890",
            "0.1",
            "1.10",
            "[[[[]]]]",
            "0.30000000000000004",
            "1.7976931348623157e308",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775808",
            "[".repeat(300) + "]".repeat(300),
            "{\n \"a\" :\t1\r\n}"
        };
        add(cases, "jsonb", Arbitraries.oneOf(scalars, nested), edges);
        add(cases, "json", Arbitraries.oneOf(scalars, nested), edges);
    }

    static void newer(List<TypeCase> cases) {
        add(cases, "xid8", Arbitraries.longs().map(Long::toUnsignedString), "0", "18446744073709551615");
        if (TestPostgres.majorVersion() >= 14) {
            Arbitrary<String> numbers = Arbitraries.of("{[1,3),[5,8)}", "{}", "{(,)}", "{(,-5],[7,)}", "{[0,1)}");
            add(cases, "int4multirange", numbers);
            add(cases, "nummultirange", numbers, "{[1.50,2.25),(3,4]}");
            add(
                    cases,
                    "tstzmultirange",
                    Arbitraries.of("{[2024-01-01 10:00,2024-01-02 11:00:00.5),(2025-01-01,infinity]}", "{}"));
            add(cases, "textmultirange", Arbitraries.of("{[a,b],[\"x,\\\"}\",y)}", "{}"));
            add(cases, "numeric", Arbitraries.of("Infinity", "-Infinity", "NaN", "1.5"));
        }
        if (TestPostgres.majorVersion() >= 17) {
            add(cases, "interval", Arbitraries.of("infinity", "-infinity", "1 day", "2562047788:00:54.775806"));
        }
    }

    static void ranges(List<TypeCase> cases) {
        Arbitrary<Integer> bound = Arbitraries.integers().between(-1000, 1000);
        Arbitrary<String> ints = Combinators.combine(
                        bound,
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.of("[", "("),
                        Arbitraries.of("]", ")"))
                .as((lower, size, open, close) -> open + lower + "," + (lower + size) + close);
        String[] edges = {"empty", "(,)", "[5,)", "(,5)"};
        add(cases, "int4range", ints, edges);
        add(cases, "int8range", ints, edges);
        add(cases, "numrange", ints, "[1.50,2.25)", "[NaN,NaN]", "(,)", "empty");
        add(
                cases,
                "daterange",
                bound.map(d -> "[J" + (2_451_545 + d) + ",J" + (2_452_600 + d) + "]"),
                "[0044-03-15 BC,infinity)",
                "(,)",
                "empty");
        add(
                cases,
                "tsrange",
                bound.map(d -> "[J" + (2_451_545 + d) + " 10:00,J" + (2_452_600 + d) + " 11:00:00.5)"),
                "[0044-03-15 10:00 BC,infinity)",
                "(,)");
        add(
                cases,
                "tstzrange",
                bound.map(d -> "(J" + (2_451_545 + d) + " 10:00,J" + (2_452_600 + d) + " 11:00:00.5]"),
                "[0044-03-15 10:00 BC,infinity)",
                "(,)");
        add(
                cases,
                "textrange",
                Arbitraries.of("[a,b]", "[\"a,\\\"b\\\\\",\"x y\")", "[\"\",)", "(\"\",\"(]\"]", "empty"));
    }
}
