package io.camelpg.type;

import io.camelpg.support.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Every type with random literals in PostgreSQL's input syntax, and those at its edges. */
final class TypeCases {
    private TypeCases() {}

    /**
     * A type to try.
     *
     * @param settings statements, each of which puts the session into a state to try the type in
     */
    record TypeCase(String type, Arbitrary<String> literals, List<String> edges, List<String> settings) {
        @Override
        public String toString() {
            return type;
        }
    }

    private static final List<String> ZONES = List.of(
            "SET TimeZone = 'UTC'",
            "SET TimeZone = 'Asia/Kolkata'",
            "SET TimeZone = 'America/St_Johns'",
            "SET TimeZone = 'Europe/Amsterdam'",
            "SET TimeZone = 'Pacific/Kiritimati'");
    private static final List<String> INTERVAL_STYLES = List.of(
            "SET IntervalStyle = 'postgres'",
            "SET IntervalStyle = 'postgres_verbose'",
            "SET IntervalStyle = 'sql_standard'",
            "SET IntervalStyle = 'iso_8601'");

    static List<TypeCase> all() {
        List<TypeCase> cases = new ArrayList<>();
        numbers(cases);
        texts(cases);
        times(cases);
        documents(cases);
        networkAndBits(cases);
        geometry(cases);
        system(cases);
        ranges(cases);
        if (TestPostgres.majorVersion() >= 13) {
            newer(cases);
        }
        return cases;
    }

    private static void add(List<TypeCase> cases, String type, Arbitrary<String> literals, String... edges) {
        cases.add(new TypeCase(type, literals, List.of(edges), List.of("SET TimeZone = 'Europe/Berlin'")));
    }

    private static void numbers(List<TypeCase> cases) {
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

    private static void texts(List<TypeCase> cases) {
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
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(TypeCases::hex),
                "\\x");
        cases.add(new TypeCase(
                "bytea",
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(TypeCases::hex),
                List.of("\\x", "\\x5c", "\\x00"),
                List.of("SET bytea_output = 'escape'")));
    }

    private static String hex(byte[] bytes) {
        return "\\x" + java.util.HexFormat.of().formatHex(bytes);
    }

    private static void times(List<TypeCase> cases) {
        Arbitrary<String> dates = Arbitraries.longs()
                .between(-2_451_545, 2_145_031_948)
                .map(d -> "" + d)
                .map(d -> "J" + (Long.parseLong(d) + 2_451_545));
        Arbitrary<String> recent =
                Arbitraries.longs().between(2_300_000, 2_500_000).map(d -> "J" + d);
        String[] dateEdges = {
            "infinity", "-infinity", "4714-11-24 BC", "0001-12-31 BC", "0001-01-01", "9999-12-31", "10000-01-01",
            "5874897-12-31", "2000-02-29", "1900-03-01", "0044-03-15 BC", "0005-02-28 BC", "1970-01-01", "99999-01-01"
        };
        add(cases, "date", Arbitraries.oneOf(dates, recent), dateEdges);
        Arbitrary<String> times =
                Arbitraries.longs().between(0, 86_399_999_999L).map(TypeCases::time);
        add(cases, "time", times, "00:00", "24:00", "23:59:59.999999", "10:00:00.1", "10:00:00.000001");
        add(cases, "time(3)", times, "24:00", "23:59:59.9996");
        Arbitrary<String> offsets =
                Arbitraries.integers().between(-57_599, 57_599).map(TypeCases::offset);
        add(
                cases,
                "timetz",
                Combinators.combine(times, offsets).as((time, offset) -> time + offset),
                "24:00+00",
                "00:00-15:59:59",
                "10:00+05:53:28",
                "12:30:00.5Z");
        // microseconds around 2000; the far ends need dates
        Arbitrary<String> stamps = Combinators.combine(
                        Arbitraries.longs().between(2, 109_203_527),
                        Arbitraries.longs().between(0, 86_399_999_999L))
                .as((day, micros) -> "J" + day + " " + time(micros));
        Arbitrary<String> recentStamps = Combinators.combine(
                        Arbitraries.longs().between(2_380_000, 2_480_000),
                        Arbitraries.longs().between(0, 86_399_999_999L))
                .as((day, micros) -> "J" + day + " " + time(micros));
        Arbitrary<String> both = Arbitraries.oneOf(stamps, recentStamps);
        List<String> edges = List.of(
                "infinity",
                "-infinity",
                "4714-11-25 00:00:00 BC",
                "294276-12-30 23:59:59.999999",
                "0001-12-31 23:59 BC",
                "0001-01-01 00:00",
                "9999-12-31 23:59:59.999999",
                "10000-01-02 00:00",
                "1883-11-18 12:00",
                "1937-06-30 23:59:59.999999",
                "2024-03-31 02:30",
                "2024-10-27 02:30",
                "0044-03-15 10:00:00.5 BC",
                "1970-01-01 00:00:00.000001",
                "1999-12-31 23:59:59.999999");
        cases.add(new TypeCase("timestamp", both, edges, List.of("SET TimeZone = 'Asia/Kolkata'")));
        cases.add(new TypeCase("timestamptz", both, edges, ZONES));
        add(cases, "timestamptz(0)", recentStamps);
        Arbitrary<String> intervals = Combinators.combine(
                        Arbitraries.integers().between(-100_000, 100_000),
                        Arbitraries.integers().between(-100_000, 100_000),
                        Arbitraries.longs().between(-900_000_000_000_000L, 900_000_000_000_000L))
                .as((months, days, micros) -> months + " mons " + days + " days " + micros + " microseconds");
        cases.add(new TypeCase(
                "interval",
                intervals,
                List.of(
                        "0",
                        "1 year",
                        "-1 mon",
                        "1 day -00:00:01",
                        "-1 day 00:00:01",
                        "-0.5 sec",
                        "3 days",
                        "-3 days",
                        "1 mon -1 day",
                        "-00:00:00.000001",
                        "178000000 years",
                        "-178956970 years -8 mons",
                        "2147483647 days",
                        "1 year 2 mons 3 days 04:05:06.789",
                        "-1 year -2 mons -3 days -04:05:06",
                        "-1 day -04:05:06",
                        "1-2",
                        "2562047788:00:54.775807",
                        "-04:05:06",
                        "1 mon 00:00:01"),
                INTERVAL_STYLES));
    }

    static String time(long micros) {
        return java.time.LocalTime.ofNanoOfDay(micros * 1000).toString();
    }

    private static String offset(int seconds) {
        return java.time.ZoneOffset.ofTotalSeconds(seconds).toString().replace("Z", "+00");
    }

    private static void documents(List<TypeCase> cases) {
        add(
                cases,
                "uuid",
                Arbitraries.create(java.util.UUID::randomUUID).map(String::valueOf),
                new java.util.UUID(0, 0).toString());
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

    private static void networkAndBits(List<TypeCase> cases) {
        Arbitrary<Integer> octet = Arbitraries.integers().between(0, 255);
        Arbitrary<String> v4 =
                Combinators.combine(octet, octet, octet, octet).as((a, b, c, d) -> a + "." + b + "." + c + "." + d);
        Arbitrary<String> v6 = Arbitraries.of(0, 0, 0, 1, 0xFFFF, 0xABCD, 0x12)
                .list()
                .ofSize(8)
                .map(words -> String.join(
                        ":", words.stream().map(Integer::toHexString).toList()));
        Arbitrary<String> inets = Arbitraries.oneOf(
                v4,
                v6,
                Combinators.combine(v4, Arbitraries.integers().between(0, 32)).as((a, n) -> a + "/" + n),
                Combinators.combine(v6, Arbitraries.integers().between(0, 128)).as((a, n) -> a + "/" + n));
        add(
                cases,
                "inet",
                inets,
                "::",
                "::1",
                "::/0",
                "0.0.0.0/0",
                "::ffff:1.2.3.4",
                "::1.2.3.4",
                "1::",
                "::2:0:0:1",
                "fe80::1/64",
                "1:0:0:2:0:0:0:3",
                "0:0:0:0:0:ffff:102:304",
                "0:0:0:0:0:0:0:2",
                "0:0:0:0:0:0:1:0",
                "1:2:3:4:5:6:7:0");
        add(
                cases,
                "cidr",
                Arbitraries.oneOf(v4, v6),
                "10.0.0.0/8",
                "::/0",
                "2001:db8::/32",
                "192.168/16",
                "::ffff:0:0/96");
        Arbitrary<String> pair = octet.map(o -> String.format("%02x", o));
        add(cases, "macaddr", pair.list().ofSize(6).map(p -> String.join(":", p)));
        add(cases, "macaddr8", pair.list().ofSize(8).map(p -> String.join(":", p)));
        Arbitrary<String> bits = Arbitraries.strings().withChars("01").ofMaxLength(70);
        add(cases, "varbit", bits, "", "1");
        add(cases, "bit(9)", Arbitraries.strings().withChars("01").ofLength(9));
    }

    private static void geometry(List<TypeCase> cases) {
        Arbitrary<String> number = Arbitraries.oneOf(
                Arbitraries.doubles().between(-1e6, 1e6).map(String::valueOf),
                Arbitraries.integers().between(-9, 9).map(String::valueOf));
        Arbitrary<String> point = Combinators.combine(number, number).as((x, y) -> "(" + x + "," + y + ")");
        Arbitrary<String> points = point.list().ofMinSize(1).ofMaxSize(5).map(p -> String.join(",", p));
        Arbitrary<String> two = Combinators.combine(point, point).as((a, b) -> a + "," + b);
        add(cases, "point", point, "(NaN,Infinity)", "(-0,1e300)");
        add(cases, "line", Arbitraries.integers().map(i -> "{1," + i + ",-2.5}"), "{0,-1,3}");
        add(cases, "lseg", two.map(p -> "[" + p + "]"));
        add(cases, "box", two);
        add(cases, "path", Arbitraries.oneOf(points.map(p -> "[" + p + "]"), points.map(p -> "(" + p + ")")));
        add(cases, "polygon", points.map(p -> "(" + p + ")"));
        add(
                cases,
                "circle",
                Combinators.combine(point, Arbitraries.doubles().between(0, 1e9))
                        .as((p, r) -> "<" + p + "," + r + ">"));
    }

    private static void system(List<TypeCase> cases) {
        Arbitrary<String> unsigned = Arbitraries.longs().between(0, 0xFFFFFFFFL).map(String::valueOf);
        add(cases, "oid", unsigned, "0", "4294967295");
        add(cases, "xid", unsigned, "0", "4294967295");
        add(cases, "cid", unsigned, "0");
        add(
                cases,
                "tid",
                Combinators.combine(unsigned, Arbitraries.integers().between(0, 65535))
                        .as((b, o) -> "(" + b + "," + o + ")"));
        add(
                cases,
                "pg_lsn",
                Arbitraries.longs().map(l -> Long.toHexString(l >>> 32) + "/" + Long.toHexString(l & 0xFFFFFFFFL)),
                "0/0",
                "FFFFFFFF/FFFFFFFF");
        add(cases, "regclass", Arbitraries.of("pg_class", "pg_type"));
        add(cases, "regtype", Arbitraries.of("integer", "text[]", "timestamptz"));
        add(cases, "tsvector", Arbitraries.of("a:1A b:2", "'it''s' \\\\x", ""));
        add(cases, "tsquery", Arbitraries.of("a & b", "!(a | 'b c') <-> d:*A"));
        add(cases, "jsonpath", Arbitraries.of("$.a", "$.\"b c\"[*] ? (@ > 1)"));
    }

    private static void newer(List<TypeCase> cases) {
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
            add(cases, "interval", Arbitraries.of("infinity", "-infinity", "1 day"));
        }
    }

    private static void ranges(List<TypeCase> cases) {
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
