package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.RejectedRow;
import io.camelpg.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the row for which the server refused several. It is not asked for while all goes well: rows are tried again, by
 * halves, and nothing of that is kept.
 */
final class FailedRow {
    private final Session session;
    private final OneByOne writer;

    private FailedRow(UpsertTarget target, Session session) {
        this.session = session;
        this.writer = new OneByOne(target, session);
    }

    /**
     * The failure with the number of the row, where it is a row's.
     *
     * @param before makes the session's transaction what it was before the rows; it is not to be kept
     */
    static PgException located(
            UpsertTarget target, Session session, ReadRows read, PgException failure, Runnable before) {
        boolean ofServer = failure.sqlState() != null && RejectedRow.concerns(failure);
        if (!ofServer || read.rows().size() < 2) {
            return failure;
        }
        List<UpsertUnit> units = read.rows().stream().map(UpsertUnit::new).toList();
        try {
            before.run();
            PgException found = new FailedRow(target, session).in(units);
            return found == null ? failure : found;
        } catch (PgException e) {
            // no time is left, the server is gone, somebody else is in the way: what is known is what there was
            failure.addSuppressed(e);
            return failure;
        }
    }

    /** Null where none of them is refused. */
    private @Nullable PgException in(List<UpsertUnit> units) {
        List<PgException> failures = new ArrayList<>(1);
        if (RejectingWriter.attempt(session, () -> writer.write(units), failures) != null) {
            return null;
        }
        if (units.size() == 1) {
            return RejectedRow.numbered(units.get(0).row().index(), failures.get(0));
        }
        int half = units.size() / 2;
        PgException found = in(units.subList(0, half));
        return found != null ? found : in(units.subList(half, units.size()));
    }
}
