package io.camelpg.operation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a message, some at a time: bounded by number and by an estimate of their bytes. Not thread-safe. */
public final class RowChunks {
    private static final int MAX_ROWS = 50_000;
    /** Two of them may be in memory at once. */
    private static final long MAX_BYTES =
            Math.min(14 << 20, Runtime.getRuntime().maxMemory() / 8);

    /** What an entry of a Map takes, with the object in it. */
    private static final long ENTRY = 48;
    /** What a row takes on its way besides its fields. */
    private static final long ROW = 256;

    private static final int DEPTH = 4;

    private final Iterator<? extends SourceRow> rows;
    private long taken;

    public RowChunks(Iterator<? extends SourceRow> rows) {
        this.rows = rows;
    }

    /** Reads a row while it is at hand: a second walk over many rows finds none of them in a cache. */
    @FunctionalInterface
    public interface RowTaker {
        void add(long index, SourceRow row);
    }

    /** @param first the index of the first row */
    public record Chunk(long first, List<SourceRow> rows) {}

    public boolean hasNext() {
        return rows.hasNext();
    }

    /** At most so many rows, each of them given to the taker. */
    public Chunk next(long limit, RowTaker read) {
        long first = taken;
        List<SourceRow> chunk = new ArrayList<>();
        long bytes = 0;
        while (chunk.size() < Math.min(limit, MAX_ROWS) && bytes < MAX_BYTES && rows.hasNext()) {
            SourceRow row = rows.next();
            read.add(first + chunk.size(), row);
            chunk.add(row);
            bytes += ROW + size(row.fields(), DEPTH);
        }
        taken += chunk.size();
        return new Chunk(first, chunk);
    }

    private static long size(@Nullable Object value, int depth) {
        // what most values are, by their classes: interfaces take longer to tell
        if (value == null || value instanceof Boolean) {
            return ENTRY;
        }
        if (value instanceof Number) {
            return value instanceof BigDecimal || value instanceof BigInteger ? 2 * ENTRY : ENTRY;
        }
        if (value instanceof String text) {
            return ENTRY + text.length();
        }
        if (value instanceof CharSequence text) {
            return ENTRY + text.length();
        }
        if (value instanceof byte[] bytes) {
            return ENTRY + bytes.length;
        }
        if (depth == 0) {
            return 2 * ENTRY;
        }
        long size = ENTRY;
        if (value instanceof Map<?, ?> map) {
            for (Object entry : map.values()) {
                size += ENTRY + size(entry, depth - 1);
            }
        } else if (value instanceof Collection<?> collection) {
            for (Object element : collection) {
                size += size(element, depth - 1);
            }
        }
        return size;
    }
}
