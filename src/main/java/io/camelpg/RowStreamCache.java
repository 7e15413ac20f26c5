package io.camelpg;

import io.camelpg.row.RowFormat;
import io.camelpg.row.RowInputStream;
import io.camelpg.row.RowStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * The streamed body as Camel's stream caching wants it, so that it is not copied into memory at the next step. One pass:
 * {@link #reset()} does nothing, and a second reader gets what the first left.
 */
public final class RowStreamCache extends RowInputStream implements StreamCache {
    private static final int CHUNK = 32 * 1024;
    private final RowStream source;

    RowStreamCache(RowStream rows, RowFormat format) {
        super(rows, format);
        this.source = rows;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one reader
    public void reset() {
        // Camel resets a body between two steps; what has been read is gone.
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = read(chunk); count >= 0; count = read(chunk)) {
            target.write(chunk, 0, count);
        }
    }

    /** A copy would need the whole content in memory: multicast and wire tap get the original's remaining rows, or none. */
    @Override
    public @Nullable StreamCache copy(Exchange exchange) {
        return null;
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
