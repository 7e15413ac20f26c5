package io.camelpg.operation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Positions of fields whose order is mostly that of the row before: found there without asking for the name. Not thread-safe. */
final class FieldOrder {
    private static final int MOST = 1_000;

    private final FieldNames names;
    private @Nullable Object[] before = new @Nullable Object[16];
    private int[] positions = new int[16];

    FieldOrder(FieldNames names) {
        this.names = names;
    }

    /**
     * As {@link FieldNames#position}.
     *
     * @param place of the field in its row, from 0
     */
    int position(int place, Object name) {
        if (place >= MOST) {
            return names.position(String.valueOf(name));
        }
        if (place >= before.length) {
            before = Arrays.copyOf(before, 2 * before.length);
            positions = Arrays.copyOf(positions, before.length);
        }
        if (!name.equals(before[place])) {
            positions[place] = names.position(String.valueOf(name));
            before[place] = name;
        }
        return positions[place];
    }
}
