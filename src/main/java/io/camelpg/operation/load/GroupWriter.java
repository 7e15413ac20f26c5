package io.camelpg.operation.load;

import io.camelpg.error.PgException;
import io.camelpg.operation.RejectedRow;
import io.camelpg.session.CopyPlace;
import io.camelpg.session.Session;
import io.camelpg.type.OutputBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes groups of rows, each with one COPY where it goes well; rows that the table does not take are found by sending parts
 * of it again between savepoints, and listed, or the first of them fails the call. Used by one thread.
 */
final class GroupWriter {
    private static final String SAVEPOINT = "camelpg_load";

    private final LoadTarget target;
    private final Session session;
    private final OutputBuffer out;
    private final CopyPlace place = new CopyPlace();
    /** By their keys, the groups of which some value is known by its text only. */
    private final Set<BitSet> asText = new HashSet<>();

    private final boolean guarded;

    /** @param out what rows are encoded into */
    GroupWriter(LoadTarget target, Session session, OutputBuffer out) {
        this.target = target;
        this.session = session;
        this.out = out;
        // in others' transaction a savepoint would cost every call a round trip for a better message
        this.guarded = target.plan().rejects() || !session.joined();
    }

    /** @param rejected takes the bad rows */
    long write(RowGroup group, List<RejectedRow> rejected) {
        long written = 0;
        Encoding rows = new Encoding(group, rejected);
        while (rows.more()) {
            written += part(rows);
        }
        return written;
    }

    /** The rows of a group on their way into parts. */
    private final class Encoding {
        private final RowGroup group;
        private final List<RejectedRow> rejected;
        private CopyPart part;
        private int next;
        private boolean failed;

        Encoding(RowGroup group, List<RejectedRow> rejected) {
            this.group = group;
            this.rejected = rejected;
            this.part = part();
        }

        private CopyPart part() {
            CopyFormat format = target.plan().csv()
                    ? CopyFormat.CSV
                    : asText.contains(group.key()) ? CopyFormat.TEXT : CopyFormat.BINARY;
            return new CopyPart(target, group.columns(), format, out);
        }

        boolean more() {
            return next < group.rows().size();
        }

        /** The next row that is none of the bad ones; false where there is none, or it needs another format. */
        boolean add() {
            while (more()) {
                LoadRow row = group.rows().get(next);
                try {
                    if (!part.add(row)) {
                        asText.add(group.key());
                        return false;
                    }
                    next++;
                    return true;
                } catch (PgException e) {
                    next++;
                    failed = true;
                    refuse(row, e, rejected);
                    failed = false;
                }
            }
            return false;
        }
    }

    private void refuse(LoadRow row, PgException failure, List<RejectedRow> rejected) {
        if (!target.plan().rejects()) {
            throw RejectedRow.numbered(row.index(), failure);
        }
        rejected.add(row.rejected(failure));
    }

    private long part(Encoding rows) {
        rows.part = rows.part();
        // a COPY of no rows would still set off triggers
        if (!rows.add()) {
            return 0;
        }
        CopyPart part = rows.part;
        PgException failure = attempt(part, sink -> part.send(sink, rows::add), rows);
        // what was not sent yet is none of the failure's
        return failure == null ? taken : again(part, failure, rows.rejected);
    }

    private long taken;

    /** Null where it went well. */
    private @Nullable PgException attempt(CopyPart part, Session.CopySource source, @Nullable Encoding rows) {
        session.renewDeadline();
        place.clear();
        if (guarded) {
            session.savepoint(SAVEPOINT);
        }
        try {
            taken = session.copyIn(part.sql(), source, place);
            if (guarded) {
                session.release(SAVEPOINT);
            }
            return null;
        } catch (PgException e) {
            if ((rows != null && rows.failed) || !RejectedRow.concerns(e)) {
                throw rows != null && rows.failed ? e : CopyPlace.discreet(e, null);
            }
            if (!guarded) {
                throw located(part, 0, part.size(), e);
            }
            session.rollbackTo(SAVEPOINT);
            return e;
        }
    }

    /** What can be said without looking for the row. */
    private PgException located(CopyPart part, int from, int to, PgException failure) {
        int bad = bad(from, to);
        return bad < 0
                ? CopyPlace.discreet(failure, null)
                : RejectedRow.numbered(part.row(bad).index(), ofRow(part, bad, failure));
    }

    /** The row at which the server stopped, -1 where it did not say. */
    private int bad(int from, int to) {
        long line = target.plan().csv() ? 0 : place.line(target.relation().name());
        return line > 0 && from + line <= to ? (int) (from + line - 1) : -1;
    }

    private PgException ofRow(CopyPart part, int row, PgException failure) {
        PgException discreet = CopyPlace.discreet(failure, part.row(row).secrets());
        String column = place.column(target.relation().name(), part.columnNames());
        return column == null || discreet.detail().contains('"' + column + '"')
                ? discreet
                : new PgException(
                        discreet.errorCode(),
                        "column \"" + column + "\": " + discreet.detail(),
                        discreet.sqlState(),
                        discreet.hint(),
                        discreet.getCause());
    }

    /** Sends the rows of a part that failed as one, in pieces that end before the bad rows. */
    private long again(CopyPart part, PgException first, List<RejectedRow> rejected) {
        long written = 0;
        int at = 0;
        int end = part.size();
        PgException failure = first;
        while (at < part.size()) {
            int bad = bad(at, end);
            int step;
            if (failure == null) {
                written += taken;
                step = 4 * (end - at);
                at = end;
            } else if (bad == at || end - at == 1) {
                refuse(part.row(at), ofRow(part, at, failure), rejected);
                step = bad == at ? 1_000 : 1;
                at++;
            } else {
                step = bad > at ? bad - at : (end - at) / 2;
            }
            if (at < part.size()) {
                int from = at;
                int to = (int) Math.min(part.size(), (long) at + step);
                end = to;
                failure = attempt(part, sink -> part.send(sink, from, to), null);
            }
        }
        return written;
    }
}
