package io.camelpg;

import java.util.List;
import java.util.Map;

/**
 * A statement with something in it that URIs, YAML or Camel could take for their own.
 *
 * @param expected the value it gives when it arrives as written; the exchange has the header {@code id} 7
 * @param body of the exchange
 */
record SqlFragment(String about, String sql, Object expected, Object body) {
    static final List<SqlFragment> ALL = List.of(
            of("plus", "SELECT 1 + 2", 3),
            of("plus without spaces", "SELECT '1+2'", "1+2"),
            of("percent", "SELECT 7 % 4", 3),
            of("percent in LIKE", "SELECT 'abc' LIKE '%b%'", true),
            of("two percent signs", "SELECT 'a%%b'", "a%%b"),
            of("percent and two digits", "SELECT 'a%20b'", "a%20b"),
            of("an encoded plus", "SELECT 'a%2Bb'", "a%2Bb"),
            of("an encoded quote", "SELECT 'a%27b'", "a%27b"),
            of("equals", "SELECT 1 = 1", true),
            of("less and greater", "SELECT 1 < 2 AND 2 >= 1", true),
            of("?", "SELECT '{\"a\":1}'::jsonb ? 'a'", true),
            of("?| and ?&", "SELECT '{\"a\":1}'::jsonb ?| ARRAY['a']", true),
            of("two colons", "SELECT '42'::int", 42),
            of("a slice", "SELECT (ARRAY[1,2,3])[2:3]", List.of(2, 3)),
            of(":name", "SELECT :id::int", 7),
            of(":{expression}", "SELECT :{header.id}::int", 7),
            of(":#name of camel-sql", "SELECT :#id::int", 7),
            of(":#${expression} of camel-sql", "SELECT :#${header.id}::int", 7),
            of(":#${body}", "SELECT :#${body}::int", 5, 5),
            of(":in:name", "SELECT 7 IN (:in:ids)", true, Map.of("ids", List.of(6, 7))),
            of("$1", "SELECT $1::int", 5, List.of(5)),
            of("dollar quotes", "SELECT $$it's$$", "it's"),
            of("${ in a string", "SELECT '${header.id}'", "${header.id}"),
            of("braces", "SELECT '{1,2}'::int[]", List.of(1, 2)),
            of("two braces", "SELECT ('{{1,2},{3,4}}'::int[])[2][1]", 3),
            of("hash", "SELECT 5 # 1", 4),
            of("#>>", "SELECT '{\"a\":{\"b\":1}}'::json #>> '{a,b}'", "1"),
            of("quotes", "SELECT 'it''s' || \"v\" FROM (SELECT 'x' AS \"v\") AS t", "it'sx"),
            of("backslash", "SELECT 'a\\b'", "a\\b"),
            of("escape string", "SELECT E'a\\nb'", "a\nb"),
            of("slashes", "SELECT '//a/../b'", "//a/../b"),
            of("semicolon at the end", "SELECT 1;", 1),
            of("block comment", "SELECT /* one */ 1", 1),
            of("Unicode", "SELECT 'žluť 🐘 ß'", "žluť 🐘 ß"),
            of("no-break space", "SELECT 'a\u00a0b'", "a\u00a0b"),
            of("RAW( in a string", "SELECT 'RAW(x)'", "RAW(x)"),
            of("a closing parenthesis at the end", "SELECT abs(-1)", 1),
            of("ampersand", "SELECT 5 & 3", 1),
            of("two ampersands", "SELECT ARRAY[1] && ARRAY[1]", true),
            of("ampersand and a name", "SELECT 'a&b=c'", "a&b=c"),
            of("line break", "SELECT 1\n+ 2", 3),
            of("line break in a string", "SELECT 'a\nb'", "a\nb"),
            of("line comment and line break", "SELECT 1 -- one\n+ 2", 3));

    private static SqlFragment of(String about, String sql, Object expected) {
        return new SqlFragment(about, sql, expected, null);
    }

    private static SqlFragment of(String about, String sql, Object expected, Object body) {
        return new SqlFragment(about, sql, expected, body);
    }

    /** What the contract leaves to files and beans, and a character that Java's URIs refuse. */
    boolean belongsInAFile() {
        return sql.contains("\n") || sql.contains("&") || sql.contains("{{") || sql.contains("\u00a0");
    }
}
