package io.camelpg.operation.load;

import java.util.BitSet;
import java.util.List;

/**
 * Rows that go in one COPY, in the order sent.
 *
 * @param key the columns with defaults that these rows have, by which groups are told apart
 * @param columns of the statement: positions in the target
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
public record RowGroup(BitSet key, int[] columns, List<LoadRow> rows) {}
