package io.camelpg.operation.upsert;

import io.camelpg.operation.TargetColumn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /**
     * Rows in order, where their keys are whole numbers not too far from each other, which is quickly told.
     *
     * @return null where they are not, or two of them are equal
     */
    static @Nullable List<UpsertUnit> distinct(List<SentRow> rows, List<?> keys) {
        long[] sorted = numbers(keys);
        if (sorted == null) {
            return null;
        }
        Arrays.sort(sorted);
        int bits = bits(sorted.length);
        long mask = (1L << bits) - 1;
        List<UpsertUnit> units = new ArrayList<>(sorted.length);
        for (int i = 0; i < sorted.length; i++) {
            if (i > 0 && sorted[i] >> bits == sorted[i - 1] >> bits) {
                return null;
            }
            units.add(new UpsertUnit(rows.get((int) (sorted[i] & mask))));
        }
        return units;
    }

    /** Each key above its place; null where they do not fit into a long together. */
    private static long @Nullable [] numbers(List<?> keys) {
        long[] numbers = new long[keys.size()];
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < numbers.length; i++) {
            if (!(keys.get(i) instanceof Long key)) {
                return null;
            }
            numbers[i] = key;
            min = Math.min(min, key);
            max = Math.max(max, key);
        }
        int bits = bits(numbers.length);
        if (max - min < 0 || max - min >= 1L << (63 - bits)) {
            return null;
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (numbers[i] - min) << bits | i;
        }
        return numbers;
    }

    /** Of the greatest place. */
    private static int bits(int units) {
        return 32 - Integer.numberOfLeadingZeros(units);
    }

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
