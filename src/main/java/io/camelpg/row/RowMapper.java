package io.camelpg.row;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps rows to a record by its components, or to a bean by its setters; names match exactly, or camelCase to snake_case.
 * A record's component that has no column, or a column that has nowhere to go, is an error. Immutable, thread-safe.
 */
public final class RowMapper {
    /** From a value of a row to the type wanted, or null where it cannot be done. */
    public interface Conversion {
        @Nullable
        Object convert(Object value, Class<?> wanted);
    }

    private final Class<?> type;
    private final Conversion conversion;
    private final Map<String, Class<?>> properties = new LinkedHashMap<>();
    private final Map<String, Method> setters = new LinkedHashMap<>();
    private final Constructor<?> constructor;

    private RowMapper(Class<?> type, Conversion conversion) {
        this.type = type;
        this.conversion = conversion;
        try {
            if (type.isRecord()) {
                List<Class<?>> types = new ArrayList<>();
                for (RecordComponent component : type.getRecordComponents()) {
                    properties.put(component.getName(), component.getType());
                    types.add(component.getType());
                }
                this.constructor = type.getDeclaredConstructor(types.toArray(new Class<?>[0]));
            } else {
                for (Method method : type.getMethods()) {
                    String name = method.getName();
                    if (name.length() > 3 && name.startsWith("set") && method.getParameterCount() == 1) {
                        String property = name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4);
                        properties.put(property, method.getParameterTypes()[0]);
                        setters.put(property, method);
                    }
                }
                this.constructor = type.getDeclaredConstructor();
            }
            constructor.setAccessible(true);
        } catch (NoSuchMethodException | RuntimeException e) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    "outputClass=" + type.getName()
                            + ": neither a record nor a bean with a constructor without arguments",
                    null,
                    null,
                    e);
        }
    }

    public static RowMapper of(Class<?> type, Conversion conversion) {
        return new RowMapper(type, conversion);
    }

    /** The decoder's current row as an object. */
    public Object map(RowDecoder decoder) {
        Row row = decoder.row();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry : row.entrySet()) {
            String property = property(entry.getKey());
            values.put(property, converted(property, entry.getValue()));
        }
        try {
            return type.isRecord() ? record(values) : bean(values);
        } catch (InvocationTargetException e) {
            // Not its message: that may well quote the value it did not like.
            Throwable rejection = e.getCause() == null ? e : e.getCause();
            throw new PgException(
                    PgErrorCode.RESULT_NOT_MAPPABLE,
                    type.getName() + " rejected a row with "
                            + rejection.getClass().getName(),
                    null,
                    null,
                    rejection);
        } catch (ReflectiveOperationException e) {
            throw new PgException(
                    PgErrorCode.RESULT_NOT_MAPPABLE, type.getName() + " cannot be created", null, null, e);
        }
    }

    private Object record(Map<String, @Nullable Object> values) throws ReflectiveOperationException {
        @Nullable Object[] arguments = new @Nullable Object[properties.size()];
        int i = 0;
        for (String component : properties.keySet()) {
            if (!values.containsKey(component)) {
                throw new PgException(
                        PgErrorCode.RESULT_NOT_MAPPABLE,
                        "component '" + component + "' of " + type.getName() + " has no column");
            }
            arguments[i++] = values.get(component);
        }
        return constructor.newInstance(arguments);
    }

    private Object bean(Map<String, @Nullable Object> values) throws ReflectiveOperationException {
        Object bean = constructor.newInstance();
        for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
            Method setter = setters.get(entry.getKey());
            if (setter != null) {
                setter.invoke(bean, entry.getValue());
            }
        }
        return bean;
    }

    private String property(String column) {
        if (properties.containsKey(column)) {
            return column;
        }
        StringBuilder camel = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < column.length(); i++) {
            char c = column.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        if (properties.containsKey(camel.toString())) {
            return camel.toString();
        }
        throw new PgException(
                PgErrorCode.RESULT_NOT_MAPPABLE, "column \"" + column + "\" has no place in " + type.getName());
    }

    private @Nullable Object converted(String property, @Nullable Object value) {
        Class<?> wanted = properties.get(property);
        if (value == null) {
            if (wanted != null && wanted.isPrimitive()) {
                throw new PgException(
                        PgErrorCode.RESULT_NOT_MAPPABLE,
                        "'" + property + "' of " + type.getName() + " is a primitive and the column is NULL");
            }
            return null;
        }
        if (wanted == null || wanted.isInstance(value)) {
            return value;
        }
        Object converted = conversion.convert(value, wanted);
        if (converted == null) {
            throw new PgException(
                    PgErrorCode.RESULT_NOT_MAPPABLE,
                    "'" + property + "' of " + type.getName() + " is a " + wanted.getName() + ", and the column a "
                            + value.getClass().getName());
        }
        return converted;
    }
}
