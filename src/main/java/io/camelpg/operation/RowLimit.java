package io.camelpg.operation;

import io.camelpg.row.RowStream;

/**
 * How many rows a result may have.
 *
 * @param maxRows 0 for any number
 * @param truncate whether more of them are left out; otherwise they are an error
 */
public record RowLimit(int maxRows, boolean truncate) {

    /** How many rows to ask for: with one more than is allowed it shows that there are too many; 0 for all. */
    public int enough() {
        return maxRows == 0 || maxRows == Integer.MAX_VALUE ? 0 : maxRows + 1;
    }

    /** The rows, with an end or an error where there are more. */
    public RowStream of(RowStream rows) {
        return maxRows == 0 ? rows : new LimitedRows(rows, maxRows, truncate);
    }
}
