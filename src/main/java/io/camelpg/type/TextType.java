package io.camelpg.type;

import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** text, varchar, char(n), name, citext and enums: types whose binary format is their text. */
class TextType extends PgType {
    private final boolean sized;

    /** @param sized whether the type modifier states a length in characters */
    TextType(int oid, String name, boolean sized) {
        super(oid, name);
        this.sized = sized;
    }

    @Override
    public String read(byte[] data, int offset, int length, Format format) {
        return Utf8.decode(data, offset, length);
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (!bindText(value, sink)) {
            String text = textOf(value);
            if (text != null) {
                sink.text(Utf8.storable(this, text));
            } else {
                bindOther(value, sink, hint(value));
            }
        }
    }

    @Override
    boolean appendBinary(Object value, OutputBuffer out) {
        bind(value, new TextSink(this, out));
        return true;
    }

    /** The text of values that have a plain one, else null. */
    static @Nullable String textOf(Object value) {
        if (value instanceof BigDecimal decimal) {
            return Math.abs((long) decimal.scale()) < 1_000 ? decimal.toPlainString() : decimal.toString();
        }
        if (value instanceof Double || value instanceof Float) {
            return withoutExponent(value.toString());
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        boolean plain = value instanceof CharSequence
                || value instanceof Character
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof UUID
                || value instanceof TemporalAccessor
                || value instanceof TemporalAmount;
        return plain ? value.toString() : null;
    }

    /** As Java prints it, 1.0 for one, but not in its scientific notation. */
    private static String withoutExponent(String number) {
        if (number.indexOf('E') < 0) {
            return number;
        }
        BigDecimal decimal = new BigDecimal(number).stripTrailingZeros();
        return decimal.setScale(Math.max(decimal.scale(), 1)).toPlainString();
    }

    private static String hint(Object value) {
        return value instanceof Map || value instanceof Collection
                ? "Cast the placeholder, such as :name::jsonb, or give text"
                : "Give a String, or convert the value in the route";
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.jsonString(data, offset, length);
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        Utf8.check(data, offset, length);
        out.write(data, offset, length);
    }

    @Override
    public int length(int typmod) {
        return sized && typmod >= 4 ? typmod - 4 : -1;
    }
}
