package io.camelpg.type;

import com.fasterxml.jackson.core.TreeNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Base64;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prints Java values as JSON: maps and records as objects, collections and arrays as arrays, java.time and UUID as their
 * text, byte[] as Base64, enums by name; NaN and the infinities, for which JSON has no number, as strings.
 */
final class JsonWriter {
    private static final int MAX_DEPTH = 1_000;

    private final PgType type;
    private final OutputBuffer out = new OutputBuffer();

    private JsonWriter(PgType type) {
        this.type = type;
    }

    /**
     * @throws io.camelpg.error.PgException PG-301 for a kind that has no JSON form, PG-302 for text that cannot be
     *     stored
     */
    static String write(PgType type, Object value) {
        JsonWriter writer = new JsonWriter(type);
        writer.value(value, 0);
        return writer.out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw Rejection.value(type, "", "it is nested more than " + MAX_DEPTH + " levels deep, or contains itself");
        }
        if (value == null) {
            out.ascii("null");
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof Collection<?> collection) {
            array(collection, depth);
        } else if (value instanceof byte[] bytes) {
            out.jsonString(Base64.getEncoder().encodeToString(bytes));
        } else if (value.getClass().isArray()) {
            array(Elements.of(value), depth);
        } else if (value instanceof TreeNode node) {
            out.text(Utf8.storable(type, node.toString()));
        } else if (value instanceof Record rec) {
            object(RecordComponents.toMap(rec), depth);
        } else {
            scalar(value);
        }
    }

    private void object(Map<?, ?> map, int depth) {
        out.write('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            Object key = entry.getKey();
            String name = key == null ? null : TextType.textOf(key);
            if (name == null) {
                throw Rejection.value(type, map, "a key is null or has no plain text");
            }
            out.jsonString(Utf8.storable(type, name));
            out.write(':');
            value(entry.getValue(), depth + 1);
        }
        out.write('}');
    }

    private void array(Iterable<?> elements, int depth) {
        out.write('[');
        boolean first = true;
        for (Object element : elements) {
            if (!first) {
                out.write(',');
            }
            first = false;
            value(element, depth + 1);
        }
        out.write(']');
    }

    private void scalar(Object value) {
        if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean) {
            out.ascii(value.toString());
        } else if (value instanceof java.sql.Date || value instanceof java.sql.Time) {
            out.jsonString(value.toString());
        } else if (value instanceof Date date) {
            out.jsonString(date.toInstant().toString());
        } else if (value instanceof Calendar calendar) {
            out.jsonString(calendar.toInstant().toString());
        } else if (value instanceof TemporalAccessor && Moments.infinity(value) != 0) {
            out.jsonString(Moments.infinity(value) > 0 ? "infinity" : "-infinity");
        } else if (value instanceof CharSequence
                || value instanceof Character
                || value instanceof Enum
                || value instanceof UUID
                || value instanceof TemporalAccessor
                || value instanceof TemporalAmount) {
            String text = value instanceof Enum<?> constant ? constant.name() : value.toString();
            out.jsonString(Utf8.storable(type, text));
        } else {
            throw Rejection.kind(
                    type,
                    value,
                    "JSON takes maps, collections, arrays, records, strings, numbers, booleans, java.time and UUID;"
                            + " convert beans in the route, such as with camel-jackson");
        }
    }

    private void number(Number number) {
        boolean fraction = number instanceof Double || number instanceof Float;
        if (fraction && !Double.isFinite(number.doubleValue())) {
            out.jsonString(number.toString());
        } else if (fraction || number instanceof BigDecimal || number instanceof BigInteger) {
            out.ascii(number.toString());
        } else {
            out.ascii(Numbers.decimal(type, number).toString());
        }
    }
}
