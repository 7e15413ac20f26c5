package io.camelpg.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of COPY: PostgreSQL's manual, "COPY", File Formats. Not thread-safe. */
public final class CopyText implements ParameterSink {
    private final OutputBuffer out;
    private final OutputBuffer scratch = new OutputBuffer();
    private @Nullable PgType type;

    /** @param out takes the rows */
    public CopyText(OutputBuffer out) {
        this.out = out;
    }

    /**
     * Appends a value and what ends it.
     *
     * @throws io.camelpg.error.PgException as {@link PgType#bind}
     */
    public void append(PgType ofType, @Nullable Object value, boolean last) {
        if (value == null) {
            out.ascii("\\N");
        } else {
            type = ofType;
            ofType.bind(value, this);
        }
        out.write(last ? '\n' : '\t');
    }

    /** Appends a row of these columns. */
    public void append(List<PgType> types, int[] columns, @Nullable Object[] values) {
        for (int i = 0; i < columns.length; i++) {
            append(types.get(columns[i]), values[columns[i]], i == columns.length - 1);
        }
    }

    @Override
    public void text(String value) {
        boolean plain = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80 || c == '\\' || c < ' ') {
                plain = false;
                break;
            }
        }
        if (plain) {
            out.ascii(value);
        } else {
            scratch.reset();
            scratch.text(value);
            escape();
        }
    }

    @Override
    public void binary(byte[] value) {
        PgType ofType = type;
        if (ofType == null) {
            throw new IllegalStateException("a value of no type");
        }
        scratch.reset();
        ofType.writeText(value, 0, value.length, Format.BINARY, scratch);
        escape();
    }

    private void escape() {
        byte[] bytes = scratch.array();
        int from = 0;
        for (int i = 0; i < scratch.size(); i++) {
            char escaped = escaped(bytes[i]);
            if (escaped != 0) {
                out.write(bytes, from, i - from);
                out.write('\\');
                out.write(escaped);
                from = i + 1;
            }
        }
        out.write(bytes, from, scratch.size() - from);
    }

    private static char escaped(byte b) {
        return switch (b) {
            case '\\' -> '\\';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            default -> 0;
        };
    }
}
