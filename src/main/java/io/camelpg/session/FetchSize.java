package io.camelpg.session;

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

    /** A megabyte at a time. */
    public static final FetchSize MEGABYTE = new FetchSize(FIRST, 5000, 1 << 20);

    /** At most so many rows or bytes at a time, of rows that may be wide. */
    public static FetchSize of(int mostRows, long bytes) {
        return new FetchSize(Math.min(FIRST_OF_UNKNOWN, mostRows), mostRows, bytes);
    }
}
