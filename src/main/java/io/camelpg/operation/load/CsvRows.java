package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.FieldNames;
import io.camelpg.operation.RowFields;
import io.camelpg.operation.SourceRow;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of a CSV body as rows, which its header line says the columns of. Not thread-safe. */
final class CsvRows extends CsvRecords {
    private static final String RECORD = "record";

    private int[] columns = new int[0];
    private boolean @Nullable [] kept;
    private boolean all = true;

    /** @throws PgException PG-106 where there is no header line, or it is not UTF-8 */
    CsvRows(InputStream in) {
        super(in, false);
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
        List<String> header = header();
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
    SourceRow row(CsvRecord record, @Nullable PgException problem) {
        boolean @Nullable [] some = kept;
        CsvRecord sent = all || some == null || problem != null ? record : record.only(some);
        return new SourceRow(sent, Map.of(RECORD, sent.bytes()), false, problem);
    }
}
