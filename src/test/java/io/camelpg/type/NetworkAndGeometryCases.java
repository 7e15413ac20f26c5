package io.camelpg.type;

import static io.camelpg.type.TypeCases.add;

import io.camelpg.type.TypeCases.TypeCase;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The network and geometry types, with random literals and edges. */
final class NetworkAndGeometryCases {
    private NetworkAndGeometryCases() {}

    static void networkAndBits(List<TypeCase> cases) {
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

    static void geometry(List<TypeCase> cases) {
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

    static void system(List<TypeCase> cases) {
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
}
