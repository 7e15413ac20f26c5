package io.camelpg.type;

import static io.camelpg.type.TypeCases.add;

import io.camelpg.type.TypeCases.TypeCase;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The number and text types, with random literals and edges. */
final class NumberAndTextCases {
    private NumberAndTextCases() {}

    static void numbers(List<TypeCase> cases) {
        add(cases, "smallint", Arbitraries.shorts().map(String::valueOf), "-32768", "32767", "0");
        add(cases, "integer", Arbitraries.integers().map(String::valueOf), "-2147483648", "2147483647", "0");
        add(cases, "bigint", Arbitraries.longs().map(String::valueOf), "-9223372036854775808", "9223372036854775807");
        add(
                cases,
                "real",
                Arbitraries.integers().map(Float::intBitsToFloat).map(f -> f == 0 ? "0" : f.toString()),
                "NaN",
                "Infinity",
                "-Infinity",
                "-0",
                "1e-45",
                "3.4028235e+38",
                "0.1",
                "123456",
                "999999",
                "1000000",
                "1e6",
                "0.0001",
                "0.00001",
                "16777216",
                "16777217",
                "1.17549435e-38",
                "8388608",
                "2.3841858e-07");
        Arbitrary<String> doubles = Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).map(String::valueOf),
                Arbitraries.doubles().map(String::valueOf),
                Arbitraries.bigDecimals().ofScale(4).map(d -> String.valueOf(d.doubleValue())),
                Arbitraries.integers().between(-1074, 1023).map(e -> String.valueOf(Math.scalb(1.0, e))));
        add(
                cases,
                "double precision",
                doubles,
                "NaN",
                "Infinity",
                "-Infinity",
                "-0",
                "5e-324",
                "1.7976931348623157e+308",
                "0.1",
                "1e23",
                "1e22",
                "9007199254740993",
                "9007199254740992",
                "999999999999999",
                "1000000000000000",
                "1e15",
                "1e14",
                "0.0001",
                "0.00001",
                "2.2250738585072014e-308",
                "2e-3",
                "1.1e-5",
                "9.5367431640625e-07");
        Arbitrary<String> numerics = Combinators.combine(
                        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(60),
                        Arbitraries.strings().numeric().ofMaxLength(60),
                        Arbitraries.of("", "-"))
                .as((whole, fraction, sign) -> sign + whole + (fraction.isEmpty() ? "" : "." + fraction));
        add(
                cases,
                "numeric",
                Arbitraries.oneOf(numerics, Arbitraries.bigDecimals().map(d -> d.toString())),
                "NaN",
                "0",
                "0.00",
                "0.000000000000",
                "-0.00000001",
                "1e100",
                "1e-100",
                "10000",
                "100000000",
                "0.0001",
                "99999999",
                "1.50",
                "12345678901234567890.12345678901234567890",
                "9".repeat(200),
                "1" + "0".repeat(4000),
                "0." + "0".repeat(1000) + "1",
                "1e20000",
                "10000.0001",
                "0.00010001");
        add(cases, "numeric(10,2)", Arbitraries.integers().map(i -> i / 100.0 + ""), "0", "-99999999.99");
        add(cases, "boolean", Arbitraries.of("true", "false"));
        add(cases, "money", Arbitraries.integers().map(i -> i + ".25"), "0", "-12.50");
    }

    static void texts(List<TypeCase> cases) {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("\\\"'{},() \t\n\r\u0001\u007fäß€\uFFFDNULnul")
                        .ofMaxLength(12),
                Arbitraries.integers()
                        .between(1, 0x10FFFF)
                        .filter(c -> c < 0xD800 || c > 0xDFFF)
                        .list()
                        .ofMaxSize(8)
                        .map(points -> {
                            StringBuilder text = new StringBuilder();
                            points.forEach(text::appendCodePoint);
                            return text.toString();
                        }));
        String[] edges = {"", " ", "NULL", "null", "\"", "\\", "\\\\", "{}", "a,b", "😀", "\u2028", "x".repeat(5000)};
        add(cases, "text", texts, edges);
        add(cases, "varchar", texts, edges);
        add(cases, "varchar(40)", texts.map(t -> t.length() > 12 ? "short" : t), "");
        add(cases, "char(12)", texts.map(t -> t.length() > 6 ? "short" : t), "", " ", "ab ");
        add(cases, "name", texts.map(t -> t.length() > 12 ? "short" : t), "");
        add(cases, "\"char\"", Arbitraries.chars().range(' ', '~').map(String::valueOf), "\\", "\"", "");
        add(cases, "xml", Arbitraries.integers().map(i -> "<a b=\"" + i + "\">&lt;ä</a>"), "");
        add(cases, "mood", Arbitraries.of("happy", "so so", "sad, \"very\"", "back\\slash", "NULL"));
        add(
                cases,
                "bytea",
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(NumberAndTextCases::hex),
                "\\x");
        cases.add(new TypeCase(
                "bytea",
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(NumberAndTextCases::hex),
                List.of("\\x", "\\x5c", "\\x00"),
                List.of("SET bytea_output = 'escape'")));
    }

    private static String hex(byte[] bytes) {
        return "\\x" + java.util.HexFormat.of().formatHex(bytes);
    }
}
