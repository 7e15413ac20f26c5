package io.camelpg.operation.load;

import io.camelpg.error.PgException;
import io.camelpg.operation.RejectedRow;
import io.camelpg.session.CopyPlace;
import io.camelpg.session.Session;
import io.camelpg.type.OutputBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes groups of rows, each with one COPY where it goes well; rows that the table does not take are found by sending parts
 * of it again between savepoints, and listed, or the first of them fails the call. Used by one thread.
 */
public final class GroupWriter {
    private static final String SAVEPOINT = "camelpg_load";

    private final LoadTarget target;
    private final Session session;
    private final OutputBuffer out;
    private final CopyPlace place = new CopyPlace();
    /** By their keys, the groups of which some value is known by its text only. */
    private final Set<BitSet> asText = new HashSet<>();

    private final boolean guarded;
    private final boolean csv;
    private final @Nullable Casting casting;

    /** @param out what rows are encoded into */
    public GroupWriter(LoadTarget target, Session session, OutputBuffer out) {
        this(target, session, null, out);
    }

    /** @param casting makes NULL of what a column does not take; null where that is a bad row */
    public GroupWriter(LoadTarget target, Session session, @Nullable Casting casting, OutputBuffer out) {
        this.target = target;
        this.session = session;
        this.casting = casting;
        this.out = out;
        // in others' transaction a savepoint would cost every call a round trip for a better message
        this.csv = target.plan().csv() && target.plan().sync() == null;
        this.guarded = target.plan().rejects() || !session.joined() || casting != null;
    }

    /** @param rejected takes the bad rows */
    public long write(RowGroup group, List<RejectedRow> rejected) {
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
        private final BitSet refused = new BitSet();

        Encoding(RowGroup group, List<RejectedRow> rejected) {
            this.group = group;
            this.rejected = rejected;
            this.part = part();
        }

        private CopyPart part() {
            CopyFormat format =
                    csv ? CopyFormat.CSV : asText.contains(group.key()) ? CopyFormat.TEXT : CopyFormat.BINARY;
            return new CopyPart(target, group.columns(), format, casting, out);
        }

        boolean more() {
            return next < group.rows().size();
        }

        /** The next row that is none of the bad ones; false where there is none, or it needs another format. */
        boolean add() {
            while (more()) {
                LoadRow row = group.rows().get(next);
                if (refused.get(next)) {
                    next++;
                    continue;
                }
                try {
                    if (!part.add(row)) {
                        asText.add(group.key());
                        return false;
                    }
                    next++;
                    return true;
                } catch (PgException e) {
                    refused.set(next++);
                    failed = true;
                    refuse(row, e, rejected);
                    failed = false;
                }
            }
            return false;
        }

        /** The value of a column of this row and the like are NULL from now on, where that can be; then it is the next. */
        boolean recast(LoadRow row, int column, PgException failure) {
            Casting nulling = casting;
            if (nulling == null || column < 0) {
                return false;
            }
            int first = Collections.binarySearch(group.rows(), row, Comparator.comparingLong(LoadRow::index));
            List<LoadRow> again = group.rows().subList(first, group.rows().size());
            if (again.stream().anyMatch(LoadRow::isReadOnce) || !nulling.nulls(row, column, failure)) {
                return false;
            }
            next = first;
            List<LoadRow> withTexts = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (LoadRow other : again) {
                if (other.values()[column] instanceof CharSequence text) {
                    withTexts.add(other);
                    texts.add(text.toString());
                }
            }
            if (!texts.isEmpty()) {
                TextCheck.refused(session, target, column, texts)
                        .forEach(bad -> nulling.nullify(withTexts.get(bad.number()), column, bad.sqlState()));
            }
            return true;
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
        return failure == null ? taken : again(part, failure, rows);
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
        long line = csv ? 0 : place.line(target.relation().name());
        return line > 0 && from + line <= to ? (int) (from + line - 1) : -1;
    }

    /** Which column of the target the server stopped at; -1 where it did not say. */
    private int place(CopyPart part) {
        String column = place.column(target.relation().name(), part.columnNames());
        return column == null ? -1 : target.position(column);
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
    private long again(CopyPart part, PgException first, Encoding rows) {
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
                if (rows.recast(part.row(at), place(part), failure)) {
                    return written;
                }
                refuse(part.row(at), ofRow(part, at, failure), rows.rejected);
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
