package io.camelpg.row.arrow.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.ArrowWriting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionFixedSizeListWriter;
import org.apache.arrow.vector.complex.impl.UnionLargeListWriter;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.holders.NullableIntervalDayHolder;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.Test;

/** What Arrow's own library writes, of every type. */
class ArrowReaderTest {
    private static List<Object> column(byte[] stream) {
        return rows(stream).stream().map(row -> row.get(0)).toList();
    }

    private static List<List<Object>> rows(byte[] stream) {
        ArrowReader reader = new ArrowReader(new ByteArrayInputStream(stream));
        List<List<Object>> rows = new ArrayList<>();
        while (reader.advance()) {
            List<Object> row = new ArrayList<>();
            for (int i = 0; i < reader.names().size(); i++) {
                row.add(reader.value(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private interface Setter<V> {
        void set(V vector, int index);
    }

    /** Values, with NULL after each. */
    @SuppressWarnings("unchecked")
    private static <V extends FieldVector> byte[] written(FieldType type, int count, Setter<V> setter)
            throws IOException {
        return ArrowWriting.stream(allocator -> {
            FieldVector vector = type.createNewSingleVector("v", allocator, null);
            vector.allocateNew();
            for (int i = 0; i < count; i++) {
                setter.set((V) vector, 2 * i);
            }
            vector.setValueCount(2 * count);
            return List.of(vector);
        });
    }

    private static FieldType type(ArrowType type) {
        return FieldType.nullable(type);
    }

    private static <V extends FieldVector> void reads(ArrowType type, Setter<V> setter, Object... expected)
            throws IOException {
        List<Object> withNulls = new ArrayList<>();
        for (Object value : expected) {
            withNulls.add(comparable(value));
            withNulls.add(null);
        }
        assertThat(column(written(type(type), expected.length, setter)).stream()
                        .map(ArrowReaderTest::comparable)
                        .toList())
                .isEqualTo(withNulls);
    }

    private static Object comparable(Object value) {
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : value;
    }

    @Test
    void wholeNumbers() throws IOException {
        long[] edges = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE};
        reads(new ArrowType.Int(8, true), (TinyIntVector v, int i) -> v.set(i, (byte) edges[i / 2]), 0, 1, -1, -1, 0);
        reads(new ArrowType.Int(16, true), (SmallIntVector v, int i) -> v.set(i, Short.MIN_VALUE), -32768);
        reads(new ArrowType.Int(32, true), (IntVector v, int i) -> v.set(i, Integer.MIN_VALUE), Integer.MIN_VALUE);
        reads(
                new ArrowType.Int(64, true),
                (BigIntVector v, int i) -> v.set(i, edges[i / 2]),
                0L,
                1L,
                -1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE);
        reads(new ArrowType.Int(8, false), (UInt1Vector v, int i) -> v.set(i, (byte) -1), 255);
        reads(new ArrowType.Int(16, false), (UInt2Vector v, int i) -> v.set(i, (char) 65535), 65535);
        reads(new ArrowType.Int(32, false), (UInt4Vector v, int i) -> v.set(i, -1), 4294967295L);
        reads(
                new ArrowType.Int(64, false),
                (UInt8Vector v, int i) -> v.set(i, edges[1 + i / 2]),
                1L,
                new BigInteger("18446744073709551615"));
    }

    @Test
    void fractions() throws IOException {
        short[] halves = {0x3C00, (short) 0xC000, 0x0001, 0x7BFF, 0x7C00, (short) 0xFC00, 0x7E00, (short) 0x8000, 0x3555
        };
        reads(
                MinorType.FLOAT2.getType(),
                (Float2Vector v, int i) -> v.set(i, halves[i / 2]),
                1f,
                -2f,
                5.9604645e-8f,
                65504f,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.NaN,
                -0f,
                0.33325195f);
        reads(MinorType.FLOAT4.getType(), (Float4Vector v, int i) -> v.set(i, 0.1f), 0.1f);
        reads(MinorType.FLOAT8.getType(), (Float8Vector v, int i) -> v.set(i, -1e300), -1e300);
        List<BigDecimal> decimals = List.of(
                new BigDecimal("12.345"),
                new BigDecimal("-0.001"),
                new BigDecimal("9".repeat(35) + ".999"),
                new BigDecimal("-" + "9".repeat(35) + ".999"),
                new BigDecimal("9223372036854775.807"),
                new BigDecimal("-9223372036854775.809"));
        reads(
                new ArrowType.Decimal(38, 3, 128),
                (DecimalVector v, int i) -> v.set(i, decimals.get(i / 2)),
                decimals.toArray());
        List<BigDecimal> large = List.of(
                new BigDecimal("9".repeat(70) + ".999999"),
                new BigDecimal("-" + "9".repeat(70) + ".999999"),
                new BigDecimal("0.000000"));
        reads(
                new ArrowType.Decimal(76, 6, 256),
                (Decimal256Vector v, int i) -> v.set(i, large.get(i / 2)),
                large.toArray());
    }

    @Test
    void booleansTextsAndBytes() throws IOException {
        reads(MinorType.BIT.getType(), (BitVector v, int i) -> v.set(i, i / 2 % 2), false, true, false, true, false);
        String long1 = "längerer Text €😀 ";
        reads(
                MinorType.VARCHAR.getType(),
                (VarCharVector v, int i) -> v.setSafe(i, new Text(i == 0 ? "" : long1)),
                "",
                long1);
        reads(
                MinorType.LARGEVARCHAR.getType(),
                (LargeVarCharVector v, int i) -> v.setSafe(i, long1.getBytes(StandardCharsets.UTF_8)),
                long1);
        reads(
                new ArrowType.Utf8View(),
                (ViewVarCharVector v, int i) ->
                        v.setSafe(i, (i == 2 ? long1 : "short").getBytes(StandardCharsets.UTF_8)),
                "short",
                long1,
                "short");
        byte[] bytes = {0, -1, 5};
        reads(MinorType.VARBINARY.getType(), (VarBinaryVector v, int i) -> v.setSafe(i, bytes), (Object) bytes);
        reads(MinorType.LARGEVARBINARY.getType(), (LargeVarBinaryVector v, int i) -> v.setSafe(i, bytes), (Object)
                bytes);
        reads(new ArrowType.BinaryView(), (ViewVarBinaryVector v, int i) -> v.setSafe(i, bytes), (Object) bytes);
        reads(new ArrowType.FixedSizeBinary(3), (FixedSizeBinaryVector v, int i) -> v.set(i, bytes), (Object) bytes);
    }

    @Test
    void textThatIsNoUtf8IsNotReplaced() throws IOException {
        assertThatThrownBy(() -> column(written(
                        type(new ArrowType.Utf8()),
                        1,
                        (VarCharVector v, int i) -> v.setSafe(i, new byte[] {'a', (byte) 0xC3}))))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("PG-301")
                .hasMessageContaining("not UTF-8");
        reads(new ArrowType.Utf8(), (VarCharVector v, int i) -> v.setSafe(i, new Text("a\uFFFD")), "a\uFFFD");
    }

    @Test
    void datesAndTimes() throws IOException {
        LocalDate date = LocalDate.of(-43, 3, 15);
        reads(MinorType.DATEDAY.getType(), (DateDayVector v, int i) -> v.set(i, (int) date.toEpochDay()), date);
        reads(
                MinorType.DATEMILLI.getType(),
                (DateMilliVector v, int i) -> v.set(i, date.toEpochDay() * 86_400_000L),
                date);
        LocalTime time = LocalTime.of(23, 59, 59);
        reads(MinorType.TIMESEC.getType(), (TimeSecVector v, int i) -> v.set(i, 86_399), time);
        reads(
                MinorType.TIMEMILLI.getType(),
                (TimeMilliVector v, int i) -> v.set(i, 86_399_999),
                time.withNano(999_000_000));
        reads(
                MinorType.TIMEMICRO.getType(),
                (TimeMicroVector v, int i) -> v.set(i, 86_399_999_999L),
                time.withNano(999_999_000));
        reads(
                MinorType.TIMENANO.getType(),
                (TimeNanoVector v, int i) -> v.set(i, 86_399_999_999_000L),
                time.withNano(999_999_000));
    }

    @Test
    void moments() throws IOException {
        LocalDateTime before = LocalDateTime.of(1969, 12, 31, 23, 59, 58);
        for (TimeUnit unit : TimeUnit.values()) {
            long perSecond = (long) Math.pow(1000, unit.ordinal());
            LocalDateTime exact = unit == TimeUnit.SECOND ? before : before.plusNanos(500_000_000);
            long number = unit == TimeUnit.SECOND ? -2 : -2 * perSecond + perSecond / 2;
            for (String none : Arrays.asList(null, "")) {
                reads(new ArrowType.Timestamp(unit, none), (TimeStampVector v, int i) -> v.set(i, number), exact);
            }
            reads(
                    new ArrowType.Timestamp(unit, "Asia/Tokyo"),
                    (TimeStampVector v, int i) -> v.set(i, number),
                    exact.atOffset(java.time.ZoneOffset.UTC));
            reads(
                    new ArrowType.Duration(unit),
                    (DurationVector v, int i) -> v.set(i, number),
                    Duration.between(LocalDateTime.of(1970, 1, 1, 0, 0), exact));
        }
    }

    @Test
    void intervals() throws IOException {
        reads(
                MinorType.INTERVALYEAR.getType(),
                (IntervalYearVector v, int i) -> v.set(i, i == 0 ? -14 : 25),
                "P-14M",
                "P25M");
        reads(
                MinorType.INTERVALDAY.getType(),
                (IntervalDayVector v, int i) -> {
                    NullableIntervalDayHolder holder = new NullableIntervalDayHolder();
                    holder.isSet = 1;
                    holder.days = i == 0 ? 2 : 0;
                    holder.milliseconds = i == 0 ? -1_500 : 0;
                    v.set(i, holder);
                },
                "P2DT-1.5S",
                "P0D");
        reads(
                MinorType.INTERVALMONTHDAYNANO.getType(),
                (IntervalMonthDayNanoVector v, int i) -> v.set(i, 1, -2, 3_000_001_000L),
                "P1M-2DT3.000001S");
        assertThat(Period.parse("P1M-2D")).isNotNull();
    }

    @Test
    void whatPostgresqlWouldHaveToRoundIsRefused() {
        assertThatThrownBy(() -> column(written(
                        type(new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                        1,
                        (TimeStampVector v, int i) -> v.set(i, 1_001))))
                .hasMessageContaining("PG-301")
                .hasMessageContaining("nanoseconds");
        assertThatThrownBy(() -> column(
                        written(type(MinorType.TIMENANO.getType()), 1, (TimeNanoVector v, int i) -> v.set(i, 1))))
                .hasMessageContaining("nanoseconds");
        assertThatThrownBy(() -> column(
                        written(type(MinorType.TIMESEC.getType()), 1, (TimeSecVector v, int i) -> v.set(i, 86_400))))
                .hasMessageContaining("no time of a day");
        assertThatThrownBy(() -> column(
                        written(type(MinorType.DATEMILLI.getType()), 1, (DateMilliVector v, int i) -> v.set(i, 1))))
                .hasMessageContaining("not a whole day");
        assertThatThrownBy(() -> column(written(
                        type(new ArrowType.Timestamp(TimeUnit.SECOND, null)),
                        1,
                        (TimeStampVector v, int i) -> v.set(i, Long.MAX_VALUE))))
                .hasMessageContaining("beyond the range");
    }

    @Test
    void lists() throws IOException {
        byte[] stream = ArrowWriting.stream(2, allocator -> {
            ListVector lists = ListVector.empty("l", allocator);
            UnionListWriter writer = lists.getWriter();
            for (int row = 0; row < 3; row++) {
                writer.setPosition(row);
                if (row != 1) {
                    writer.startList();
                    for (int i = 0; i < row; i++) {
                        writer.writeInt(10 * i);
                    }
                    writer.endList();
                }
            }
            lists.setValueCount(3);
            return List.of(lists);
        });
        assertThat(column(stream)).containsExactly(List.of(), null, List.of(0, 10), List.of(), null, List.of(0, 10));
        byte[] large = ArrowWriting.stream(allocator -> {
            LargeListVector lists = LargeListVector.empty("l", allocator);
            UnionLargeListWriter writer = lists.getWriter();
            writer.setPosition(0);
            writer.startList();
            writer.writeBigInt(7);
            writer.endList();
            lists.setValueCount(2);
            return List.of(lists);
        });
        assertThat(column(large)).containsExactly(List.of(7L), null);
        byte[] fixed = ArrowWriting.stream(allocator -> {
            FixedSizeListVector lists = FixedSizeListVector.empty("l", 2, allocator);
            UnionFixedSizeListWriter writer = lists.getWriter();
            for (int row = 0; row < 2; row++) {
                writer.setPosition(row);
                writer.startList();
                writer.writeFloat8(row);
                writer.writeFloat8(row + 0.5);
                writer.endList();
            }
            lists.setValueCount(3);
            return List.of(lists);
        });
        assertThat(column(fixed)).containsExactly(List.of(0.0, 0.5), List.of(1.0, 1.5), null);
    }

    @Test
    void structsAndMaps() throws IOException {
        byte[] structs = ArrowWriting.stream(allocator -> {
            StructVector vector = StructVector.empty("s", allocator);
            IntVector a = vector.addOrGet("a", type(MinorType.INT.getType()), IntVector.class);
            VarCharVector b = vector.addOrGet("b", type(MinorType.VARCHAR.getType()), VarCharVector.class);
            vector.allocateNew();
            a.setSafe(0, 5);
            b.setSafe(0, new Text("x"));
            vector.setIndexDefined(0);
            vector.setNull(1);
            vector.setIndexDefined(2);
            vector.setValueCount(3);
            return List.of(vector);
        });
        Map<String, Object> nulls = new java.util.LinkedHashMap<>();
        nulls.put("a", null);
        nulls.put("b", null);
        assertThat(column(structs)).containsExactly(Map.of("a", 5, "b", "x"), null, nulls);
        byte[] maps = ArrowWriting.stream(allocator -> map(allocator, "one", "two"));
        assertThat(column(maps)).containsExactly(Map.of("one", 1, "two", 2), null);
        assertThatThrownBy(() -> column(ArrowWriting.stream(allocator -> map(allocator, "one", "one"))))
                .hasMessageContaining("occurs twice");
    }

    private static List<FieldVector> map(BufferAllocator allocator, String... keys) {
        MapVector vector = MapVector.empty("m", allocator, false);
        UnionMapWriter writer = vector.getWriter();
        writer.setPosition(0);
        writer.startMap();
        for (int i = 0; i < keys.length; i++) {
            writer.startEntry();
            writer.key().varChar().writeVarChar(keys[i]);
            writer.value().integer().writeInt(i + 1);
            writer.endEntry();
        }
        writer.endMap();
        vector.setValueCount(2);
        return List.of(vector);
    }

    @Test
    void columnsOfNothing() throws IOException {
        byte[] stream = ArrowWriting.stream(allocator -> {
            NullVector none = new NullVector("n", 3);
            IntVector some = new IntVector("i", allocator);
            some.allocateNew(3);
            some.set(2, 9);
            some.setValueCount(3);
            return List.of(none, some);
        });
        assertThat(rows(stream))
                .containsExactly(Arrays.asList(null, null), Arrays.asList(null, null), Arrays.asList(null, 9));
    }

    @Test
    void dictionaries() throws IOException {
        for (boolean file : new boolean[] {false, true}) {
            DictionaryProvider.MapDictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider();
            try (RootAllocator owner = new RootAllocator();
                    VarCharVector words = new VarCharVector("words", owner)) {
                words.allocateNew();
                words.setSafe(0, new Text("red"));
                words.setSafe(2, new Text("green"));
                words.setValueCount(3);
                DictionaryEncoding encoding = new DictionaryEncoding(7, false, new ArrowType.Int(8, true));
                provider.put(new Dictionary(words, encoding));
                byte[] stream = ArrowWriting.write(
                        2,
                        allocator -> {
                            TinyIntVector indices = (TinyIntVector)
                                    new Field("c", new FieldType(true, new ArrowType.Int(8, true), encoding), null)
                                            .createVector(allocator);
                            indices.allocateNew(4);
                            indices.set(0, 2);
                            indices.set(1, 0);
                            indices.set(2, 1);
                            indices.setValueCount(4);
                            return List.of(indices);
                        },
                        file,
                        provider);
                assertThat(column(stream)).containsExactly("green", "red", null, null, "green", "red", null, null);
            }
        }
    }

    @Test
    void filesAreReadAsStreamsAre() throws IOException {
        byte[] file = ArrowWriting.file(3, allocator -> {
            IntVector vector = new IntVector("i", allocator);
            vector.allocateNew(2);
            vector.set(0, 1);
            vector.set(1, 2);
            vector.setValueCount(2);
            return List.of(vector);
        });
        assertThat(new String(file, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("ARROW1");
        assertThat(column(file)).containsExactly(1, 2, 1, 2, 1, 2);
    }

    @Test
    void whatIsNotReadIsNamed() throws IOException {
        assertRefused(allocator -> List.of(new DenseUnionVector("u", allocator, null, null)), "Union", "'u'");
        assertRefused(
                allocator -> {
                    IntVector one = new IntVector("a", allocator);
                    IntVector other = new IntVector("a", allocator);
                    one.setValueCount(0);
                    other.setValueCount(0);
                    return List.of(one, other);
                },
                "two fields of one name");
    }

    private static void assertRefused(ArrowWriting.Columns columns, String... said) throws IOException {
        byte[] stream = ArrowWriting.stream(columns);
        assertThatThrownBy(() -> rows(stream))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.INVALID_BODY))
                .hasMessageContainingAll(said);
    }
}
