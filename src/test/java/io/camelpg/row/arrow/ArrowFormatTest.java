package io.camelpg.row.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Column;
import io.camelpg.row.RowInputStream;
import io.camelpg.row.TextRows;
import io.camelpg.support.ArrowTable;
import io.camelpg.type.TypeCatalog;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written, as Arrow's own library reads it; values of all types are for ArrowTypesIT. */
class ArrowFormatTest {
    private static final int BOOL = 16;
    private static final int INT = 23;
    private static final int BIGINT = 20;
    private static final int BIGINT_ARRAY = 1016;
    private static final int INT_ARRAY = 1007;
    private static final int TEXT = 25;
    private static final int BYTEA = 17;
    private static final int NUMERIC = 1700;
    private static final int DATE = 1082;
    private static final int TIME = 1083;
    private static final int TIMESTAMP = 1114;
    private static final int TIMESTAMPTZ = 1184;

    private static byte[] bytes(TextRows rows, ArrowTypes types) throws IOException {
        try (RowInputStream in = new RowInputStream(rows, new ArrowFormat(rows, types, true))) {
            return in.readAllBytes();
        } finally {
            assertThat(rows.isClosed()).isTrue();
        }
    }

    private static ArrowTable table(TextRows rows, ArrowTypes types) throws IOException {
        return ArrowTable.of(bytes(rows, types));
    }

    private static ArrowTable table(TextRows rows) throws IOException {
        return table(rows, ArrowTypes.plain);
    }

    private static PgException failure(TextRows rows, ArrowTypes types) {
        try {
            bytes(rows, types);
        } catch (PgException e) {
            return e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was written");
    }

    private static Column column(String name, int oid, int typmod, boolean nullable) {
        return new Column(name, TypeCatalog.builtIn().get(oid), typmod, nullable, null);
    }

    private static TextRows numeric(int precision, int scale) {
        return new TextRows(List.of(column("n", NUMERIC, (precision << 16 | scale & 0x7FF) + 4, true)));
    }

    @Test
    void withoutRowsItIsTheSchemaAndTheEnd() throws IOException {
        byte[] bytes = bytes(new TextRows("id", INT, "t", TEXT), ArrowTypes.plain);
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length))
                .containsExactly(-1, -1, -1, -1, 0, 0, 0, 0);
        ArrowTable table = ArrowTable.of(bytes);
        assertThat(table.batches()).isEmpty();
        assertThat(table.schema().getFields()).hasSize(2);
        assertThat(table.type("id")).isEqualTo("Int(32, true)");
        assertThat(table.field("t").getMetadata()).isEqualTo(Map.of("postgresql.type", "text"));
    }

    @Test
    void rowsWithoutColumnsAreCounted() throws IOException {
        ArrowTable table = table(new TextRows().row().row().row());
        assertThat(table.schema().getFields()).isEmpty();
        assertThat(table.batches()).containsExactly(3);
    }

    @Test
    void columnsOfOneNameAreAllThere() throws IOException {
        ArrowTable table =
                table(new TextRows("id", INT, "id", TEXT).row("1", "one").row("2", "two"));
        assertThat(table.rows()).containsExactly(List.of(1, "one"), List.of(2, "two"));
        assertThat(table.schema().getFields()).allMatch(field -> field.getName().equals("id"));
    }

    @Test
    void nullsAndWhatIsThere() throws IOException {
        TextRows rows = new TextRows("b", BOOL, "i", INT, "t", TEXT, "x", BYTEA, "d", DATE);
        for (int i = 0; i < 20; i++) {
            rows.row("t", "1", "", "\\x00ff", "2000-01-01").row(null, null, null, null, null);
        }
        ArrowTable table = table(rows);
        assertThat(table.rows()).hasSize(40);
        for (int i = 0; i < 40; i += 2) {
            assertThat(table.rows().get(i)).containsExactly(true, 1, "", "[0, -1]", java.time.LocalDate.of(2000, 1, 1));
            assertThat(table.rows().get(i + 1)).containsOnlyNulls().hasSize(5);
        }
    }

    @Test
    void batchesAreBoundedByRows() throws IOException {
        TextRows rows = new TextRows("id", INT);
        for (int i = 0; i < 140_000; i++) {
            rows.row(i % 7 == 0 ? null : String.valueOf(i));
        }
        ArrowTable table = table(rows);
        assertThat(table.batches()).containsExactly(65_536, 65_536, 140_000 - 2 * 65_536);
        for (int i = 0; i < 140_000; i++) {
            assertThat(table.rows().get(i).get(0)).isEqualTo(i % 7 == 0 ? null : i);
        }
    }

    @Test
    void batchesAreBoundedByBytes() throws IOException {
        String large = "x".repeat(400_000);
        TextRows rows = new TextRows("id", INT, "t", TEXT);
        for (int i = 0; i < 8; i++) {
            rows.row(String.valueOf(i), large + i);
        }
        ArrowTable table = table(rows);
        assertThat(table.batches()).containsExactly(3, 3, 2);
        assertThat(table.rows()).allSatisfy(row -> assertThat(row.get(1)).isEqualTo(large + row.get(0)));
    }

    @Test
    void aValueLargerThanABatch() throws IOException {
        String large = "y".repeat(5_000_000);
        ArrowTable table = table(new TextRows("t", TEXT).row("a").row(large).row("b"));
        assertThat(table.batches()).containsExactly(2, 1);
        assertThat(table.column()).containsExactly("a", large, "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1082 | infinity | infinity",
                "1082 | -infinity | -infinity",
                "1083 | 24:00:00 | 24:00",
                "1114 | infinity | infinity",
                "1114 | 294276-12-31 23:59:59.999999 | a moment after 294247",
                "1184 | -infinity | -infinity"
            })
    void whatArrowCannotHoldFailsAndIsTextWhereThatIsAskedFor(int oid, String value, String said) throws IOException {
        for (ArrowTypes types : List.of(ArrowTypes.plain, ArrowTypes.rich)) {
            PgException failure =
                    failure(new TextRows("a", INT, "b", oid).row("1", null).row("2", value), types);
            assertThat(failure.errorCode()).isEqualTo(PgErrorCode.VALUE_NOT_REPRESENTABLE);
            assertThat(failure.getMessage()).contains("PG-318", "row 2, column \"b\"", said, "arrowTypes=text");
        }
        assertThat(table(new TextRows("b", oid).row(value), ArrowTypes.text).column())
                .containsExactly(value.replace(' ', 'T'));
    }

    @Test
    void theEdgesOfWhatArrowHolds() throws IOException {
        ArrowTable table = table(new TextRows("d", DATE, "s", TIMESTAMP, "z", TIMESTAMPTZ, "t", TIME)
                .row("4714-11-24 BC", "4714-11-24 00:00:00 BC", "4714-11-24 00:00:00+00 BC", "00:00:00")
                .row(
                        "5874897-12-31",
                        "294247-01-10 04:00:54.775807",
                        "294247-01-10 04:00:54.775807+00",
                        "23:59:59.999999"));
        assertThat(table.rows().toString())
                .isEqualTo("[[-4713-11-24, -4713-11-24T00:00, -4713-11-24T00:00Z, 00:00], [+5874897-12-31,"
                        + " +294247-01-10T04:00:54.775807, +294247-01-10T04:00:54.775807Z, 23:59:59.999999]]");
    }

    @Test
    void numericIsTextUnlessAskedFor() throws IOException {
        ArrowTable table = table(numeric(10, 2).row("1.50").row("NaN"));
        assertThat(table.type("n")).isEqualTo("Utf8");
        assertThat(table.column()).containsExactly("1.50", "NaN");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 2, 'Decimal(10, 2, 128)'",
        "38, 0, 'Decimal(38, 0, 128)'",
        "38, 38, 'Decimal(38, 38, 128)'",
        "39, 5, 'Decimal(39, 5, 256)'",
        "76, 76, 'Decimal(76, 76, 256)'",
        "76, 0, 'Decimal(76, 0, 256)'",
        "77, 0, Utf8",
        "2, -3, Utf8",
        "2, 4, Utf8"
    })
    void decimals(int precision, int scale, String type) throws IOException {
        TextRows rows = numeric(precision, scale);
        String nines = "9".repeat(precision - Math.min(precision, Math.max(scale, 0)));
        String largest = (nines.isEmpty() ? "0" : nines) + (scale > 0 ? "." + "9".repeat(scale) : "");
        String smallest = scale > 0 ? "0." + "0".repeat(scale - 1) + "1" : "1";
        List<String> values = List.of(largest, "-" + largest, "0", smallest, "-" + smallest);
        values.forEach(rows::row);
        rows.row((String) null);
        ArrowTable table = table(rows, ArrowTypes.rich);
        assertThat(table.type("n")).isEqualTo(type);
        for (int i = 0; i < values.size(); i++) {
            Object value = table.column().get(i);
            if (type.equals("Utf8")) {
                assertThat(value).isEqualTo(values.get(i));
            } else {
                assertThat((BigDecimal) value).isEqualByComparingTo(values.get(i));
            }
        }
        assertThat(table.column().get(values.size())).isNull();
    }

    @Test
    void noDecimalIsMadeOfWhatIsNoNumberOrWouldBeRounded() {
        assertThat(failure(numeric(10, 2).row("1").row("NaN"), ArrowTypes.rich).getMessage())
                .contains("PG-318", "row 2, column \"n\"", "NaN");
        assertThat(failure(numeric(10, 2).row("1.005"), ArrowTypes.rich).getMessage())
                .contains("PG-318", "more than 2 digits after the point");
        assertThat(failure(numeric(5, 0).row("1" + "0".repeat(39)), ArrowTypes.rich)
                        .getMessage())
                .contains("PG-318", "more digits than its modifier states");
        assertThat(failure(numeric(76, 0).row("9".repeat(78)), ArrowTypes.rich).getMessage())
                .contains("PG-318");
    }

    @Test
    void arraysAreJsonOrLists() throws IOException {
        TextRows plain = new TextRows("a", INT_ARRAY)
                .row("{1,NULL,3}")
                .row("{}")
                .row((String) null)
                .row("{{1},{2}}");
        ArrowTable json = table(plain);
        assertThat(json.type("a")).isEqualTo("Utf8");
        assertThat(json.column()).containsExactly("[1,null,3]", "[]", null, "[[1],[2]]");
        TextRows rich = new TextRows("a", INT_ARRAY)
                .row("{1,NULL,3}")
                .row("{}")
                .row((String) null)
                .row("{4}");
        ArrowTable lists = table(rich, ArrowTypes.rich);
        assertThat(lists.type("a")).isEqualTo("List");
        assertThat(lists.field("a").getChildren().get(0).toString()).contains("item: Int(32, true)");
        assertThat(lists.column()).containsExactly(Arrays.asList(1, null, 3), List.of(), null, List.of(4));
        assertThat(failure(new TextRows("a", INT_ARRAY).row("{1}").row("{{1},{2}}"), ArrowTypes.rich)
                        .getMessage())
                .contains("PG-318", "row 2, column \"a\"", "dimensions");
    }

    @Test
    void asTextEveryColumnIsText() throws IOException {
        ArrowTable table = table(
                new TextRows("b", BOOL, "i", INT, "x", BYTEA, "n", NUMERIC, "a", INT_ARRAY)
                        .row("t", "-1", "\\x00ff", "1e-05", "{1,2}"),
                ArrowTypes.text);
        assertThat(table.schema().getFields())
                .allMatch(field -> field.getType().toString().equals("Utf8"));
        assertThat(table.rows()).containsExactly(List.of("true", "-1", "\\x00ff", "1e-05", "[1,2]"));
    }

    @Test
    void whatIsDeclaredNotNullIsSaidToBe() throws IOException {
        List<Column> columns = List.of(column("id", INT, -1, false), column("t", TEXT, -1, true));
        ArrowTable table = table(new TextRows(columns).row("1", null));
        assertThat(table.field("id").isNullable()).isFalse();
        assertThat(table.field("t").isNullable()).isTrue();
        assertThat(failure(new TextRows(columns).row("1", "x").row(null, "y"), ArrowTypes.plain)
                        .getMessage())
                .contains("PG-318", "row 2, column \"id\"", "NOT NULL");
        TextRows joined = new TextRows(columns).row(null, "y");
        try (RowInputStream in = new RowInputStream(joined, new ArrowFormat(joined, ArrowTypes.plain, false))) {
            ArrowTable other = ArrowTable.of(in);
            assertThat(other.field("id").isNullable()).isTrue();
            assertThat(other.rows().get(0)).containsExactly(null, "y");
        }
    }

    @Test
    void malformedValuesFail() {
        assertThatThrownBy(() -> bytes(new TextRows("i", INT).row("1x"), ArrowTypes.plain))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("PG-314");
    }

    @Test
    void nullsTakeTheRoomOfValues() throws IOException {
        Object[] columns = new Object[400];
        for (int i = 0; i < columns.length; i += 2) {
            columns[i] = "c" + i;
            columns[i + 1] = BIGINT;
        }
        TextRows rows = new TextRows(columns);
        for (int i = 0; i < 2_000; i++) {
            rows.row(new String[200]);
        }
        assertThat(table(rows).batches()).containsExactly(656, 656, 656, 32);
        TextRows decimals = numeric(50, 0);
        for (int i = 0; i < 65_536; i++) {
            decimals.row((String) null);
        }
        assertThat(table(decimals, ArrowTypes.rich).batches()).containsExactly(32_768, 32_768);
    }

    @Test
    void elementsTakeTheRoomOfValues() throws IOException {
        TextRows rows = new TextRows("a", BIGINT_ARRAY);
        for (int i = 0; i < 300; i++) {
            rows.row("{" + "1,".repeat(999) + "NULL}");
        }
        assertThat(table(rows, ArrowTypes.rich).batches()).containsExactly(132, 132, 36);
    }
}
