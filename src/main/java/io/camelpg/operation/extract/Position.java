package io.camelpg.operation.extract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a table has been read. Rows written by transactions below {@code settled} have been; all others have a cursor
 * that is not below the floor, so that nobody has to look there. docs/decisions/0005-incremental-extraction.md says why.
 *
 * @param settled the id that the last run went up to
 * @param floor null where the whole table has to be looked at
 * @param candidate for the next floor; null for none
 * @param last cursor and key of the row that was read last; empty before the first
 * @param page a run that is not through; null for none
 */
record Position(
        long settled,
        @Nullable Floor floor,
        @Nullable Candidate candidate,
        List<@Nullable String> last,
        @Nullable Page page) {
    Position {
        last = Collections.unmodifiableList(new ArrayList<>(last));
    }

    /**
     * A lower end.
     *
     * @param value a cursor
     * @param clock what the server's clock said when it was seen
     * @param exact whether nothing is to be subtracted, because somebody said where to begin
     */
    record Floor(String value, String clock, boolean exact) {}

    /**
     * A floor as soon as the transactions have ended that had begun before it was seen.
     *
     * @param running who of them was not seen to have ended
     * @param until once all of them had, the id that the next transaction could get; -1 before
     */
    record Candidate(Floor floor, Set<String> running, long until) {
        private static final long UNKNOWN = -1;

        Candidate {
            running = Set.copyOf(running);
        }

        Candidate(Floor floor, RunState state) {
            this(floor, state.running(), UNKNOWN);
        }

        /**
         * What a later run says of it. Transactions were looked at behind the run's snapshot: one that was not seen any
         * more may have got its id in between. So what they can have is known with the snapshot of the run behind that.
         */
        Candidate after(RunState run) {
            if (until != UNKNOWN) {
                return this;
            }
            if (running.isEmpty()) {
                return new Candidate(floor, running, run.reference());
            }
            Set<String> left = new HashSet<>(running);
            left.retainAll(run.running());
            return new Candidate(floor, left, UNKNOWN);
        }

        /** Whether everything that such transactions wrote has been read. */
        boolean holds(long settled) {
            return until != UNKNOWN && settled >= until;
        }
    }

    /**
     * A run whose first pages have been read.
     *
     * @param state when it began
     * @param highest the cursor of the last row that had one; null for none
     */
    record Page(RunState state, @Nullable String highest) {}

    static final Position START = new Position(0, null, null, List.of(), null);

    /** Where somebody says that everything with a lower cursor is known. */
    static Position from(String cursor) {
        return new Position(0, new Floor(cursor, "infinity", true), null, List.of(), null);
    }

    /**
     * A page was read, and the run goes on behind it.
     *
     * @param lastRow cursor and key of its last row
     */
    Position paged(RunState state, List<@Nullable String> lastRow, @Nullable String highest) {
        return new Position(settled, floor, candidate, lastRow, new Page(state, highest));
    }

    /**
     * The run is through.
     *
     * @param lastRow cursor and key of its last row; empty where it had none
     * @param highest the cursor of the last row that had one; null for none
     */
    Position finished(RunState state, List<@Nullable String> lastRow, @Nullable String highest) {
        Candidate next = candidate == null ? null : candidate.after(state);
        Floor lower = floor;
        if (next != null && next.holds(state.settled())) {
            lower = next.floor();
            next = null;
        }
        List<@Nullable String> latest = lastRow.isEmpty() ? last : lastRow;
        String seen = highest != null || latest.isEmpty() ? highest : latest.get(0);
        boolean higher = highest != null || lower == null || !lower.value().equals(seen);
        if (next == null && seen != null && higher) {
            next = new Candidate(new Floor(seen, state.clock(), false), state);
        }
        return new Position(state.settled(), lower, next, latest, null);
    }

    /** Whether a run without rows brought something that spares later runs work. */
    boolean worthKeeping(Position before) {
        return !Objects.equals(page, before.page)
                || !Objects.equals(floor, before.floor)
                || !Objects.equals(candidate, before.candidate);
    }
}
