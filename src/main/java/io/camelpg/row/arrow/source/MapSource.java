package io.camelpg.row.arrow.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps, which Arrow has as lists of structs of a key and a value. */
final class MapSource extends SourceColumn {
    private final SourceColumn keys;
    private final SourceColumn values;
    private final SourceColumn entries;
    private final Offsets offsets = new Offsets(false);

    MapSource(SourceColumn keys, SourceColumn values) {
        this.keys = keys;
        this.values = values;
        this.entries = new StructSource(List.of("key", "value"), List.of(keys, values));
    }

    @Override
    void loadValues(Batch batch, int count) {
        offsets.load(batch);
        entries.loadParts(batch);
    }

    @Override
    Object get(int index) {
        long from = offsets.start(index);
        long to = offsets.end(index);
        if (from < 0 || to < from || to > entries.length()) {
            throw Faults.malformed("a map lies outside of its " + entries.length() + " entries");
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int at = (int) from; at < to; at++) {
            Object key = keys.value(at);
            if (key == null || map.containsKey(key.toString())) {
                throw Faults.value("is a map with a key that is NULL or occurs twice");
            }
            map.put(key.toString(), values.value(at));
        }
        return map;
    }
}
