package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.FieldNames;
import io.camelpg.operation.RowFields;
import io.camelpg.operation.SourceRow;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of a CSV body as rows, which its header line says the columns of. Not thread-safe. */
final class CsvRows implements Iterator<SourceRow> {
    private static final String RECORD = "record";

    private final CsvReader reader;
    private final List<String> header;
    private int[] columns = new int[0];
    private boolean @Nullable [] kept;
    private boolean all = true;
    private @Nullable CsvRecord upcoming;

    /** @throws PgException PG-106 where there is no header line */
    CsvRows(InputStream in) {
        this.reader = new CsvReader(in);
        CsvRecord first = reader.next();
        if (first == null || first.isEmpty()) {
            throw new PgException(
                    PgErrorCode.INVALID_BODY, "the body has no header line, which names the columns of the CSV");
        }
        this.header = first.texts();
        advance();
    }

    /** Positions in the target of the columns that the records have. */
    int[] columns() {
        return columns.clone();
    }

    /**
     * Finds the columns that the header means.
     *
     * @throws PgException PG-207 for a name that means none, where that is an error; PG-106 for two that mean the same
     */
    void map(LoadTarget target) {
        RowFields fields = target.rowFields();
        boolean[] keep = new boolean[header.size()];
        int[] positions = new int[header.size()];
        int found = 0;
        for (int i = 0; i < keep.length; i++) {
            int position = target.fields().position(header.get(i));
            if (position == FieldNames.UNKNOWN && target.plan().unknownFields().fails()) {
                throw fields.unknown(header.get(i));
            }
            if (position >= 0) {
                if (Arrays.stream(positions, 0, found).anyMatch(other -> other == position)) {
                    throw new PgException(
                            PgErrorCode.INVALID_BODY,
                            "two fields of the header mean "
                                    + target.columns().get(position).label() + ", the other one is "
                                    + RowFields.shown(header.get(i)));
                }
                keep[i] = true;
                positions[found++] = position;
            }
        }
        if (found == 0) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the header names no column of the table");
        }
        if (kept != null && !Arrays.equals(kept, keep)) {
            throw new PgException(
                    PgErrorCode.INVALID_BODY,
                    "the table changed while it was loaded, and the header means other columns");
        }
        kept = keep;
        all = found == keep.length;
        columns = Arrays.copyOf(positions, found);
    }

    @Override
    public boolean hasNext() {
        return upcoming != null;
    }

    @Override
    public SourceRow next() {
        CsvRecord record = upcoming;
        if (record == null) {
            throw new NoSuchElementException();
        }
        PgException problem = problem(record);
        boolean @Nullable [] some = kept;
        CsvRecord sent = all || some == null || problem != null ? record : record.only(some);
        advance();
        return new SourceRow(sent, Map.of(RECORD, sent.bytes()), false, problem);
    }

    private @Nullable PgException problem(CsvRecord record) {
        if (reader.isOpen()) {
            return new PgException(
                    PgErrorCode.INVALID_BODY,
                    "a quote is not closed in the record that begins in line " + reader.line());
        }
        return record.size() == header.size()
                ? null
                : new PgException(
                        PgErrorCode.INVALID_BODY,
                        "the record in line " + reader.line() + " has " + record.size() + " fields, and the header "
                                + header.size());
    }

    /** Lines without anything are no records, other than of a single column. */
    private void advance() {
        do {
            upcoming = reader.next();
        } while (upcoming != null && upcoming.isEmpty() && header.size() > 1);
    }
}
