package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.RowFields;
import io.camelpg.operation.SourceRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chunk's rows for a target, and those that are none. A column without a default gets NULL where a row has no field for
 * it, which is what it would get anyway; rows without fields for different columns with defaults go in different groups.
 */
public final class ChunkRows implements RowChunks.RowTaker {
    private final LoadTarget target;
    private final @Nullable CsvRows csv;
    private final @Nullable RowFinish finish;
    private final RowFields fields;
    private final BitSet seen;
    private final Map<BitSet, List<LoadRow>> groups = new LinkedHashMap<>();
    private final List<RejectedRow> unreadable = new ArrayList<>();
    private final List<LoadRow> deletes = new ArrayList<>();
    private BitSet keyBefore = new BitSet();
    private @Nullable List<LoadRow> before;

    /**
     * @param csv where the rows are its records, else null
     * @param seen the columns without defaults that rows of this call have had, added to
     */
    ChunkRows(LoadTarget target, @Nullable CsvRows csv, BitSet seen) {
        this(target, csv, seen, null);
    }

    /** @param finish what rows get besides their fields; null for nothing */
    public ChunkRows(LoadTarget target, @Nullable CsvRows csv, BitSet seen, @Nullable RowFinish finish) {
        this.target = target;
        this.csv = csv;
        this.finish = finish;
        this.seen = seen;
        this.fields = target.rowFields();
    }

    @Override
    public void add(long index, SourceRow source) {
        try {
            if (csv == null) {
                addFields(index, source);
            } else {
                addRecord(index, source);
            }
        } catch (PgException e) {
            unreadable.add(LoadRow.rejected(index, source, e));
        }
    }

    /** Whether a row has a value that is gone once it was sent. */
    boolean isReadOnce() {
        return groups.values().stream().flatMap(List::stream).anyMatch(LoadRow::isReadOnce);
    }

    private void addRecord(long index, SourceRow source) {
        PgException problem = source.problem();
        if (problem != null) {
            throw problem;
        }
        group(new BitSet()).add(new LoadRow(index, source, new @Nullable Object[0]));
    }

    private void addFields(long index, SourceRow source) {
        @Nullable Object[] values = new @Nullable Object[target.columns().size()];
        BitSet present = fields.read(source, values, finish == null ? null : finish.wanted(source));
        if (present.isEmpty()) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the row has no field for any column");
        }
        LoadRow row = finish == null
                ? new LoadRow(index, source, values)
                : new LoadRow(index, source, values, UUID.randomUUID());
        if (finish != null) {
            finish.finish(row, present);
            if (source.delete()) {
                deletes.add(row);
                return;
            }
        }
        seen.or(present);
        seen.andNot(target.defaults());
        present.and(target.defaults());
        group(present).add(row);
    }

    private List<LoadRow> group(BitSet key) {
        List<LoadRow> known = before;
        if (known == null || !key.equals(keyBefore)) {
            known = groups.computeIfAbsent(key, none -> new ArrayList<>());
            keyBefore = key;
            before = known;
        }
        return known;
    }

    public List<RowGroup> groups() {
        List<RowGroup> all = new ArrayList<>();
        groups.forEach((key, rows) -> {
            BitSet columns = (BitSet) seen.clone();
            columns.or(key);
            all.add(new RowGroup(key, csv == null ? columns.stream().toArray() : csv.columns(), rows));
        });
        return all;
    }

    /** The rows that say that those of their keys are gone. */
    public List<LoadRow> deletes() {
        return deletes;
    }

    /** Those and the others. */
    public List<LoadRow> all() {
        List<LoadRow> all = new ArrayList<>(deletes);
        groups.values().forEach(all::addAll);
        return all;
    }

    /** Whether a table with other columns could make rows of what is none. */
    boolean doubtful() {
        return unreadable.stream().anyMatch(row -> row.reason().errorCode() == PgErrorCode.UNDEFINED_COLUMN);
    }

    /** @throws PgException that of the first source that is no row, where such are not to be rejected */
    public List<RejectedRow> unreadable() {
        if (!target.plan().rejects() && !unreadable.isEmpty()) {
            RejectedRow first = unreadable.get(0);
            throw RejectedRow.numbered(first.index(), first.reason());
        }
        return unreadable;
    }
}
