package io.camelpg.operation.upsert;

import io.camelpg.operation.TargetColumn;
import io.camelpg.type.ParameterSink;
import io.camelpg.type.PgType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether rows have equal keys, as far as this can be known without the server: for types whose equal values have equal
 * bytes. Not thread-safe.
 */
final class RowKeys implements ParameterSink {
    private static final Set<Integer> WHOLE_NUMBERS = Set.of(20, 21, 23);
    private static final Set<Integer> TEXTS = Set.of(25, 1043);
    /** date, timestamp, timestamptz. */
    private static final Set<Integer> MOMENTS = Set.of(1082, 1114, 1184);
    /** bool, uuid, bytea. */
    private static final Set<Integer> FIXED = Set.of(16, 2950, 17);

    private final UpsertTarget target;
    private final int[] keys;
    private @Nullable Object bound;

    RowKeys(UpsertTarget target) {
        this.target = target;
        this.keys = target.keys().stream().mapToInt(Integer::intValue).toArray();
    }

    /** An object that equals that of another row just if the keys are equal; null where only the server knows. */
    @Nullable
    Object of(SentRow row) {
        if (keys.length == 1) {
            return part(keys[0], row.values()[keys[0]]);
        }
        @Nullable Object[] parts = new @Nullable Object[keys.length];
        for (int i = 0; i < keys.length; i++) {
            parts[i] = part(keys[i], row.values()[keys[i]]);
            if (parts[i] == null) {
                return null;
            }
        }
        return Arrays.asList(parts);
    }

    private @Nullable Object part(int column, @Nullable Object value) {
        if (value == null) {
            return KeyOrder.NULL;
        }
        TargetColumn of = target.columns().get(column);
        int type = of.column().typeOid();
        if (WHOLE_NUMBERS.contains(type)) {
            return wholeNumber(value);
        }
        if (TEXTS.contains(type)) {
            boolean cut = of.type().length(of.column().typmod()) >= 0;
            return value instanceof String text && of.column().bitwise() && !(cut && text.endsWith(" ")) ? text : null;
        }
        if (MOMENTS.contains(type)) {
            return of.ordinal(value);
        }
        return FIXED.contains(type) && !rounded(of) ? bytes(of.type(), value) : null;
    }

    private static @Nullable Object wholeNumber(Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return null;
    }

    /** timestamp(0) and the like. */
    private static boolean rounded(TargetColumn column) {
        return column.column().typmod() >= 0;
    }

    private @Nullable Object bytes(PgType type, Object value) {
        bound = null;
        type.bind(value, this);
        return bound;
    }

    @Override
    public void text(String value) {
        bound = null;
    }

    @Override
    public void binary(byte[] value) {
        bound = ByteBuffer.wrap(value);
    }
}
