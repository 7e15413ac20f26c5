package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.Format;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import io.camelpg.type.Utf8;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body's named values: of a Map, a record, a bean, or a JSON object as text or stream. */
final class NamedValues {
    private static final Logger LOG = LoggerFactory.getLogger(NamedValues.class);
    private static final int JSON_OID = 114;
    private static final PgType JSON = TypeCatalog.builtIn().get(JSON_OID);

    private final Map<?, ? extends @Nullable Object> values;
    private final String description;

    private NamedValues(Map<?, ? extends @Nullable Object> values, String description) {
        this.values = values;
        this.description = description;
    }

    /** The fields of what is a row by its kind: a Map, a record or a bean; null for anything else. */
    static @Nullable Map<?, ? extends @Nullable Object> fields(Object row) {
        if (row instanceof Map<?, ?> map) {
            return map;
        }
        if (row instanceof Record components) {
            return components(components);
        }
        return isBean(row) ? properties(row) : null;
    }

    static NamedValues of(CamelContext context, @Nullable Object body) {
        if (body == null) {
            return new NamedValues(Map.of(), "the body (null)");
        }
        if (body instanceof Map<?, ?> map) {
            return new NamedValues(map, "the body (a Map)");
        }
        if (body instanceof Record row) {
            return new NamedValues(
                    components(row), "the body (" + body.getClass().getName() + ")");
        }
        if (body instanceof CharSequence
                || body instanceof byte[]
                || body instanceof InputStream
                || body instanceof StreamCache) {
            return new NamedValues(json(context, body), "the body (text)");
        }
        if (isBean(body)) {
            return new NamedValues(
                    properties(body), "the body (" + body.getClass().getName() + ")");
        }
        return new NamedValues(Map.of(), "the body (" + body.getClass().getName() + ", which has no named values)");
    }

    private static Map<String, @Nullable Object> components(Record row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : row.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                values.put(component.getName(), component.getAccessor().invoke(row));
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new PgException(
                        PgErrorCode.INVALID_BODY,
                        "component " + component.getName() + " of "
                                + row.getClass().getName() + " cannot be read",
                        null,
                        null,
                        e);
            }
        }
        return values;
    }

    /** Every getter, with or without a setter. One that throws is a property without a value. */
    private static Map<String, @Nullable Object> properties(Object bean) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Method method : bean.getClass().getMethods()) {
            String name = method.getName();
            int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
            if (prefix == 0
                    || name.length() == prefix
                    || name.equals("getClass")
                    || method.getParameterCount() > 0
                    || method.getReturnType() == void.class
                    || Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            try {
                method.setAccessible(true);
                String property =
                        name.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + name.substring(prefix + 1);
                values.put(property, method.invoke(bean));
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.debug("{} of {} cannot be read", name, bean.getClass().getName());
            }
        }
        return values;
    }

    /** Text that is no JSON object has no named values, and is no error: the values may be elsewhere. */
    private static Map<?, ? extends @Nullable Object> json(CamelContext context, Object body) {
        String text = body instanceof CharSequence
                ? body.toString()
                : context.getTypeConverter().tryConvertTo(String.class, body);
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        if (text == null || !text.stripLeading().startsWith("{")) {
            return Map.of();
        }
        byte[] utf8 = Utf8.encode(text);
        try {
            return JSON.read(utf8, 0, utf8.length, Format.TEXT) instanceof Map<?, ?> object ? object : Map.of();
        } catch (PgException e) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the body begins like a JSON object and is not one");
        }
    }

    private static boolean isBean(Object body) {
        Class<?> type = body.getClass();
        return !type.isArray()
                && !type.isEnum()
                && !(body instanceof Iterable)
                && !(body instanceof Iterator)
                && !(body instanceof WrappedFile)
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("javax.");
    }

    /** All of them; null where the body is of a kind that has none. */
    @Nullable
    Map<?, ?> all() {
        return values.isEmpty() ? null : values;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    String description() {
        return description;
    }
}
