package io.camelpg.row;

import io.camelpg.type.Format;
import io.camelpg.type.OutputBuffer;
import io.camelpg.type.PgType;

/** Rows as bytes: written from wire format to output format without an object in between. Not thread-safe. */
public abstract class RowFormat {
    protected final RowStream rows;
    /** How many columns there are. */
    protected final int size;

    final PgType[] types;
    /** Of each column's values. */
    protected final Format[] formats;

    protected RowFormat(RowStream rows) {
        this.rows = rows;
        this.size = rows.columns().size();
        this.types = rows.columns().types(false);
        this.formats = new Format[size];
        for (int i = 0; i < size; i++) {
            formats[i] = rows.format(i);
        }
    }

    /** A JSON array of objects. */
    public static RowFormat json(RowStream rows) {
        return new Json(rows, true);
    }

    /** A JSON object a line. */
    public static RowFormat ndjson(RowStream rows) {
        return new Json(rows, false);
    }

    /** RFC 4180 with a header line; NULL is an empty field and an empty string is {@code ""}, as COPY has it. */
    public static RowFormat csv(RowStream rows) {
        return new Csv(rows);
    }

    /** Appends what comes before the rows. */
    protected abstract void begin(OutputBuffer out);

    /** Takes the stream's current row; it may be appended with later ones. */
    protected abstract void row(OutputBuffer out);

    /** Appends what is left, and what comes after the rows. */
    protected abstract void end(OutputBuffer out);

    private static final class Json extends RowFormat {
        private final byte[][] keys;
        private final boolean array;
        private boolean first = true;

        Json(RowStream rows, boolean array) {
            super(rows);
            this.array = array;
            this.keys = rows.columns().jsonKeys();
        }

        @Override
        protected void begin(OutputBuffer out) {
            if (array) {
                out.write('[');
            }
        }

        @Override
        protected void row(OutputBuffer out) {
            if (array && !first) {
                out.write(',');
            }
            first = false;
            if (size == 0) {
                out.write('{');
            }
            for (int i = 0; i < size; i++) {
                byte[] key = keys[i];
                if (key.length == 0) {
                    continue;
                }
                out.write(key, 0, key.length);
                byte[] data = rows.value(i);
                if (data == null) {
                    out.ascii("null");
                } else {
                    types[i].writeJson(data, 0, data.length, formats[i], out);
                }
            }
            out.write('}');
            if (!array) {
                out.write('\n');
            }
        }

        @Override
        protected void end(OutputBuffer out) {
            if (array) {
                out.write(']');
            }
        }
    }

    private static final class Csv extends RowFormat {
        private final OutputBuffer field = new OutputBuffer();

        Csv(RowStream rows) {
            super(rows);
        }

        @Override
        protected void begin(OutputBuffer out) {
            for (int i = 0; i < size; i++) {
                separate(i, out);
                field.reset();
                field.text(rows.columns().get(i).name());
                quoteWhereNeeded(out);
            }
            out.ascii("\r\n");
        }

        @Override
        protected void row(OutputBuffer out) {
            for (int i = 0; i < size; i++) {
                separate(i, out);
                byte[] data = rows.value(i);
                if (data != null) {
                    field.reset();
                    types[i].writeText(data, 0, data.length, formats[i], field);
                    quoteWhereNeeded(out);
                }
            }
            out.ascii("\r\n");
        }

        private static void separate(int column, OutputBuffer out) {
            if (column > 0) {
                out.write(',');
            }
        }

        private void quoteWhereNeeded(OutputBuffer out) {
            byte[] bytes = field.array();
            int length = field.size();
            boolean needed = length == 0 || bytes[0] == ' ' || bytes[length - 1] == ' ' || endsData(bytes, length);
            for (int i = 0; i < length && !needed; i++) {
                byte b = bytes[i];
                needed = b == ',' || b == '"' || b == '\n' || b == '\r';
            }
            if (!needed) {
                out.write(bytes, 0, length);
                return;
            }
            out.write('"');
            for (int i = 0; i < length; i++) {
                if (bytes[i] == '"') {
                    out.write('"');
                }
                out.write(bytes[i]);
            }
            out.write('"');
        }

        /** For COPY below PostgreSQL 18, as a line. */
        private boolean endsData(byte[] bytes, int length) {
            return size == 1 && length == 2 && bytes[0] == '\\' && bytes[1] == '.';
        }

        @Override
        protected void end(OutputBuffer out) {
            // A CSV file ends with its last row.
        }
    }
}
