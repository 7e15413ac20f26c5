package io.camelpg.operation.upsert;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that no column takes, on their way into one jsonb column. */
final class StoredFields {
    private StoredFields() {}

    /** As jsonb's {@code ||} would: the later one's fields win. */
    static @Nullable Object merged(@Nullable Object earlier, @Nullable Object later) {
        if (earlier instanceof Map<?, ?> first && later instanceof Map<?, ?> second) {
            Map<Object, @Nullable Object> both = new LinkedHashMap<>();
            first.forEach(both::put);
            second.forEach(both::put);
            return both;
        }
        return later;
    }
}
