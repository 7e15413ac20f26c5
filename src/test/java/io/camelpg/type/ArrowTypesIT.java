package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import io.camelpg.row.RowInputStream;
import io.camelpg.row.arrow.ArrowFormat;
import io.camelpg.row.arrow.ArrowTypes;
import io.camelpg.support.ArrowTable;
import io.camelpg.support.TestPostgres;
import io.camelpg.type.TypeCases.TypeCase;
import io.camelpg.type.WireSession.Parameter;
import io.camelpg.type.WireSession.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type from the server to Arrow and back by Arrow's own library, in both wire formats and with all settings of
 * arrowTypes, random values and edges: each is what {@link PgType#read} gives, or the text of it; and where Arrow has no form
 * for one, that is said. Arrays, domains and composites of each type, too. {@code arrow.seed} repeats a run.
 */
class ArrowTypesIT {
    private static final int CASES = Integer.getInteger("arrow.cases", 200);
    private static final long SEED = Long.getLong("arrow.seed", System.nanoTime());
    private static final LocalDateTime LAST = LocalDateTime.of(294247, 1, 10, 4, 0, 54, 775_807_000);
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
    void isWhatItWas(TypeCase typeCase) throws Exception {
        session.execute("RESET ALL; " + typeCase.settings().get(0));
        List<String> literals = new ArrayList<>(typeCase.edges());
        JqwikSession.run(() -> {
            var generator = typeCase.literals().generator(CASES);
            Random random = new Random(SEED);
            while (literals.size() < CASES) {
                literals.add(generator.next(random).value());
            }
        });
        String type = typeCase.type();
        Parameter parameter = new Parameter(TypeCatalog.builtIn().arrayOf(25), literals);
        String values = "(SELECT l::" + type + " AS v, n FROM unnest(?) WITH ORDINALITY u(l, n)) s";
        check("SELECT v FROM " + values + " ORDER BY n", parameter);
        check(
                "SELECT array_agg(CASE WHEN n % 5 = 3 THEN NULL ELSE v END ORDER BY n) FROM " + values
                        + " GROUP BY n / 6 ORDER BY n / 6",
                parameter);
        session.execute("DROP TYPE IF EXISTS pair; DROP DOMAIN IF EXISTS outer_domain, inner_domain;"
                + "CREATE DOMAIN inner_domain AS " + type + "; CREATE DOMAIN outer_domain AS inner_domain;"
                + "CREATE TYPE pair AS (plain " + type + ", \"As Domain\" outer_domain, list " + type + "[],"
                + " domains outer_domain[], nothing " + type + ", note text)");
        session.catalog.forget();
        check("SELECT v::outer_domain FROM " + values + " ORDER BY n", parameter);
        check(
                "SELECT ROW(v, v, ARRAY[v, NULL, v], ARRAY[v::outer_domain], NULL, 'a \"b\" \\, (c)')::pair FROM "
                        + values + " ORDER BY n",
                parameter);
    }

    private static void check(String sql, Parameter parameter) throws Exception {
        for (Format format : Format.values()) {
            List<Value> values = session.column(format, sql, parameter);
            for (ArrowTypes types : ArrowTypes.values()) {
                String what =
                        values.get(0).type() + " in " + values.get(0).format() + " as " + types + ", seed " + SEED;
                check(what, types, values);
            }
        }
    }

    private static void check(String what, ArrowTypes types, List<Value> values) throws IOException {
        Value sample = values.get(0);
        PgType type = sample.type();
        List<Value> held = new ArrayList<>();
        for (Value value : values) {
            boolean decimal = types == ArrowTypes.rich && type.precision(sample.typmod()) > 0;
            if (types == ArrowTypes.text
                    || (isNested(type) && types != ArrowTypes.rich)
                    || isHeld(type, value.read(), decimal)) {
                held.add(value);
            } else {
                assertThatThrownBy(() -> table(sample, types, List.of(value)))
                        .as(what + ": " + value.text())
                        .isInstanceOf(PgException.class)
                        .hasMessageContaining("PG-318");
            }
        }
        ArrowTable table = table(sample, types, held);
        assertThat(table.field("v").getMetadata()).containsEntry("postgresql.type", type.name());
        assertThat(table.rows()).as(what).hasSize(held.size());
        boolean text = table.field("v").getType() instanceof ArrowType.Utf8;
        for (int i = 0; i < held.size(); i++) {
            Value value = held.get(i);
            Object written = table.column().get(i);
            if (text) {
                assertThat(written).as(what).isEqualTo(isNested(type) ? value.json() : value.text());
            } else if (!same(type, value.read(), written)) {
                throw new AssertionError(what + ": " + written + " instead of " + value.text());
            }
        }
    }

    private static ArrowTable table(Value sample, ArrowTypes types, List<Value> values) throws IOException {
        WireRows rows = new WireRows(sample, values);
        try (RowInputStream in = new RowInputStream(rows, new ArrowFormat(rows, types, false))) {
            return ArrowTable.of(in);
        }
    }

    private static boolean isNested(PgType type) {
        return type.columnForm() == ColumnForm.LIST || type.columnForm() == ColumnForm.STRUCT;
    }

    /** Whether Arrow has a form for what was read. */
    private static boolean isHeld(PgType type, Object value, boolean decimal) {
        if (value instanceof List<?> list && type.columnForm() == ColumnForm.LIST) {
            PgType element = type.parts().get(0).type();
            return list.stream().allMatch(one -> isHeld(element, one, decimal));
        }
        if (value instanceof Map<?, ?> map && type.columnForm() == ColumnForm.STRUCT) {
            return type.parts().stream().allMatch(part -> isHeld(part.type(), map.get(part.name()), false));
        }
        if (value instanceof Double && type.columnForm() == ColumnForm.DECIMAL) {
            return !decimal;
        }
        if (value instanceof OffsetDateTime moment) {
            return !moment.equals(OffsetDateTime.MAX)
                    && !moment.equals(OffsetDateTime.MIN)
                    && !moment.isAfter(LAST.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof LocalDateTime moment) {
            return !moment.equals(LocalDateTime.MIN) && !moment.isAfter(LAST);
        }
        return !LocalDate.MAX.equals(value) && !LocalDate.MIN.equals(value) && !LocalTime.MAX.equals(value);
    }

    private static boolean same(PgType type, Object read, Object written) {
        if (read instanceof String) {
            return read.equals(written);
        }
        if (read instanceof OffsetTime time) {
            String text = written.toString();
            return time.toLocalTime().equals(LocalTime.MAX)
                    ? text.startsWith("24:00")
                    : OffsetTime.parse(text).equals(time);
        }
        if (written instanceof String text && type.columnForm() != ColumnForm.BYTES) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Object again = type.read(bytes, 0, bytes.length, Format.TEXT);
            return read == null ? again == null : read.equals(again);
        }
        if (read == null || written == null) {
            return read == written;
        }
        if (read instanceof List<?> list && written instanceof List<?> other) {
            PgType element = type.parts().get(0).type();
            boolean same = list.size() == other.size();
            for (int i = 0; i < list.size() && same; i++) {
                same = same(element, list.get(i), other.get(i));
            }
            return same;
        }
        if (read instanceof Map<?, ?> map && written instanceof Map<?, ?> other) {
            return new ArrayList<>(map.keySet()).equals(new ArrayList<>(other.keySet()))
                    && type.parts().stream()
                            .allMatch(part -> same(part.type(), map.get(part.name()), other.get(part.name())));
        }
        return read instanceof byte[] bytes ? Arrays.toString(bytes).equals(written) : read.equals(written);
    }
}
