package io.camelpg.row;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of columns and where each stands, shared by all rows of a result and by the results of later calls. Where a name
 * appears twice, the first column has it. Immutable, thread-safe.
 */
public final class ColumnIndex {
    private static final int SCAN_UP_TO = 8;

    private final String[] names;
    private final Map<String, Integer> positions;

    /** The names in order, without duplicates. */
    public ColumnIndex(List<String> names) {
        this.names = names.stream().map(String::intern).toArray(String[]::new);
        this.positions = new HashMap<>(names.size() * 2);
        for (int i = 0; i < this.names.length; i++) {
            positions.put(this.names[i], i);
        }
    }

    /** How many names there are. */
    public int size() {
        return names.length;
    }

    public String name(int position) {
        return names[position];
    }

    /** The position of a name, or -1. */
    public int position(Object name) {
        if (names.length <= SCAN_UP_TO) {
            for (int i = 0; i < names.length; i++) {
                if (names[i] == name) { // interned names are mostly found by identity
                    return i;
                }
            }
        }
        Integer position = positions.get(name);
        return position == null ? -1 : position;
    }
}
