package io.camelpg.row;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row as a Map in column order: an array of values and an index that all rows share, a quarter of the memory of a
 * LinkedHashMap. Values can be changed, keys added and removed; a row that gets other keys takes an index of its own. Not
 * thread-safe.
 */
public final class Row extends AbstractMap<String, @Nullable Object> {
    private ColumnIndex index;
    private @Nullable Object[] values;

    /** Takes the array as it is: one value for each name of the index. */
    public Row(ColumnIndex index, @Nullable Object[] values) {
        this.index = index;
        this.values = values;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        int position = key == null ? -1 : index.position(key);
        return position < 0 ? null : values[position];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key != null && index.position(key) >= 0;
    }

    @Override
    public @Nullable Object put(String key, @Nullable Object value) {
        int position = index.position(key);
        if (position >= 0) {
            Object old = values[position];
            values[position] = value;
            return old;
        }
        List<String> names = names();
        names.add(key);
        @Nullable Object[] more = new @Nullable Object[values.length + 1];
        System.arraycopy(values, 0, more, 0, values.length);
        more[values.length] = value;
        index = new ColumnIndex(names);
        values = more;
        return null;
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        int position = key == null ? -1 : index.position(key);
        if (position < 0) {
            return null;
        }
        Object old = values[position];
        List<String> names = names();
        names.remove(position);
        @Nullable Object[] fewer = new @Nullable Object[values.length - 1];
        System.arraycopy(values, 0, fewer, 0, position);
        System.arraycopy(values, position + 1, fewer, position, fewer.length - position);
        index = new ColumnIndex(names);
        values = fewer;
        return old;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(values.length + 1);
        for (int i = 0; i < values.length; i++) {
            names.add(index.name(i));
        }
        return names;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Entry<String, @Nullable Object>> {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Iterator<Entry<String, @Nullable Object>> iterator() {
            return new EntryIterator();
        }
    }

    private final class EntryIterator implements Iterator<Entry<String, @Nullable Object>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < values.length;
        }

        @Override
        public Entry<String, @Nullable Object> next() {
            if (next >= values.length) {
                throw new NoSuchElementException();
            }
            return new RowEntry(next++);
        }

        @Override
        public void remove() {
            if (next == 0) {
                throw new IllegalStateException();
            }
            Row.this.remove(index.name(--next));
        }
    }

    private final class RowEntry extends SimpleEntry<String, @Nullable Object> {
        private static final long serialVersionUID = 1L;

        RowEntry(int position) {
            super(index.name(position), values[position]);
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            Row.this.put(getKey(), value);
            return super.setValue(value);
        }
    }
}
