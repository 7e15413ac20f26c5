package io.camelpg.session;

import java.util.List;
import org.postgresql.core.Tuple;

/**
 * How much of a cursor is fetched at a time, and held in memory.
 *
 * @param first rows of the first batch, whose width is not known
 * @param mostRows of later batches
 * @param bytes that a later batch should not exceed, judged by the rows before it; a single row always comes whole
 */
public record FetchSize(int first, int mostRows, long bytes) {
    private static final int FIRST = 100;
    private static final int FIRST_OF_UNKNOWN = 10;

    private static final int ROW_OVERHEAD = 64;
    private static final int VALUE_OVERHEAD = 20;
    private static final int SAMPLE = 256;
    private static final int UNKNOWN = 1024;

    /** A megabyte at a time. */
    public static final FetchSize MEGABYTE = new FetchSize(FIRST, 5000, 1 << 20);

    /** At most so many rows or bytes at a time, of rows that may be wide. */
    public static FetchSize of(int mostRows, long bytes) {
        return new FetchSize(Math.min(FIRST_OF_UNKNOWN, mostRows), mostRows, bytes);
    }

    /**
     * As many rows as fit the budget, judged by those just read.
     *
     * @param columns that each has
     */
    int next(List<Tuple> last, int columns) {
        int sampled = Math.min(last.size(), SAMPLE);
        long sample = memory(last.subList(last.size() - sampled, last.size()), columns);
        long perRow = sampled == 0 ? UNKNOWN : Math.max(1, sample / sampled);
        return (int) Math.max(1, Math.min(mostRows, bytes / perRow));
    }

    /** How much memory rows take, about. */
    static long memory(List<Tuple> rows, int columns) {
        long memory = 0;
        for (Tuple row : rows) {
            memory += row.length() + ROW_OVERHEAD + (long) VALUE_OVERHEAD * columns;
        }
        return memory;
    }
}
