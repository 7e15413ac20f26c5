package io.camelpg.operation.load.sync;

import io.camelpg.error.PgException;
import io.camelpg.type.ParameterSink;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as jsonb can keep it. What that has no form for is replaced: NUL characters and halves of surrogate pairs by
 * U+FFFD, objects that are no JSON by the name of their class.
 */
final class RawData {
    private static final int JSONB = 3802;
    private static final PgType TYPE = TypeCatalog.builtIn().get(JSONB);
    private static final int DEEPEST = 1_000;

    private RawData() {}

    static String json(Map<?, ? extends @Nullable Object> fields) {
        try {
            return printed(fields);
        } catch (PgException e) {
            return printed(Objects.requireNonNull(storable(fields, 0)));
        }
    }

    private static String printed(Object value) {
        Text text = new Text();
        TYPE.bind(value, text);
        return text.value;
    }

    private static @Nullable Object storable(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map && depth < DEEPEST) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, field) -> copy.put(clean(String.valueOf(name)), storable(field, depth + 1)));
            return copy;
        }
        if (value instanceof Collection<?> collection && depth < DEEPEST) {
            List<@Nullable Object> copy = new ArrayList<>();
            collection.forEach(element -> copy.add(storable(element, depth + 1)));
            return copy;
        }
        if (value instanceof CharSequence || value instanceof Character) {
            return clean(value.toString());
        }
        if (value == null) {
            return null;
        }
        try {
            printed(List.of(value));
            return value;
        } catch (PgException e) {
            return value.getClass().getName();
        }
    }

    private static String clean(String text) {
        return text.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
    }

    private static final class Text implements ParameterSink {
        private String value = "";

        @Override
        public void text(String text) {
            value = text;
        }

        @Override
        public void binary(byte[] bytes) {
            throw new IllegalStateException("JSON is text");
        }
    }
}
