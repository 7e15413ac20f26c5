package io.camelpg.row.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import io.camelpg.type.ColumnForm;
import io.camelpg.type.PgType;
import java.util.List;
import org.apache.arrow.flatbuf.Binary;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** The kinds of columns that are written: Arrow's type of each, and what is made of PostgreSQL's values. */
enum ArrowKind {
    BOOL(Type.Bool),
    INT16(Type.Int),
    INT32(Type.Int),
    INT64(Type.Int),
    FLOAT32(Type.FloatingPoint),
    FLOAT64(Type.FloatingPoint),
    DATE32(Type.Date),
    TIME64(Type.Time),
    TIMESTAMP(Type.Timestamp),
    INSTANT(Type.Timestamp),
    DECIMAL128(Type.Decimal),
    DECIMAL256(Type.Decimal),
    BINARY(Type.Binary),
    /** PostgreSQL's text of a value. */
    TEXT(Type.Utf8),
    /** A value as a document of JSON. */
    JSON(Type.Utf8),
    LIST(Type.List),
    STRUCT(Type.Struct_);

    private static final int DIGITS_OF_128_BITS = 38;
    private static final int DIGITS_OF_256_BITS = 76;

    /** Of Arrow's union of types. */
    final byte type;

    ArrowKind(byte type) {
        this.type = type;
    }

    /**
     * The kind for values of a type.
     *
     * @param precision -1 where none is stated
     */
    static ArrowKind of(PgType type, int precision, int scale, ArrowTypes types) {
        ColumnForm form = type.columnForm();
        if (form == ColumnForm.LIST || form == ColumnForm.STRUCT) {
            if (types != ArrowTypes.rich || type.parts().isEmpty()) {
                return JSON;
            }
            return form == ColumnForm.LIST ? LIST : STRUCT;
        }
        if (types == ArrowTypes.text) {
            return TEXT;
        }
        return switch (form) {
            case BYTES -> BINARY;
            case BOOLEAN -> BOOL;
            case INT16 -> INT16;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case DATE -> DATE32;
            case TIME -> TIME64;
            case TIMESTAMP -> TIMESTAMP;
            case INSTANT -> INSTANT;
            case DECIMAL -> types == ArrowTypes.rich ? decimal(precision, scale) : TEXT;
            case TEXT, LIST, STRUCT -> TEXT;
        };
    }

    /** Not every reader takes a scale below zero, or more digits after the point than there are in all. */
    private static ArrowKind decimal(int precision, int scale) {
        if (precision < 1 || precision > DIGITS_OF_256_BITS || scale < 0 || scale > precision) {
            return TEXT;
        }
        return precision <= DIGITS_OF_128_BITS ? DECIMAL128 : DECIMAL256;
    }

    /** An empty column of this kind. */
    ArrowColumn column(PgType of, int scale, List<ArrowField> children) {
        return switch (this) {
            case BOOL -> new BooleanColumn(of);
            case INT16 -> new NumberColumn(of, 2);
            case INT32, FLOAT32, DATE32 -> new NumberColumn(of, 4);
            case INT64, FLOAT64, TIME64, TIMESTAMP, INSTANT -> new NumberColumn(of, 8);
            case DECIMAL128 -> new DecimalColumn(of, scale, 128);
            case DECIMAL256 -> new DecimalColumn(of, scale, 256);
            case BINARY -> new BytesColumn(of::columnBytes);
            case TEXT -> new BytesColumn(of::writeText);
            case JSON -> new BytesColumn(of::writeJson);
            case LIST -> new ListColumn(of, children.get(0).column());
            case STRUCT ->
                new StructColumn(of, children.stream().map(ArrowField::column).toList());
        };
    }

    /** Writes the table of the type, and returns where it is. */
    int write(FlatBufferBuilder out, int precision, int scale) {
        return switch (this) {
            case BOOL -> {
                Bool.startBool(out);
                yield Bool.endBool(out);
            }
            case INT16 -> Int.createInt(out, 16, true);
            case INT32 -> Int.createInt(out, 32, true);
            case INT64 -> Int.createInt(out, 64, true);
            case FLOAT32 -> FloatingPoint.createFloatingPoint(out, Precision.SINGLE);
            case FLOAT64 -> FloatingPoint.createFloatingPoint(out, Precision.DOUBLE);
            case DATE32 -> Date.createDate(out, DateUnit.DAY);
            case TIME64 -> Time.createTime(out, TimeUnit.MICROSECOND, 64);
            case TIMESTAMP -> Timestamp.createTimestamp(out, TimeUnit.MICROSECOND, 0);
            case INSTANT -> Timestamp.createTimestamp(out, TimeUnit.MICROSECOND, out.createString("UTC"));
            case DECIMAL128 -> Decimal.createDecimal(out, precision, scale, 128);
            case DECIMAL256 -> Decimal.createDecimal(out, precision, scale, 256);
            case BINARY -> {
                Binary.startBinary(out);
                yield Binary.endBinary(out);
            }
            case TEXT, JSON -> {
                Utf8.startUtf8(out);
                yield Utf8.endUtf8(out);
            }
            case LIST -> {
                org.apache.arrow.flatbuf.List.startList(out);
                yield org.apache.arrow.flatbuf.List.endList(out);
            }
            case STRUCT -> {
                Struct_.startStruct_(out);
                yield Struct_.endStruct_(out);
            }
        };
    }
}
