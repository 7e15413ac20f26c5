package io.camelpg.operation.extract;

import io.camelpg.operation.Checkpoint;
import io.camelpg.session.Sessions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a run has come to when its rows were read. */
final class ReadCheckpoint implements Checkpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ReadCheckpoint.class);

    private final PositionedRows rows;
    private final Position before;
    private final RunState state;
    private final List<String> order;
    private final @Nullable Keeping keeping;

    /**
     * Where the position is kept.
     *
     * @param sessions that the rows are read in
     * @param saved what the run began with
     */
    record Keeping(CursorStore store, Sessions sessions, String name, CursorStore.Saved saved) {}

    /** @param keeping null where nobody keeps it */
    ReadCheckpoint(
            PositionedRows rows, Position before, RunState state, List<String> order, @Nullable Keeping keeping) {
        this.rows = rows;
        this.before = before;
        this.state = state;
        this.order = order;
        this.keeping = keeping;
    }

    private Position after() {
        Position.Page page = before.page();
        String highest = rows.highest();
        return before.finished(state, rows.lastRow(), highest == null && page != null ? page.highest() : highest);
    }

    @Override
    public @Nullable String position() {
        return rows.ended() ? PositionJson.write(after(), order) : null;
    }

    @Override
    public void save() {
        Keeping kept = keeping;
        String position = position();
        if (kept == null) {
            return;
        }
        if (position == null) {
            LOG.warn(
                    "{}: only {} rows were read and not all, so they come again: the cursor stays where it was",
                    kept.name(),
                    rows.position());
        } else if (rows.position() > 0 || after().worthKeeping(before)) {
            kept.store()
                    .save(kept.sessions(), kept.name(), position, kept.saved().revision());
        }
    }

    @Override
    public boolean withinScope() {
        Keeping kept = keeping;
        return kept != null && kept.store().joins(kept.sessions());
    }
}
