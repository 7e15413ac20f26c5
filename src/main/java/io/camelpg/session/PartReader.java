package io.camelpg.session;

import io.camelpg.connection.BackgroundThreads;
import io.camelpg.error.PgException;
import io.camelpg.row.Columns;
import io.camelpg.type.Format;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session of those that read parts: takes one after the other, and gives itself back. */
final class PartReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PartReader.class);

    private final RowHandover rows;
    private final Columns columns;
    private final Format[] formats;
    private final FetchSize fetch;
    private final Supplier<@Nullable Session> joining;
    private @Nullable CursorBatches open;
    private int nextRows;

    /**
     * @param joining gives a session that sees what all see; null where there is none to be had
     * @param open the rows of the first part on that session, which has joined already; null for another one
     */
    PartReader(
            RowHandover rows,
            Columns columns,
            Format[] formats,
            FetchSize fetch,
            Supplier<@Nullable Session> joining,
            @Nullable CursorBatches open) {
        this.rows = rows;
        this.columns = columns;
        this.formats = formats;
        this.fetch = fetch;
        this.joining = joining;
        this.open = open;
        this.nextRows = fetch.first();
    }

    /**
     * On a thread of its own.
     *
     * @return false where there is none to be had
     */
    boolean start() {
        return BackgroundThreads.aside(this, "camel-pg-extract");
    }

    @Override
    public void run() {
        Session session = session();
        if (session != null) {
            read(session);
        }
    }

    /** Where there is none, the others read what this one would have read. */
    private @Nullable Session session() {
        try {
            Session session = joining.get();
            if (session == null || open != null || rows.joins(session)) {
                return session;
            }
            session.close();
            return null;
        } catch (PgException e) {
            LOG.debug("One connection less reads in parallel: {}", e.getMessage());
            return null;
        }
    }

    private void read(Session session) {
        try {
            CursorBatches first = open;
            boolean wanted = first == null || drain(session, first);
            ReadPart part = wanted ? rows.take() : null;
            while (part != null) {
                CursorBatches batches = session.batches(part.plan(), part.values(), columns, nextRows);
                if (!Arrays.equals(formats, batches.formats())) {
                    throw new IllegalStateException("the same column comes in two formats");
                }
                part = drain(session, batches) ? rows.take() : null;
            }
        } catch (RuntimeException | Error e) {
            rows.fails(e);
        } finally {
            rows.leaves(session);
            try {
                session.close();
            } finally {
                rows.ended();
            }
        }
    }

    /** Whether more is wanted. */
    private boolean drain(Session session, CursorBatches batches) {
        boolean wanted;
        boolean more;
        do {
            BufferedRows arrived = batches.rows();
            if (arrived.total() > 0) {
                nextRows = batches.nextRows(fetch);
            }
            wanted = rows.put(session, arrived, batches.memory());
            more = wanted && batches.fetch(nextRows);
        } while (more);
        return wanted;
    }
}
