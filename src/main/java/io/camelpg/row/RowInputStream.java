package io.camelpg.row;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.OutputBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes, made as they are read: a few kilobytes are in memory, however many rows there are. One pass. Closes the
 * rows at their end and on any failure. What is not all there never looks so: after a failure, or when it was closed
 * early, every read throws, and the end is reported only where the rows ended. Not thread-safe.
 */
public class RowInputStream extends InputStream {
    private static final int FILL_BYTES = 32 * 1024;

    private final RowStream rows;
    private final RowFormat format;
    private final OutputBuffer buffer = new OutputBuffer(1024);
    private boolean begun;
    private boolean ended;
    private boolean closed;
    private @Nullable RuntimeException failure;

    public RowInputStream(RowStream rows, RowFormat format) {
        this.rows = rows;
        this.format = format;
    }

    /** @throws io.camelpg.error.PgException if the rows cannot be had */
    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws io.camelpg.error.PgException if the rows cannot be had */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (failure != null) {
            // A reader that tries again must not take what it has for all there is.
            throw failure;
        }
        if (closed && !ended) {
            throw new PgException(PgErrorCode.STREAM_CLOSED, "the stream was closed before its end");
        }
        if (buffer.size() == 0) {
            fill();
        }
        return buffer.size() == 0 ? -1 : buffer.drainTo(target, offset, length);
    }

    private void fill() {
        if (ended) {
            return;
        }
        try {
            if (!begun) {
                begun = true;
                format.begin(buffer);
            }
            while (buffer.size() < FILL_BYTES) {
                if (!rows.advance()) {
                    format.end(buffer);
                    ended = true;
                    rows.close();
                    return;
                }
                format.row(buffer);
            }
        } catch (RuntimeException e) {
            failure = e;
            rows.close();
            throw e;
        }
    }

    @Override
    public int available() {
        return buffer.size();
    }

    @Override
    public void close() {
        closed = true;
        rows.close();
    }

    /** How far the rows have come. */
    public RowStream rows() {
        return rows;
    }
}
