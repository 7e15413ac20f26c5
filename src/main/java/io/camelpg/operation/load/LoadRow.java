package io.camelpg.operation.load;

import io.camelpg.error.PgException;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SourceRow;
import org.jspecify.annotations.Nullable;

/** A row on its way: what it was, and its values by position in the target; of CSV the record as it goes to the server. */
final class LoadRow {
    private final long index;
    private final SourceRow source;
    private final @Nullable Object[] values;

    /** @param index in the message, from 0 */
    LoadRow(long index, SourceRow source, @Nullable Object[] values) {
        this.index = index;
        this.source = source;
        this.values = values;
    }

    long index() {
        return index;
    }

    @Nullable
    Object[] values() {
        return values;
    }

    /** Of a row of CSV. */
    CsvRecord record() {
        if (source.source() instanceof CsvRecord record) {
            return record;
        }
        throw new IllegalStateException("the row is no record of CSV");
    }

    /** What errors must not show. */
    @Nullable
    Object[] secrets() {
        return source.source() instanceof CsvRecord record ? record.texts().toArray() : values;
    }

    RejectedRow rejected(PgException reason) {
        return rejected(index, source, reason);
    }

    static RejectedRow rejected(long index, SourceRow source, PgException reason) {
        Object sent = source.source();
        return new RejectedRow(index, sent instanceof CsvRecord record ? record.toString() : sent, reason);
    }
}
