package io.camelpg.operation.extract;

import io.camelpg.row.RowStream;
import io.camelpg.session.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page of what is new. Whoever has it reads its rows, and says what became of them. Not thread-safe. */
public final class PolledPage {
    private final ExtractPolling polling;
    private final IncrementalSource source;
    private final Position before;
    private final RunState state;
    private final PositionedRows rows;
    private final Sessions sessions;
    private final CursorStore.Saved saved;
    private final boolean full;
    private List<@Nullable String> delivered = List.of();

    PolledPage(
            ExtractPolling polling,
            IncrementalSource source,
            Position before,
            IncrementalReader.Run run,
            Sessions sessions,
            CursorStore.Saved saved,
            int size) {
        this.polling = polling;
        this.source = source;
        this.before = before;
        this.state = run.state();
        this.rows = run.rows();
        this.sessions = sessions;
        this.saved = saved;
        this.full = rows.total() >= size;
    }

    public RowStream rows() {
        return rows;
    }

    /** Whether there may be more behind it. */
    public boolean more() {
        return full;
    }

    /** Whether all of its rows have been read. */
    public boolean read() {
        return rows.ended();
    }

    /** The position behind the row that was read last, as JSON. */
    public String position() {
        return PositionJson.write(behind(rows.lastRow(), false), source.order());
    }

    /** What the page is called: the same once more where it is read again, because nothing was kept of its delivery. */
    public String batchId() {
        String begun = polling.name() + '\n' + saved.position();
        return UUID.nameUUIDFromBytes(begun.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The row that was read last has been delivered. */
    public void rowDelivered() {
        delivered = rows.lastRow();
    }

    /** All rows have been delivered: the next page is what comes behind them. */
    public void delivered() {
        boolean more = true;
        while (more) {
            // Rows that were not wanted have been offered.
            more = rows.advance();
        }
        Position after = behind(rows.lastRow(), !full);
        polling.keep(this, after, rows.total() > 0 || after.worthKeeping(before));
    }

    /** Something failed: the next page begins behind the last row that was delivered. */
    public void failed() {
        if (!delivered.isEmpty()) {
            polling.keep(this, behind(delivered, false), true);
        }
    }

    private Position behind(List<@Nullable String> row, boolean through) {
        Position.Page earlier = before.page();
        String highest = row.isEmpty() ? null : row.get(0);
        if (highest == null && earlier != null) {
            highest = earlier.highest();
        }
        if (through) {
            return before.finished(state, row, highest);
        }
        return row.isEmpty() ? before : before.paged(state, row, highest);
    }

    CursorStore.Saved saved() {
        return saved;
    }

    Sessions sessions() {
        return sessions;
    }

    List<String> order() {
        return source.order();
    }
}
