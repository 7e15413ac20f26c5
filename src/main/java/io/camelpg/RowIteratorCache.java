package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.RowIterator;
import io.camelpg.row.RowStream;
import java.io.Closeable;
import java.io.OutputStream;
import java.util.Iterator;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * The body of outputType=stream: an Iterator, and for Camel a cached stream, so that it is told when a second step or
 * another exchange gets it. One pass: whoever iterates it again, or a copy of it, gets PG-311 instead of a part of the rows
 * that looks like all of them.
 */
public final class RowIteratorCache implements Iterator<Object>, Closeable, StreamCache {
    private final RowIterator<Object> rows;
    private final RowStream source;
    private final OnePass pass;

    RowIteratorCache(RowIterator<Object> rows, RowStream source, OnePass pass) {
        this.rows = rows;
        this.source = source;
        this.pass = pass;
    }

    @Override
    public boolean hasNext() {
        pass.read();
        return rows.hasNext();
    }

    @Override
    public Object next() {
        pass.read();
        return rows.next();
    }

    @Override
    public void close() {
        if (pass.owns()) {
            rows.close();
        }
    }

    @Override
    public void reset() {
        pass.reset();
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return new RowIteratorCache(rows, source, pass.copy(exchange));
    }

    /** Rows are objects here, and no bytes. */
    @Override
    public void writeTo(OutputStream target) {
        throw new PgException(
                PgErrorCode.UNSUPPORTED,
                "outputType=stream gives rows to iterate, which are not bytes",
                null,
                "Split the body, or take outputType json, ndjson or csv",
                null);
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

    /** No rows: what logs a body must not read it. */
    @Override
    public String toString() {
        return "rows to iterate once, " + source.position() + " so far";
    }
}
