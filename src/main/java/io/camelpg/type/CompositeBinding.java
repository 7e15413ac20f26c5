package io.camelpg.type;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Java values as the attributes of a composite. */
final class CompositeBinding {
    private CompositeBinding() {}

    /**
     * The values in the order of the attributes; a key names an attribute as it is, or as camelCase for snake_case. An
     * attribute without a key is NULL, a key without an attribute an error.
     */
    static @Nullable Object[] byName(PgType type, Object whole, Map<?, ?> map, String[] names) {
        @Nullable Object[] values = new @Nullable Object[names.length];
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            int index = indexOf(names, key);
            if (index < 0) {
                throw Rejection.value(
                        type, whole, "it has a key that is no attribute; these are " + String.join(", ", names));
            }
            values[index] = entry.getValue();
        }
        return values;
    }

    private static int indexOf(String[] names, String key) {
        int exact = Arrays.asList(names).indexOf(key);
        return exact >= 0 ? exact : Arrays.asList(names).indexOf(snakeCase(key));
    }

    private static String snakeCase(String camelCase) {
        StringBuilder snake = new StringBuilder(camelCase.length() + 4);
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            if (Character.isUpperCase(c)) {
                if (i > 0) {
                    snake.append('_');
                }
                snake.append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }

    /** The values as {@code (a,"b c",)}. */
    static String literal(PgType[] attributes, @Nullable Object[] values) {
        OutputBuffer out = new OutputBuffer();
        out.write('(');
        for (int i = 0; i < attributes.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            Object value = values[i];
            if (value != null) {
                int from = out.size();
                attributes[i].bind(value, new TextSink(attributes[i], out));
                if (Quoting.attributeNeedsQuotes(out, from)) {
                    out.quoteFrom(from, true);
                }
            }
        }
        out.write(')');
        return out.toString();
    }
}
