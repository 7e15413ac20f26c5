package io.camelpg.row;

import java.io.Closeable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of rows as an Iterator to split in streaming mode. Closes itself after the last row and on any failure; Camel's
 * splitter closes it where it stops early. Not thread-safe.
 */
public final class RowIterator<T> implements Iterator<T>, Closeable {
    private final RowStream rows;
    private final Function<RowDecoder, T> mapper;
    private @Nullable RowDecoder decoder;
    private final boolean jsonAsText;
    private boolean ready;
    private boolean ended;

    /** @param mapper makes one element of the decoder's current row */
    public RowIterator(RowStream rows, boolean jsonAsText, Function<RowDecoder, T> mapper) {
        this.rows = rows;
        this.jsonAsText = jsonAsText;
        this.mapper = mapper;
    }

    @Override
    public boolean hasNext() {
        if (!ready && !ended) {
            try {
                ready = rows.advance();
            } catch (RuntimeException e) {
                close();
                throw e;
            }
            if (!ready) {
                close();
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
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        ended = true;
        ready = false;
        rows.close();
    }
}
