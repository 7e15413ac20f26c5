package io.camelpg.row.arrow.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Structs: a column for each of their fields. */
final class StructSource extends SourceColumn {
    private final List<String> names;
    private final List<SourceColumn> fields;

    StructSource(List<String> names, List<SourceColumn> fields) {
        this.names = List.copyOf(names);
        this.fields = List.copyOf(fields);
    }

    @Override
    void loadValues(Batch batch, int count) {
        for (SourceColumn field : fields) {
            field.load(batch, count);
        }
    }

    @Override
    Object get(int index) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), fields.get(i).value(index));
        }
        return values;
    }
}
