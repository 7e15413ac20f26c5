package io.camelpg.operation.upsert;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The server's order of keys, for types in which it needs no collation to know: whole numbers, moments, and bytes. */
final class KeyOrder {
    /** Stands for NULL, which comes last. */
    static final Object NULL = new Object();

    /** Of units whose keys are {@link RowKeys}'s, or numbers in the server's order. */
    static final Comparator<UpsertUnit> OF_UNITS =
            (one, other) -> compare(Objects.requireNonNull(one.key()), Objects.requireNonNull(other.key()));

    /** smallint, integer, bigint, date, timestamp, timestamptz, bool, uuid, bytea. */
    private static final Set<Integer> KNOWN = Set.of(21, 23, 20, 1082, 1114, 1184, 16, 2950, 17);

    private KeyOrder() {}

    static boolean knows(TargetColumn column) {
        return KNOWN.contains(column.column().typeOid());
    }

    private static int compare(Object one, Object other) {
        if (one instanceof Long number && other instanceof Long second) {
            return number.compareTo(second);
        }
        if (one instanceof ByteBuffer bytes && other instanceof ByteBuffer second) {
            int at = bytes.mismatch(second);
            boolean within = at >= 0 && at < Math.min(bytes.limit(), second.limit());
            return within
                    ? Byte.compareUnsigned(bytes.get(at), second.get(at))
                    : Integer.compare(bytes.limit(), second.limit());
        }
        if (one instanceof List<?> parts && other instanceof List<?> others) {
            for (int i = 0; i < parts.size(); i++) {
                int order = compare(Objects.requireNonNull(parts.get(i)), Objects.requireNonNull(others.get(i)));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
        return Boolean.compare(one == NULL, other == NULL);
    }
}
