package io.camelpg.sql;

import java.util.List;
import java.util.Random;

/**
 * Makes valid SELECT statements out of fragments whose placeholders and values are known, so that neither is found by the
 * code under test. The same seed makes the same statement.
 */
final class SqlGenerator {
    /** Column names and array elements that the fragments refer to. */
    private static final String FROM = "FROM (SELECT 1 AS lo, 2 AS hi, 2 AS n, ARRAY['a','b','c','d'] AS a,"
            + " ARRAY['a','b','c','d'] AS \"q;:x\", ARRAY['a','b','c','d'] AS a$b, ARRAY['a','b','c','d'] AS \"array\","
            + " '{\"k\":{\"j\":\"v\"},\"a\":[\"x\"]}'::jsonb AS j) AS t";

    /** Text and value; nothing in them is a placeholder. */
    private static final String[][] FIXED = {
        {"array_to_string(a[lo:hi],'')", "ab"},
        {"array_to_string(t.a[:n],'')", "ab"},
        {"array_to_string(a[n:],'')", "bcd"},
        {"array_to_string(a [ lo + 1 : ],'')", "bcd"},
        {"array_to_string(a[:],'')", "abcd"},
        {"array_to_string(\"q;:x\"[lo:n],'')", "ab"},
        {"array_to_string(U&\"q!003b:x\" UESCAPE '!' [:n],'')", "ab"},
        {"array_to_string(t.array[:n],'')", "ab"},
        {"array_to_string(a$b[lo:n],'')", "ab"},
        {"array_to_string((ARRAY['a','b','c'])[lo:n],'')", "ab"},
        {"array_to_string(a[ARRAY_LENGTH(a[:n],1):hi],'')", "b"},
        {"make_interval(days := hi)::text", "2 days"},
        {"make_interval(days:=n,hours=>lo)::text", "2 days 01:00:00"},
        {"(1+.5)::text", "1.5"},
        {"(1.::text||1e-1)", "10.1"},
        {"(3--:a\n-1)::text", "2"},
        {"(3-/*:a*/-1)::text", "4"},
        {"(8/*:a*//2)::text", "4"},
        {"(2*/**/3)::text", "6"},
        {"date'2020-01-02'::text", "2020-01-02"},
        {"interval'1 d'\n'ay'::text", "1 day"},
        {"B'01'\n'10'::text", "0110"},
        {"x'1f'::text", "00011111"},
        {"'7'::int::text", "7"},
        {"cast('a' AS \"char\")::text", "a"},
        {"(j@>'{\"a\":[\"x\"]}')::text", "true"},
        {"('{}'::jsonb<@j)::text", "true"},
        {"(j @? '$.k')::text", "true"},
        {"(j @@ '$.a[0] == \"x\"')::text", "true"},
        {"(j#-'{k}' ? 'k')::text", "false"},
        {"(j#>>'{k,j}')", "v"},
    };

    private static final String[] NAMES = {"a", "_b", "in", "select", "x1", "ünï", "n", "E", "\uD83D\uDE00"};
    private static final String[] EXPRESSIONS = {"body", "body[id]", "h['}']", "a{b}c", "x == \"{\"", "a['\\'}']"};

    private final Random random;
    private final LiteralGenerator literals;
    private final GeneratedSql sql = new GeneratedSql();
    private final boolean positional;
    private int lastPosition;

    private SqlGenerator(Random random) {
        this.random = random;
        this.literals = new LiteralGenerator(random);
        this.positional = random.nextInt(4) == 0;
    }

    static GeneratedSql statement(long seed) {
        return new SqlGenerator(new Random(seed)).statement();
    }

    /** What is bound to a placeholder when the server runs the statement; collections as an array's text. */
    static String value(Placeholder placeholder) {
        if (placeholder instanceof Placeholder.Positional one) {
            return "no ' " + one.number();
        }
        if (placeholder.collection()) {
            return placeholder.label().contains("none") ? "{}" : "{\"q\",\"value of :a\"}";
        }
        return switch (placeholder.label()) {
            case ":i1" -> "1";
            case ":i3" -> "3";
            case ":k" -> "k";
            default -> "value of " + placeholder.label();
        };
    }

    private GeneratedSql statement() {
        sql.text(literals.pick("", " ", "\n", "\uFEFF"), "");
        sql.text(literals.pick("", "/* :a ; */ ", "-- :a ;\n", "/*+ ' */"));
        sql.text(literals.pick("SELECT", "select", "WITH w AS (SELECT 1) SELECT"));
        int items = 1 + random.nextInt(4);
        for (int i = 0; i < items; i++) {
            if (i > 0) {
                sql.text(",");
            }
            sql.text(literals.trivia());
            sql.selects(item(0));
            alias();
        }
        sql.text(literals.trivia()).text(FROM);
        sql.text(literals.pick("", "", ";", " ; ", " ; -- :a", "/* :a */;;", "\n"), "");
        return sql;
    }

    private void alias() {
        switch (random.nextInt(6)) {
            case 0 -> sql.text(" AS x$1$y");
            case 1 -> sql.text(" AS ").text(literals.quotedIdentifier("x" + literals.content()));
            case 2 -> sql.text("/**/é_$a$");
            default -> {}
        }
    }

    /** Appends an expression of type text and returns its value. */
    private String item(int depth) {
        return switch (random.nextInt(depth < 2 ? 9 : 6)) {
            case 0 -> literal();
            case 1, 2 -> text();
            case 3 -> fixed();
            case 4 -> positional ? text() : subscript();
            case 5 -> positional ? fixed() : operator();
            case 6 -> nested(depth, "(", ")");
            case 7 -> both(depth);
            default -> positional ? nested(depth, "(SELECT ", ")") : in();
        };
    }

    private String literal() {
        String content = literals.content();
        sql.text(literals.string(content)).text("::text");
        return content;
    }

    private String fixed() {
        String[] fixed = literals.pick(FIXED);
        sql.text(fixed[0]);
        return fixed[1];
    }

    /** A placeholder as text. */
    private String text() {
        String value;
        switch (random.nextInt(4)) {
            case 0 -> {
                sql.text("CAST(");
                value = placeholder();
                sql.text(literals.trivia()).text("AS text)");
            }
            case 1 -> {
                sql.text("CASE WHEN true THEN ");
                value = placeholder();
                sql.text("::text END");
            }
            case 2 -> {
                sql.text("(ARRAY[");
                value = placeholder();
                sql.text("::text,'z'])[lo]");
            }
            default -> {
                value = placeholder();
                sql.text(literals.pick("::text", " :: text", "/**/::\"text\"", "::pg_catalog.text", "::varchar::text"));
            }
        }
        return value;
    }

    private String placeholder() {
        Placeholder placeholder;
        if (positional) {
            int number = lastPosition == 0 || random.nextBoolean() ? ++lastPosition : 1 + random.nextInt(lastPosition);
            placeholder = new Placeholder.Positional(number);
            sql.placeholder(placeholder, "$" + number);
        } else if (random.nextInt(3) > 0) {
            placeholder = named(literals.pick(NAMES));
        } else {
            String expression = literals.pick(EXPRESSIONS);
            placeholder = new Placeholder.Expression(expression, false);
            sql.placeholder(placeholder, literals.pick(":{", ":#${", ":{ ") + expression + "}");
        }
        return value(placeholder);
    }

    private Placeholder named(String name) {
        Placeholder placeholder = new Placeholder.Named(name, false);
        sql.placeholder(placeholder, literals.pick(":", ":#") + name);
        return placeholder;
    }

    private String subscript() {
        switch (random.nextInt(4)) {
            case 0 -> {
                sql.text("a[(");
                named("i1");
                sql.text(")::int]");
                return "a";
            }
            case 1 -> {
                sql.text("array_to_string(a[(");
                named("i1");
                sql.text(")::int:(");
                named("i3");
                sql.text("::int)],'')");
                return "abc";
            }
            case 2 -> {
                sql.text("array_to_string((ARRAY[");
                String first = placeholder();
                sql.text("::text, 'b'])[lo:n],'')");
                return first + "b";
            }
            default -> {
                sql.text("array_to_string(ARRAY[[");
                String first = placeholder();
                sql.text("::text],").text(literals.trivia()).text("[");
                String second = placeholder();
                sql.text("]],'|')");
                return first + "|" + second;
            }
        }
    }

    private String operator() {
        List<String> around = literals.pick(
                List.of("(j ? ", ")::text", "true"),
                List.of("(j?", ")::text", "true"),
                List.of("(j ?|ARRAY[", "::text,'z'])::text", "true"),
                List.of("(j?&ARRAY['k',", "::text])::text", "true"),
                List.of("(j #>> ARRAY[", "::text,'j'])", "v"),
                List.of("(j->", "::text->>'j')", "v"),
                List.of("concat(", "::text)", "k"),
                List.of("(j#-ARRAY[", "::text]?'k')::text", "false"));
        sql.text(around.get(0));
        named("k");
        sql.text(around.get(1));
        return around.get(2);
    }

    private String nested(int depth, String open, String close) {
        sql.text(open).text(literals.trivia());
        String value = item(depth + 1);
        sql.text(literals.trivia()).text(close);
        return value;
    }

    private String both(int depth) {
        sql.text("(");
        String first = item(depth + 1);
        sql.text(literals.trivia()).text("||").text(literals.trivia());
        String second = item(depth + 1);
        sql.text(")");
        return first + second;
    }

    private String in() {
        boolean not = random.nextBoolean();
        boolean none = random.nextBoolean();
        String left = literals.pick("a", "x1");
        sql.text("(");
        named(left);
        sql.text("::text ");
        if (not) {
            sql.text(literals.pick("NOT", "not"), "<>").text(literals.trivia()).text(" ");
        }
        sql.text(literals.pick("IN", "in"), not ? "ALL" : "= ANY");
        sql.text(literals.trivia()).text("(").text(literals.trivia());
        collection(none ? "none" : "some");
        sql.text(literals.trivia()).text("))::text");
        boolean contained = !none && left.equals("a");
        return String.valueOf(contained != not);
    }

    private void collection(String name) {
        if (random.nextBoolean()) {
            sql.placeholder(new Placeholder.Named(name, true), literals.pick(":in:", ":#in:") + name);
        } else {
            sql.placeholder(new Placeholder.Expression(name, true), literals.pick(":in:{", ":#in:${") + name + "}");
        }
    }
}
