package io.camelpg.row;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.Closeable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of rows as an Iterator to split in streaming mode. Closes itself after the last row and on any failure; Camel's
 * splitter closes it where it stops early. After a failure, or when it was closed early, it throws and never claims to be
 * at its end. Not thread-safe.
 */
public final class RowIterator<T> implements Iterator<T>, Closeable {
    private final RowStream rows;
    private final Function<RowDecoder, T> mapper;
    private @Nullable RowDecoder decoder;
    private final boolean jsonAsText;
    private boolean ready;
    private boolean ended;
    private boolean closed;
    private @Nullable RuntimeException failure;

    /** @param mapper makes one element of the decoder's current row */
    public RowIterator(RowStream rows, boolean jsonAsText, Function<RowDecoder, T> mapper) {
        this.rows = rows;
        this.jsonAsText = jsonAsText;
        this.mapper = mapper;
    }

    @Override
    public boolean hasNext() {
        if (failure != null) {
            throw failure;
        }
        if (!ready && !ended) {
            if (closed) {
                throw new PgException(PgErrorCode.STREAM_CLOSED, "the stream was closed before its end");
            }
            try {
                ready = rows.advance();
            } catch (RuntimeException e) {
                throw failed(e);
            }
            if (!ready) {
                ended = true;
                rows.close();
            }
        }
        return ready;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ready = false;
        if (decoder == null) {
            decoder = new RowDecoder(rows, jsonAsText);
        }
        try {
            return mapper.apply(decoder);
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private RuntimeException failed(RuntimeException e) {
        failure = e;
        rows.close();
        return e;
    }

    @Override
    public void close() {
        closed = true;
        ready = false;
        rows.close();
    }
}
