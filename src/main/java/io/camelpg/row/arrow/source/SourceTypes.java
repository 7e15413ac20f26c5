package io.camelpg.row.arrow.source;

import com.google.flatbuffers.Table;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Duration;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Interval;
import org.apache.arrow.flatbuf.IntervalUnit;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/** Columns of the types that have no children. */
final class SourceTypes {
    private SourceTypes() {}

    /** The table of a field's type. */
    static <T extends Table> T table(Field field, T type) {
        if (field.type(type) == null) {
            throw Faults.malformed("a field's type is missing");
        }
        return type;
    }

    /** In bytes. */
    static int width(int bits) {
        if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
            throw Faults.malformed("a number of " + bits + " bits");
        }
        return bits / 8;
    }

    /** Null for a type that is not read. */
    static @Nullable SourceColumn column(Field field) {
        return switch (field.typeType()) {
            case Type.Null -> new NullSource();
            case Type.Int -> {
                Int type = table(field, new Int());
                yield NumberSource.whole(width(type.bitWidth()), type.isSigned());
            }
            case Type.FloatingPoint -> floating(table(field, new FloatingPoint()));
            case Type.Decimal -> decimal(table(field, new Decimal()));
            case Type.Bool -> new BooleanSource();
            case Type.Utf8 -> new BytesSource(Texts.TEXT, false);
            case Type.LargeUtf8 -> new BytesSource(Texts.TEXT, true);
            case Type.Utf8View -> new ViewSource(Texts.TEXT);
            case Type.Binary -> new BytesSource(Texts.BYTES, false);
            case Type.LargeBinary -> new BytesSource(Texts.BYTES, true);
            case Type.BinaryView -> new ViewSource(Texts.BYTES);
            case Type.FixedSizeBinary -> fixed(table(field, new FixedSizeBinary()));
            case Type.Date ->
                table(field, new Date()).unit() == DateUnit.DAY
                        ? new NumberSource(4, true, Times::date)
                        : new NumberSource(8, true, Times::dateOfMillis);
            case Type.Time -> {
                Time type = table(field, new Time());
                yield new NumberSource(width(type.bitWidth()), true, Times.time(unit(type.unit())));
            }
            case Type.Timestamp -> {
                Timestamp type = table(field, new Timestamp());
                yield new NumberSource(8, true, Times.timestamp(unit(type.unit()), isZoned(type)));
            }
            case Type.Duration ->
                new NumberSource(
                        8,
                        true,
                        Times.duration(unit(table(field, new Duration()).unit())));
            case Type.Interval -> interval(table(field, new Interval()));
            default -> null;
        };
    }

    /** An empty zone is none (Schema.fbs). */
    private static boolean isZoned(Timestamp type) {
        String zone = type.timezone();
        return zone != null && !zone.isEmpty();
    }

    private static SourceColumn floating(FloatingPoint type) {
        return switch (type.precision()) {
            case Precision.HALF -> new NumberSource(2, false, Floats::half);
            case Precision.SINGLE -> new NumberSource(4, false, Floats::single);
            case Precision.DOUBLE -> new NumberSource(8, true, Floats::twice);
            default -> throw Faults.malformed("a floating-point number of an unknown precision");
        };
    }

    private static SourceColumn decimal(Decimal type) {
        int bits = type.bitWidth();
        if (bits != 32 && bits != 64 && bits != 128 && bits != 256) {
            throw Faults.malformed("a decimal of " + bits + " bits");
        }
        return new DecimalSource(bits / 8, type.scale());
    }

    private static SourceColumn fixed(FixedSizeBinary type) {
        if (type.byteWidth() < 0) {
            throw Faults.malformed("a value of " + type.byteWidth() + " bytes");
        }
        return new FixedBytesSource(type.byteWidth());
    }

    private static SourceColumn interval(Interval type) {
        return switch (type.unit()) {
            case IntervalUnit.YEAR_MONTH -> new IntervalSource(IntervalSource.Layout.YEAR_MONTH);
            case IntervalUnit.DAY_TIME -> new IntervalSource(IntervalSource.Layout.DAY_TIME);
            case IntervalUnit.MONTH_DAY_NANO -> new IntervalSource(IntervalSource.Layout.MONTH_DAY_NANO);
            default -> throw Faults.malformed("an interval of an unknown unit");
        };
    }

    /** How many there are in a second. */
    private static long unit(short unit) {
        return switch (unit) {
            case TimeUnit.SECOND -> 1;
            case TimeUnit.MILLISECOND -> 1_000;
            case TimeUnit.MICROSECOND -> 1_000_000;
            case TimeUnit.NANOSECOND -> 1_000_000_000;
            default -> throw Faults.malformed("a time of an unknown unit");
        };
    }
}
