package io.camelpg.operation.extract;

import io.camelpg.catalog.TablePart;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of a table's blocks, small enough that nobody is left alone with the last one.
 *
 * @param from first block
 * @param to the block behind the last one
 */
record BlockRange(TablePart table, long from, long to) {
    private static final long MOST_BYTES = 64L << 20;
    private static final long LEAST_BYTES = 1L << 20;
    private static final int EACH = 4;
    /** As servers are built; another size makes other ranges, and no others of their rows. */
    private static final int BLOCK = 8192;

    /** @param sessions that read them */
    static List<BlockRange> of(List<TablePart> tables, int sessions) {
        long all = tables.stream().mapToLong(TablePart::blocks).sum();
        long size = Math.max(LEAST_BYTES / BLOCK, Math.min(MOST_BYTES / BLOCK, all / ((long) EACH * sessions)));
        List<BlockRange> ranges = new ArrayList<>();
        for (TablePart table : tables) {
            for (long from = 0; from < table.blocks(); from += size) {
                ranges.add(new BlockRange(table, from, Math.min(table.blocks(), from + size)));
            }
        }
        return ranges;
    }

    /** The place before all rows of the first block, as PostgreSQL writes a tid. */
    String low() {
        return "(" + from + ",0)";
    }

    /** The place behind all rows of the last block. */
    String high() {
        return "(" + to + ",0)";
    }
}
