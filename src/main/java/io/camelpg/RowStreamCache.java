package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.RowFormat;
import io.camelpg.row.RowInputStream;
import io.camelpg.row.RowStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.Synchronization;

/**
 * The streamed body as Camel's stream caching wants it, so that it is not copied into memory at the next step. One pass:
 * whoever reads it again, or reads a copy of it, gets PG-311 instead of a part that looks like the whole.
 */
public final class RowStreamCache extends RowInputStream implements StreamCache {
    private static final int CHUNK = 32 * 1024;
    private final RowStream source;
    private final RowFormat format;
    private final Synchronization closing;
    private boolean begun;
    private boolean spent;

    /** @param closing goes with the exchange that the stream belongs to */
    RowStreamCache(RowStream rows, RowFormat format, Synchronization closing) {
        super(rows, format);
        this.closing = closing;
        this.source = rows;
        this.format = format;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one reader
    public void reset() {
        // Camel resets a body between two steps; what has been read is gone, and the rest is not the whole.
        spent |= begun;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (spent) {
            throw new PgException(
                    PgErrorCode.STREAM_CLOSED,
                    "the body is a stream of rows that is read once, and somebody else reads it or has done so",
                    null,
                    "Read it once, or turn it into a String or bytes first (convertBodyTo) if it is small",
                    null);
        }
        begun |= length > 0;
        return super.read(target, offset, length);
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = read(chunk); count >= 0; count = read(chunk)) {
            target.write(chunk, 0, count);
        }
    }

    /**
     * A copy would need the whole content in memory. An exchange that takes over (to a SEDA queue) gets what this one had.
     * Multicast and wire tap get one that cannot be read: two readers of one stream would each get a part of the rows, and
     * not know.
     */
    @Override
    public StreamCache copy(Exchange exchange) {
        RowStreamCache copy = new RowStreamCache(source, format, closing);
        if (exchange.getExchangeExtension().containsOnCompletion(closing) && !begun) {
            spent = true;
        } else {
            copy.spent = true;
        }
        return copy;
    }

    /** A copy has nothing to close. */
    @Override
    public void close() {
        if (!spent || begun) {
            super.close();
        }
    }

    /** The rows are in flat memory whatever their number. */
    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public long length() {
        return 0;
    }

    @Override
    public long position() {
        return source.position();
    }
}
