package io.camelpg.type;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The components of Java records by name; each class is looked at once. */
final class RecordComponents {
    private static final ClassValue<Method[]> ACCESSORS = new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Method[] accessors = new Method[components.length];
            for (int i = 0; i < components.length; i++) {
                accessors[i] = components[i].getAccessor();
                // a record that is not public has public accessors that cannot be called without this
                accessors[i].trySetAccessible();
            }
            return accessors;
        }
    };

    private RecordComponents() {}

    static Map<String, @Nullable Object> toMap(Record rec) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Method accessor : ACCESSORS.get(rec.getClass())) {
            try {
                values.put(accessor.getName(), accessor.invoke(rec));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new PgException(
                        PgErrorCode.VALUE_REJECTED,
                        "The component " + accessor.getName() + " of the record "
                                + rec.getClass().getTypeName() + " cannot be read",
                        null,
                        "Make the record public, and its package open to io.camelpg",
                        null);
            }
        }
        return values;
    }
}
