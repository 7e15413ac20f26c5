package io.camelpg.operation.load.schema;

import io.camelpg.operation.SourceRow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields that rows have had, and what their values are. Not thread-safe. */
public final class SeenFields {
    private static final int MOST = 1_000;

    private final Map<String, FieldFacts> fields = new LinkedHashMap<>();
    /** The fields of the row before, for most rows have the same in the same order. */
    private @Nullable Object[] before = new @Nullable Object[16];

    private FieldFacts[] facts = new FieldFacts[16];
    private boolean whole;

    /** Adds fields whose values are text, as all of CSV are. */
    public void addTexts(List<String> names) {
        for (String name : names) {
            of(name).add("");
        }
        whole = true;
    }

    /** Adds a row; one that is none has no fields. */
    public void add(SourceRow row) {
        int place = 0;
        for (Map.Entry<?, ? extends @Nullable Object> field : row.fields().entrySet()) {
            at(place++, field.getKey()).add(field.getValue());
        }
        whole = whole || (place > 0 && !row.delete());
    }

    private FieldFacts at(int place, @Nullable Object name) {
        if (place >= MOST) {
            return of(String.valueOf(name));
        }
        if (place >= before.length) {
            before = Arrays.copyOf(before, 2 * before.length);
            facts = Arrays.copyOf(facts, before.length);
        }
        if (facts[place] == null || !Objects.equals(name, before[place])) {
            before[place] = name;
            facts[place] = of(String.valueOf(name));
        }
        return facts[place];
    }

    private FieldFacts of(String name) {
        return fields.computeIfAbsent(name, none -> new FieldFacts());
    }

    /** Whether there was a row that is to be stored: a deleted one need not have more than its key. */
    boolean whole() {
        return whole;
    }

    Map<String, FieldFacts> fields() {
        return fields;
    }
}
