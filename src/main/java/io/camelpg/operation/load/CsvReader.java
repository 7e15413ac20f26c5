package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.OutputBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of CSV (RFC 4180, in UTF-8) into its records: commas, double quotes, line ends as LF or CRLF. What a field
 * means is left to the server, whose rules for quotes these are. Not thread-safe.
 */
final class CsvReader {
    /** A quote that is not closed must not take all that follows into memory. */
    private static final int LONGEST = 64 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final InputStream in;
    private final boolean decoded;
    private final byte[] buffer = new byte[BUFFER];
    private final OutputBuffer record = new OutputBuffer(256);
    private int[] commas = new int[16];
    private int found;
    private int next;
    private int limit;
    private boolean quoted;
    private boolean begun;
    private long line = 1;
    private long first;

    /** @param decoded whether values are read as text here, and not by the server */
    CsvReader(InputStream in, boolean decoded) {
        this.in = in;
        this.decoded = decoded;
    }

    /** What is wrong with the last record; null for nothing. */
    @Nullable
    PgException problem(CsvRecord last, int fields) {
        if (quoted) {
            return new PgException(
                    PgErrorCode.INVALID_BODY, "a quote is not closed in the record that begins in line " + first);
        }
        if (last.size() != fields) {
            return new PgException(
                    PgErrorCode.INVALID_BODY,
                    "the record in line " + first + " has " + last.size() + " fields, and the header " + fields);
        }
        return decoded && !last.isUtf8()
                ? new PgException(PgErrorCode.INVALID_BODY, "the record in line " + first + " is not UTF-8")
                : null;
    }

    /** Null at the end. @throws PgException PG-106 where the stream cannot be read, or a record is too long */
    @Nullable
    CsvRecord next() {
        try {
            if (!begun) {
                begun = true;
                skipByteOrderMark();
            }
            first = line;
            quoted = false;
            found = 0;
            record.reset();
            if (next == limit && !fill()) {
                return null;
            }
            read();
            return new CsvRecord(Arrays.copyOf(record.array(), length()), Arrays.copyOf(commas, found));
        } catch (IOException e) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the stream could not be read", null, null, e);
        }
    }

    /** Without the CR of a CRLF. */
    private int length() {
        int size = record.size();
        return !quoted && size > 0 && record.array()[size - 1] == '\r' ? size - 1 : size;
    }

    private void skipByteOrderMark() throws IOException {
        while (limit < BYTE_ORDER_MARK.length) {
            int read = in.read(buffer, limit, BUFFER - limit);
            if (read < 0) {
                break;
            }
            limit += read;
        }
        boolean there = limit >= BYTE_ORDER_MARK.length;
        for (int i = 0; i < BYTE_ORDER_MARK.length && there; i++) {
            there = (buffer[i] & 0xFF) == BYTE_ORDER_MARK[i];
        }
        next = there ? BYTE_ORDER_MARK.length : 0;
    }

    private boolean fill() throws IOException {
        next = 0;
        limit = 0;
        int read = in.read(buffer);
        while (read == 0) {
            read = in.read(buffer);
        }
        limit = Math.max(read, 0);
        return read > 0;
    }

    private void read() throws IOException {
        do {
            int from = next;
            while (next < limit) {
                byte b = buffer[next];
                if (b == '"') {
                    quoted = !quoted;
                } else if (b == ',' && !quoted) {
                    comma(record.size() + next - from);
                } else if (b == '\n') {
                    line++;
                    if (!quoted) {
                        record.write(buffer, from, next - from);
                        next++;
                        return;
                    }
                }
                next++;
            }
            record.write(buffer, from, limit - from);
            if (record.size() > LONGEST) {
                throw new PgException(
                        PgErrorCode.INVALID_BODY,
                        "the record that begins in line " + first + " is longer than " + (LONGEST >> 20)
                                + " MB; perhaps a quote is not closed");
            }
        } while (fill());
    }

    private void comma(int position) {
        if (found == commas.length) {
            commas = Arrays.copyOf(commas, 2 * found);
        }
        commas[found++] = position;
    }
}
