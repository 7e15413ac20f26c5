package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelpg.error.PgException;
import io.camelpg.support.TestPostgres;
import io.camelpg.type.WireSession.Parameter;
import io.camelpg.type.WireSession.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TypeCatalogIT {
    private WireSession session;

    @BeforeEach
    void connect() throws SQLException {
        session = new WireSession(TestPostgres.createDatabase());
    }

    @AfterEach
    void disconnect() throws SQLException {
        session.close();
    }

    @Test
    void builtInTypesHaveTheServersOidsNamesAndArrays() throws SQLException {
        List<Object> unknown = new ArrayList<>();
        int known = 0;
        String sql = "SELECT oid::int8, format_type(oid, NULL), typarray::int8, typname::text FROM pg_type"
                + " WHERE oid < 16384 AND typtype IN ('b', 'r', 'm') AND typnamespace = 'pg_catalog'::regnamespace";
        for (List<Value> row : session.rows(Format.TEXT, sql)) {
            int oid = ((Long) row.get(0).read()).intValue();
            PgType type = TypeCatalog.builtIn().get(oid);
            if (type.issue() == null) {
                known++;
                assertThat(type.name()).isEqualTo(row.get(1).read());
                PgType array = TypeCatalog.builtIn().arrayOf(oid);
                assertThat((long) (array == null ? 0 : array.oid()))
                        .as(type.name())
                        .isEqualTo(row.get(2).read());
            } else {
                unknown.add(row.get(3).read());
            }
        }
        assertThat(known).isGreaterThan(120);
        // row types of system tables, and what only the planner's statistics use
        assertThat(unknown).allSatisfy(name -> assertThat((String) name).matches("_?pg_.*"));
    }

    @Test
    void typesOfTheDatabaseAreLoadedWithWhatTheyConsistOfLevelByLevel() throws SQLException {
        session.execute(
                """
                CREATE SCHEMA app;
                CREATE TYPE app.mood AS ENUM ('happy', 'sad');
                CREATE DOMAIN app.name AS varchar(30);
                CREATE DOMAIN app.amount AS numeric(12,3);
                CREATE DOMAIN app.small_amount AS app.amount;
                CREATE TYPE app.line AS (item app.name, "Amount" app.small_amount, moods app.mood[]);
                CREATE TYPE app.invoice AS (id bigint, lines app.line[], first app.line, at timestamptz);
                CREATE TABLE app.stored (gone int, invoice app.invoice, mood app.mood);
                ALTER TABLE app.stored DROP COLUMN gone;""");
        int before = session.loads();
        PgType invoice = session.type("app.invoice");
        // invoice; line[] and line at once; line's types at once; the domain under a domain
        assertThat(session.loads() - before).isLessThanOrEqualTo(5);
        assertThat(invoice.name()).isEqualTo("app.invoice");
        assertThat(session.type("app.mood[]").name()).isEqualTo("app.mood[]");
        assertThat(session.catalog.arrayOf(invoice.oid()).name()).isEqualTo("app.invoice[]");
        int loaded = session.loads();
        assertThat(session.type("app.invoice")).isSameAs(invoice);
        assertThat(session.loads()).isEqualTo(loaded);
        assertThat(session.type("app.name").length(-1)).isEqualTo(30);
        assertThat(session.type("app.small_amount").precision(-1)).isEqualTo(12);
        assertThat(session.type("app.small_amount").scale(-1)).isEqualTo(3);
        assertThat(session.type("app.name").issue()).isNull();

        Map<String, Object> line = Map.of("item", "a, \"b\" \\ (c)", "Amount", "1.500", "moods", List.of("happy"));
        Parameter parameter = new Parameter(
                invoice,
                Map.of("id", 7, "lines", List.of(line, Map.of("item", "")), "first", Arrays.asList("x", 2, null)));
        for (Format format : Format.values()) {
            Value value =
                    session.column(format, "SELECT ?::app.invoice", parameter).get(0);
            assertThat(value.format()).isEqualTo(format);
            assertThat(value.json())
                    .isEqualTo(
                            "{\"id\":7,\"lines\":[{\"item\":\"a, \\\"b\\\" \\\\ (c)\",\"Amount\":1.500,\"moods\":[\"happy\"]},"
                                    + "{\"item\":\"\",\"Amount\":null,\"moods\":null}],"
                                    + "\"first\":{\"item\":\"x\",\"Amount\":2.000,\"moods\":null},\"at\":null}");
        }
        // a table's row type, which has lost a column
        Value row = session.column(Format.TEXT, "SELECT ROW(NULL, 'sad')::app.stored")
                .get(0);
        assertThat(row.json()).isEqualTo("{\"invoice\":null,\"mood\":\"sad\"}");
    }

    record Line(String itemName, int quantity) {}

    enum Mood {
        happy
    }

    @Test
    void recordsBecomeCompositesAndConstantsBecomeLabels() throws SQLException {
        session.execute("CREATE TYPE order_line AS (item_name text, quantity int); CREATE TYPE mood AS ENUM ('happy')");
        Parameter line = new Parameter(session.type("order_line"), new Line("a\"", 3));
        assertThat(session.column(Format.TEXT, "SELECT (?::order_line)::text", line)
                        .get(0)
                        .read())
                .isEqualTo("(\"a\"\"\",3)");
        Parameter moods = new Parameter(session.type("mood[]"), new Mood[] {Mood.happy, null});
        assertThat(session.column(Format.TEXT, "SELECT (?::mood[])::text", moods)
                        .get(0)
                        .read())
                .isEqualTo("{happy,NULL}");
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> session.rows(
                        Format.TEXT,
                        "SELECT ?::order_line",
                        new Parameter(session.type("order_line"), Map.of("itemname", 1))))
                .withMessageContaining("item_name, quantity");
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> session.rows(
                        Format.TEXT, "SELECT ?::order_line", new Parameter(session.type("order_line"), List.of(1))))
                .withMessageContaining("1 elements for 2 attributes");
    }

    @Test
    void aChangedTypeIsKnownOnceAValueShowedIt() throws SQLException {
        session.execute("CREATE TYPE pair AS (a int, b int)");
        String value = "(1,2";
        assertThat(session.column(Format.TEXT, "SELECT '(1,2)'::pair").get(0).json())
                .isEqualTo("{\"a\":1,\"b\":2}");
        for (Format format : Format.values()) {
            session.execute("ALTER TYPE pair ADD ATTRIBUTE in_" + format + " text");
            value += ",x";
            String more = "SELECT '" + value + ")'::pair";
            assertThatExceptionOfType(PgException.class)
                    .isThrownBy(() -> session.column(format, more).get(0).read())
                    .withMessageContaining("attributes known");
            assertThat(session.column(format, more).get(0).json())
                    .endsWith("\"in_" + format.name().toLowerCase(Locale.ROOT) + "\":\"x\"}");
        }
    }

    @Test
    void whatHasNoJavaTypeIsGivenAsTextAndSaysSo() throws SQLException {
        session.execute("CREATE TYPE shell");
        Value anonymous = session.column(Format.BINARY, "SELECT ROW(1, 'a b')").get(0);
        assertThat(anonymous.read()).isEqualTo("(1,\"a b\")");
        assertThat(session.catalog.get(987_654).issue()).contains("987654");
        Value nothing =
                session.column(Format.TEXT, "SELECT pg_notify('a', 'b')").get(0);
        assertThat(nothing.read()).isEqualTo("");
        assertThat(session.column(Format.TEXT, "SELECT 'null'::jsonb").get(0).read())
                .isNull();
    }

    @Test
    void multidimensionalArraysKeepTheirShape() throws SQLException {
        String sql = "SELECT '[0:1][2:3]={{1,NULL},{3,4}}'::int[], '{{{a,\"b\\\"\"}}}'::text[], '{}'::int[]";
        for (Format format : Format.values()) {
            List<Value> row = session.rows(format, sql).get(0);
            assertThat(row.get(0).read()).isEqualTo(List.of(Arrays.asList(1, null), List.of(3, 4)));
            assertThat(row.get(1).read()).isEqualTo(List.of(List.of(List.of("a", "b\""))));
            assertThat(row.get(2).read()).isEqualTo(List.of());
            assertThat(row.get(0).text()).isEqualTo("{{1,NULL},{3,4}}");
        }
    }

    @Test
    void modifiersAreThoseOfTheColumns() throws SQLException {
        session.execute("CREATE TABLE t (a varchar(20), b numeric(10,2), c timestamp(3), d char(4), e bit(6), f text,"
                + " g varchar(7)[], h interval(2), i numeric, j time(0), k varbit)");
        List<String> found = new ArrayList<>();
        for (List<Value> row : session.rows(
                Format.TEXT,
                "SELECT attname::text, atttypid::int8, atttypmod FROM"
                        + " pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum")) {
            PgType type = session.catalog.get(((Long) row.get(1).read()).intValue());
            int typmod = (Integer) row.get(2).read();
            found.add(row.get(0).read() + " " + type.length(typmod) + " " + type.precision(typmod) + " "
                    + type.scale(typmod));
        }
        assertThat(found)
                .containsExactly(
                        "a 20 -1 -1",
                        "b -1 10 2",
                        "c -1 3 -1",
                        "d 4 -1 -1",
                        "e 6 -1 -1",
                        "f -1 -1 -1",
                        "g 7 -1 -1",
                        "h -1 2 -1",
                        "i -1 -1 -1",
                        "j -1 0 -1",
                        "k -1 -1 -1");
    }

    @Test
    void severalThreadsGetTheSameTypes() throws Exception {
        session.execute("CREATE TYPE mood AS ENUM ('happy'); CREATE TYPE pair AS (a mood, b mood[])");
        int oid = session.type("pair").oid();
        TypeSource oneAtATime = new TypeSource() {
            @Override
            public synchronized List<TypeDescription> load(Collection<Integer> oids) {
                return session.load(oids);
            }
        };
        TypeCatalog catalog = new TypeCatalog(oneAtATime);
        ConcurrentLinkedQueue<PgType> found = new ConcurrentLinkedQueue<>();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                found.add(catalog.get(oid));
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(found).hasSize(8).allSatisfy(type -> assertThat(type).isSameAs(found.peek()));
    }
}
