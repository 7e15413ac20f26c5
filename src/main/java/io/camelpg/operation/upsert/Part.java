package io.camelpg.operation.upsert;

import io.camelpg.operation.RejectedRow;
import java.util.ArrayList;
import java.util.List;

/** What a transaction, or a part of it, has done. Not thread-safe. */
final class Part {
    private final Tally tally = new Tally();
    private final List<RejectedRow> rejected = new ArrayList<>();
    private boolean committed;

    Tally tally() {
        return tally;
    }

    List<RejectedRow> rejected() {
        return rejected;
    }

    boolean committed() {
        return committed;
    }

    void markCommitted() {
        committed = true;
    }

    void add(Part other) {
        tally.add(other.tally);
        rejected.addAll(other.rejected);
    }
}
