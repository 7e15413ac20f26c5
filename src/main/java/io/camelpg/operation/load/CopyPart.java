package io.camelpg.operation.load;

import io.camelpg.error.PgException;
import io.camelpg.operation.TargetColumn;
import io.camelpg.session.Session;
import io.camelpg.type.CopyBinary;
import io.camelpg.type.CopyText;
import io.camelpg.type.OutputBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as the bytes of one COPY. They are kept until it went well, so that any of them can be sent again. */
final class CopyPart {
    /** What the server gets at a time: "at least 64 KiB" is what COPY is fast with. */
    private static final int PIECE = 1 << 17;

    private final LoadTarget target;
    private final int[] columns;
    private final CopyFormat format;
    private final @Nullable Casting casting;
    private final OutputBuffer out;
    private final CopyText text;
    private final List<LoadRow> rows = new ArrayList<>();
    private int[] ends = new int[64];

    /**
     * @param casting makes NULL of what a column does not take; null where that is a bad row
     * @param out is used by one part at a time
     */
    CopyPart(LoadTarget target, int[] columns, CopyFormat format, @Nullable Casting casting, OutputBuffer out) {
        this.target = target;
        this.casting = casting;
        this.columns = columns;
        this.format = format;
        this.out = out;
        this.text = new CopyText(out);
        out.reset();
    }

    String sql() {
        return target.copy(columns, format);
    }

    List<String> columnNames() {
        return target.names(columns);
    }

    int size() {
        return rows.size();
    }

    LoadRow row(int number) {
        return rows.get(number);
    }

    /**
     * Appends a row.
     *
     * @return false where the format has no form of one of its values
     * @throws PgException with the column, where a value cannot be had in any; the row is left out
     */
    boolean add(LoadRow row) {
        int start = out.size();
        boolean added = false;
        try {
            added = encode(row, start);
        } finally {
            if (!added) {
                out.truncate(start);
            }
        }
        if (added) {
            if (rows.size() == ends.length) {
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
            ends[rows.size()] = out.size();
            rows.add(row);
        }
        return added;
    }

    private boolean encode(LoadRow row, int start) {
        if (format == CopyFormat.CSV) {
            row.record().appendTo(out);
            return true;
        }
        boolean binary = format == CopyFormat.BINARY;
        if (binary) {
            CopyBinary.begin(columns.length, out);
        }
        for (int i = 0; i < columns.length; i++) {
            TargetColumn column = target.columns().get(columns[i]);
            Object value = row.values()[columns[i]];
            try {
                if (!binary) {
                    text.append(column.type(), value, i == columns.length - 1);
                } else if (!CopyBinary.append(column.type(), value, out)) {
                    return false;
                }
            } catch (PgException e) {
                if (casting != null && casting.nulls(row, columns[i], e)) {
                    out.truncate(start);
                    return encode(row, start);
                }
                throw new PgException(
                        e.errorCode(), column.label() + ": " + e.detail(), e.sqlState(), e.hint(), e.getCause());
            }
        }
        return true;
    }

    /** Supplies rows to a part while it is sent. */
    @FunctionalInterface
    interface Filler {
        /** Adds a row; false where there is none to add. */
        boolean add();
    }

    /** What there is, and all that comes. */
    void send(Session.CopySink sink, Filler more) {
        begin(sink);
        int sent = 0;
        do {
            if (out.size() - sent >= PIECE) {
                sink.write(out.array(), sent, out.size() - sent);
                sent = out.size();
            }
        } while (more.add());
        sink.write(out.array(), sent, out.size() - sent);
        end(sink);
    }

    /** Some of the rows. */
    void send(Session.CopySink sink, int from, int to) {
        begin(sink);
        int start = from == 0 ? 0 : ends[from - 1];
        for (int at = start; at < ends[to - 1]; at += PIECE) {
            sink.write(out.array(), at, Math.min(PIECE, ends[to - 1] - at));
        }
        end(sink);
    }

    private void begin(Session.CopySink sink) {
        if (format == CopyFormat.BINARY) {
            byte[] header = CopyBinary.header();
            sink.write(header, 0, header.length);
        }
    }

    private void end(Session.CopySink sink) {
        if (format == CopyFormat.BINARY) {
            byte[] trailer = CopyBinary.trailer();
            sink.write(trailer, 0, trailer.length);
        }
    }
}
