package io.camelpg.row.arrow;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.Column;
import io.camelpg.row.Columns;
import io.camelpg.row.RowFormat;
import io.camelpg.row.RowStream;
import io.camelpg.type.OutputBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as a stream of Arrow's IPC: the schema, record batches of up to 65,536 rows or about a megabyte of values, and the
 * end. Needs {@link ArrowLibrary}. Not thread-safe.
 */
public final class ArrowFormat extends RowFormat {
    static final int MAX_ROWS = 65_536;
    /** Of values and what stands for NULL, without their bitmaps; a row comes whole. */
    static final int MAX_BYTES = 1 << 20;

    private final ArrowMessages messages = new ArrowMessages();
    private final List<ArrowField> fields = new ArrayList<>();
    private final ArrowColumn[] columns;
    private int count;
    private long bytes;

    /**
     * @param declared whether a column that is declared NOT NULL cannot be NULL in these rows, as it can behind an outer
     *     join
     */
    public ArrowFormat(RowStream rows, ArrowTypes types, boolean declared) {
        super(rows);
        Columns described = rows.columns();
        this.columns = new ArrowColumn[size];
        for (int i = 0; i < size; i++) {
            ArrowField field = ArrowField.of(described.get(i), types, declared);
            fields.add(field);
            columns[i] = field.column();
        }
    }

    @Override
    protected void begin(OutputBuffer out) {
        messages.schema(fields, out);
    }

    @Override
    protected void row(OutputBuffer out) {
        for (int i = 0; i < size; i++) {
            byte[] data = rows.value(i);
            if (data == null) {
                if (!fields.get(i).nullable()) {
                    throw unexpectedNull(rows.columns().get(i));
                }
                bytes += columns[i].addNull();
            } else {
                try {
                    bytes += columns[i].add(data, 0, data.length, formats[i]);
                } catch (PgException e) {
                    throw e.errorCode() == PgErrorCode.VALUE_NOT_REPRESENTABLE ? located(e, i) : e;
                }
            }
        }
        count++;
        if (count == MAX_ROWS || bytes >= MAX_BYTES) {
            batch(out);
        }
    }

    private PgException located(PgException e, int column) {
        return new PgException(
                e.errorCode(),
                "row " + rows.position() + ", column \""
                        + rows.columns().get(column).name() + "\": " + e.detail(),
                e.sqlState(),
                e.hint(),
                e.getCause());
    }

    /** A constraint that is not valid says nothing of the rows that were there before it. */
    private PgException unexpectedNull(Column column) {
        return new PgException(
                PgErrorCode.VALUE_NOT_REPRESENTABLE,
                "row " + rows.position() + ", column \"" + column.name()
                        + "\": NULL in a column that is declared NOT NULL, so that the schema says there is none",
                null,
                "Validate the constraint (ALTER TABLE … VALIDATE CONSTRAINT), or read the table with sql",
                null);
    }

    private void batch(OutputBuffer out) {
        Body body = new Body();
        for (ArrowColumn column : columns) {
            column.writeTo(body);
        }
        messages.batch(count, body, out);
        for (ArrowColumn column : columns) {
            column.reset();
        }
        count = 0;
        bytes = 0;
    }

    @Override
    protected void end(OutputBuffer out) {
        if (count > 0) {
            batch(out);
        }
        messages.end(out);
    }
}
