package io.camelpg;

import io.camelpg.row.RowFormat;
import io.camelpg.row.RowInputStream;
import io.camelpg.row.RowStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * The streamed body as Camel's stream caching wants it, so that it is not copied into memory at the next step. One pass:
 * whoever reads it again, or reads a copy of it, gets PG-311 instead of a part that looks like the whole.
 */
public final class RowStreamCache extends RowInputStream implements StreamCache {
    private static final int CHUNK = 32 * 1024;
    private final RowStream source;
    private final RowFormat format;
    private final OnePass pass;

    RowStreamCache(RowStream rows, RowFormat format, OnePass pass) {
        super(rows, format);
        this.pass = pass;
        this.source = rows;
        this.format = format;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one reader
    public void reset() {
        pass.reset();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length > 0) {
            pass.read();
        }
        return super.read(target, offset, length);
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = read(chunk); count >= 0; count = read(chunk)) {
            target.write(chunk, 0, count);
        }
    }

    /** A real copy would need the whole content in memory. */
    @Override
    public StreamCache copy(Exchange exchange) {
        return new RowStreamCache(source, format, pass.copy(exchange));
    }

    /** A copy has nothing to close. */
    @Override
    public void close() {
        if (pass.owns()) {
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
