package io.camelpg.type;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collections and Java arrays as one thing to walk over. */
final class Elements {
    private Elements() {}

    static boolean areIn(Object value) {
        return value instanceof Collection || value.getClass().isArray();
    }

    /** The elements of a collection or an array; primitive ones are boxed as they are asked for. */
    static Collection<? extends @Nullable Object> of(Object value) {
        if (value instanceof Collection<?> collection) {
            return collection;
        }
        if (value instanceof Object[] array) {
            return Arrays.asList(array);
        }
        return new Primitives(value);
    }

    private static final class Primitives extends AbstractList<Object> implements List<Object> {
        private final Object array;

        Primitives(Object array) {
            this.array = array;
        }

        @Override
        public Object get(int index) {
            return Array.get(array, index);
        }

        @Override
        public int size() {
            return Array.getLength(array);
        }
    }
}
