package io.camelpg.session;

import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.Format;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parts that several sessions read at once, whose rows are one stream: in the order in which they arrive. The sessions are
 * the stream's, and so is the one that begins.
 *
 * @param parts one at least; the first one is read first
 * @param columns of all of them
 * @param sessions that may read, the one that begins included
 * @param joining opens another session, on which everything looks as on the first one, or gives null where there is none to
 *     be had; called by other threads
 */
public record PartedRead(
        List<ReadPart> parts, Columns columns, int sessions, Supplier<@Nullable Session> joining, FetchSize fetch) {
    public PartedRead {
        parts = List.copyOf(parts);
    }

    /**
     * With as much in memory as a batch for each session that may read.
     *
     * @param idleMillis for which nobody may read
     * @throws io.camelpg.error.PgException where the first rows cannot be had; the session is the caller's then
     */
    public RowStream stream(Session session, long idleMillis) {
        IdleWatch watch = session.database().idleWatch();
        ParallelRows rows = begun(session, fetch.bytes() * sessions);
        watch.watch(rows, idleMillis);
        return rows;
    }

    /**
     * All of them, in memory: begun now. Whoever asks for them waits until they are there, and has nothing more to do with
     * the session.
     *
     * @param most more than so many are not waited for; 0 for all
     * @throws io.camelpg.error.PgException where the first rows cannot be had; the session is the caller's then
     */
    public Supplier<RowStream> all(Session session, int most, Deadline deadline) {
        ParallelRows rows = begun(session, Long.MAX_VALUE);
        return () -> {
            rows.awaitAll(most, deadline);
            return rows;
        };
    }

    /** The rows of a cursor on one session, of which the next ones are fetched while those before are read. */
    static RowStream ahead(Session session, CursorBatches open, FetchSize fetch) {
        ParallelRows rows = new ParallelRows(
                open.columns(),
                open.formats(),
                List.of(),
                fetch.bytes(),
                session.database().idleWatch());
        begin(rows, session, open, fetch);
        return rows;
    }

    private ParallelRows begun(Session session, long capacity) {
        ReadPart first = parts.get(0);
        CursorBatches open = session.batches(first.plan(), first.values(), columns, fetch.first());
        Format[] formats = open.formats();
        ParallelRows rows = new ParallelRows(
                columns,
                formats,
                parts.subList(1, parts.size()),
                capacity,
                session.database().idleWatch());
        begin(rows, session, open, fetch);
        int others = Math.min(sessions, parts.size()) - 1;
        boolean started = true;
        for (int i = 0; i < others && started; i++) {
            started = new PartReader(rows.handover(), columns, formats, fetch, joining, null).start();
        }
        return rows;
    }

    /**
     * The one that has the first rows.
     *
     * @throws RejectedExecutionException where there is no thread for it
     */
    private static void begin(ParallelRows rows, Session session, CursorBatches open, FetchSize fetch) {
        rows.handover().begins(session);
        if (!new PartReader(rows.handover(), open.columns(), open.formats(), fetch, () -> session, open).start()) {
            throw new RejectedExecutionException("the process gets no more threads, and rows are read by one");
        }
    }
}
