package io.camelpg.operation.upsert;

import io.camelpg.operation.BadRows;
import io.camelpg.operation.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one key that act as one: the row to send, and how many others it stands for. Not thread-safe. */
final class UpsertUnit {
    private List<SentRow> members;
    private final @Nullable Object key;
    private SentRow row;
    private int merged;
    private int skipped;

    UpsertUnit(SentRow row) {
        this(row, null);
    }

    /** @param key by which rows of one key are told; null where it is not known */
    UpsertUnit(SentRow row, @Nullable Object key) {
        this.row = row;
        this.key = key;
        this.members = List.of(row);
    }

    @Nullable
    Object key() {
        return key;
    }

    /** What is sent. */
    SentRow row() {
        return row;
    }

    /** All rows it stands for, in the order they came. */
    List<SentRow> members() {
        return members;
    }

    /** How many rows are in the one to send, besides itself. */
    int merged() {
        return merged;
    }

    /** How many rows came too late, or with an older version. */
    int skipped() {
        return skipped;
    }

    /**
     * Takes a later row of the same key in, where the outcome is that of sending both, one after the other. Where bad rows
     * are rejected each one is judged by itself.
     *
     * @return false where both must be sent
     */
    boolean takes(SentRow later, UpsertTarget target) {
        if (row.delete() || later.delete() || target.plan().badRows() == BadRows.reject) {
            return false;
        }
        boolean taken =
                switch (target.plan().onConflict()) {
                    case update -> overlay(later, target);
                    case nothing -> skip();
                    case newer -> byVersion(later, target);
                };
        if (taken) {
            if (members.size() == 1) {
                members = new ArrayList<>(members);
            }
            members.add(later);
        }
        return taken;
    }

    private boolean overlay(SentRow later, UpsertTarget target) {
        if (row.onlyServerMerges(later, target)) {
            return false;
        }
        row = row.overlaid(later, target);
        merged++;
        return true;
    }

    private boolean skip() {
        skipped++;
        return true;
    }

    private boolean byVersion(SentRow later, UpsertTarget target) {
        TargetColumn version = target.columns().get(target.version());
        Long mine = version.ordinal(row.values()[target.version()]);
        Long others = version.ordinal(later.values()[target.version()]);
        if (mine == null || others == null) {
            return false;
        }
        if (mine >= others) {
            return skip();
        }
        if (!later.covers(row) || row.mergesInto(target)) {
            return false;
        }
        row = later.keyedAs(row, target);
        merged++;
        return true;
    }
}
