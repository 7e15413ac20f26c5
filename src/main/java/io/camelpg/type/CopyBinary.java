package io.camelpg.type;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Values in the binary format of COPY: PostgreSQL's manual, "COPY", File Formats. */
public final class CopyBinary {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int NULL = -1;

    private CopyBinary() {}

    /** What comes before the first row: without flags, without an extension. */
    public static byte[] header() {
        OutputBuffer out = new OutputBuffer();
        out.write(SIGNATURE, 0, SIGNATURE.length);
        out.int32(0);
        out.int32(0);
        return out.toByteArray();
    }

    /** What comes behind the last row. */
    public static byte[] trailer() {
        return new byte[] {-1, -1};
    }

    /** Begins a row of so many values. */
    public static void begin(int values, OutputBuffer out) {
        out.int16(values);
    }

    /**
     * Appends a value.
     *
     * @return false where the value is known by its text only, or is a stream, which can be read once and not in vain; what
     *     was appended then is of no use
     * @throws io.camelpg.error.PgException as {@link PgType#bind}
     */
    public static boolean append(PgType type, @Nullable Object value, OutputBuffer out) {
        if (value == null) {
            out.int32(NULL);
            return true;
        }
        int start = out.size();
        out.int32(0);
        if (value instanceof InputStream || !type.appendBinary(value, out)) {
            return false;
        }
        out.int32At(start, out.size() - start - 4);
        return true;
    }
}
