package io.camelpg.operation.upsert;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.BadRows;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.RowChunks;
import io.camelpg.operation.RowChunks.Chunk;
import io.camelpg.operation.SourceRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chunk as rows for a target, with those that are none, and with the keys as far as they are known here. */
final class ReadRows implements RowChunks.RowTaker {
    private final List<SentRow> rows = new ArrayList<>();
    private final List<Object> keys = new ArrayList<>();
    private final List<RejectedRow> unreadable = new ArrayList<>();
    private boolean keysKnown = true;

    private final UpsertTarget target;
    private final RowReader reader;
    private final RowKeys rowKeys;

    ReadRows(UpsertTarget target) {
        this.target = target;
        this.reader = new RowReader(target);
        this.rowKeys = new RowKeys(target);
    }

    static ReadRows of(UpsertTarget target, Chunk chunk) {
        ReadRows read = new ReadRows(target);
        for (int i = 0; i < chunk.rows().size(); i++) {
            read.add(chunk.first() + i, chunk.rows().get(i));
        }
        return read;
    }

    @Override
    public void add(long index, SourceRow source) {
        SentRow row = null;
        try {
            row = reader.read(index, source);
            addKey(rowKeys.of(row));
            rows.add(row);
        } catch (PgException e) {
            PgException reason = row == null ? e : BadValues.located(target, row, e);
            unreadable.add(new RejectedRow(index, source.source(), reason));
        }
    }

    private void addKey(@Nullable Object key) {
        if (key == null) {
            keysKnown = false;
        } else {
            keys.add(key);
        }
    }

    List<SentRow> rows() {
        return rows;
    }

    /** Whether a table with other columns or another key could make rows of what is none. */
    boolean doubtful() {
        return unreadable.stream()
                .map(row -> row.reason().errorCode())
                .anyMatch(code -> code == PgErrorCode.UNDEFINED_COLUMN || code == PgErrorCode.INCOMPLETE_ROW);
    }

    /** @throws PgException that of the first source that is no row, where such are not to be rejected */
    List<RejectedRow> unreadable(BadRows badRows) {
        if (badRows == BadRows.fail && !unreadable.isEmpty()) {
            RejectedRow first = unreadable.get(0);
            throw RejectedRow.numbered(first.index(), first.reason());
        }
        return unreadable;
    }

    /** The rows in groups without two of one key; null where only the server knows which keys are equal. */
    @Nullable
    List<List<UpsertUnit>> waves(UpsertTarget target) {
        if (rows.size() == 1) {
            return List.of(List.of(new UpsertUnit(rows.get(0))));
        }
        return keysKnown ? Waves.of(target, rows, keys) : null;
    }
}
