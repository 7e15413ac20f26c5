package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.SqlTemplate;
import java.lang.reflect.Array;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Values for {@code $1}, {@code $2} and so on: as many as there are placeholders, no more and no fewer. */
final class PositionalValues {
    private PositionalValues() {}

    static @Nullable Object[] of(SqlTemplate template, @Nullable Object header, @Nullable Object body) {
        return of(template.placeholders().size(), header, body);
    }

    static @Nullable Object[] of(int expected, @Nullable Object header, @Nullable Object body) {
        Object source = header != null ? header : body;
        String where = header != null ? PgConstants.PARAMETERS : "the body";
        @Nullable Object[] values = array(source);
        if (values == null) {
            throw new PgException(
                    PgErrorCode.INVALID_PARAMETERS,
                    "the statement has " + expected + " positional placeholders, which take a List, but " + where
                            + " is "
                            + (source == null
                                    ? "null"
                                    : "a " + source.getClass().getName()),
                    null,
                    "Put the values into " + PgConstants.PARAMETERS
                            + " or the body as a List, or use named placeholders",
                    null);
        }
        if (values.length != expected) {
            throw new PgException(
                    PgErrorCode.PARAMETER_COUNT,
                    "expected " + expected + " values for $1" + (expected > 1 ? " to $" + expected : "") + ", got "
                            + values.length + " in " + where);
        }
        return values;
    }

    private static @Nullable Object @Nullable [] array(@Nullable Object source) {
        if (source instanceof Collection<?> collection) {
            return collection.toArray();
        }
        if (source instanceof Object[] objects) {
            return objects.clone();
        }
        if (source != null && source.getClass().isArray() && !(source instanceof byte[])) {
            @Nullable Object[] boxed = new @Nullable Object[Array.getLength(source)];
            for (int i = 0; i < boxed.length; i++) {
                boxed[i] = Array.get(source, i);
            }
            return boxed;
        }
        return null;
    }
}
