package io.camelpg.row.arrow.source;

import org.jspecify.annotations.Nullable;

/** A column of nothing but NULL. */
final class NullSource extends SourceColumn {
    @Override
    boolean hasPresence() {
        return false;
    }

    @Override
    void loadValues(Batch batch, int count) {
        // there are none
    }

    @Override
    @Nullable
    Object get(int index) {
        return null;
    }
}
