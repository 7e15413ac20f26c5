package io.camelpg.operation.load;

import io.camelpg.error.PgException;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.SourceRow;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row on its way: what it was, and its values by position in the target; of CSV the record as it goes to the server. */
public final class LoadRow {
    private static final UUID NO_ID = new UUID(0, 0);

    private final long index;
    private final SourceRow source;
    private final @Nullable Object[] values;
    private final UUID id;
    private @Nullable String batch;
    private List<RowMeta.Change> changes = List.of();

    /** @param index in the message, from 0 */
    LoadRow(long index, SourceRow source, @Nullable Object[] values) {
        this(index, source, values, NO_ID);
    }

    /** @param id by which it is known where it is kept twice */
    public LoadRow(long index, SourceRow source, @Nullable Object[] values, UUID id) {
        this.index = index;
        this.source = source;
        this.values = values;
        this.id = id;
    }

    public UUID id() {
        return id;
    }

    public SourceRow source() {
        return source;
    }

    public void batch(@Nullable String name) {
        batch = name;
    }

    void note(RowMeta.Change change) {
        changes = new ArrayList<>(changes);
        changes.add(change);
    }

    /** What is noted of it, as JSON. */
    public String meta() {
        return RowMeta.json(changes, batch);
    }

    public long index() {
        return index;
    }

    @Nullable
    public Object[] values() {
        return values;
    }

    /** Whether it has a value that is gone once it was sent. */
    boolean isReadOnce() {
        for (Object value : values) {
            if (value instanceof InputStream || value instanceof Reader) {
                return true;
            }
        }
        return false;
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
        return source.source() instanceof CsvRecord record && values.length == 0
                ? record.texts().toArray()
                : values;
    }

    RejectedRow rejected(PgException reason) {
        return rejected(index, source, reason);
    }

    static RejectedRow rejected(long index, SourceRow source, PgException reason) {
        Object sent = source.source();
        return new RejectedRow(index, sent instanceof CsvRecord record ? record.toString() : sent, reason);
    }
}
