package io.camelpg.row;

import io.camelpg.type.OutputBuffer;
import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of a result: described, indexed, and as the maps of {@code CamelPgColumns}. Immutable, thread-safe. */
public final class Columns {
    private final List<Column> list;
    private final ColumnIndex index;
    /** For each column its position in {@link #index}, or -1 where an earlier column has the same name. */
    private final int[] slots;

    private final List<Map<String, Object>> descriptions;
    private final PgType[] types;
    private final PgType[] typesWithJsonText;
    private final byte[][] jsonKeys;

    public Columns(List<Column> columns) {
        List<Column> all = new ArrayList<>(columns.size());
        Map<String, Integer> seen = new LinkedHashMap<>();
        this.slots = new int[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Integer earlier = seen.get(column.name());
            if (earlier == null) {
                slots[i] = seen.size();
                seen.put(column.name(), slots[i]);
                all.add(column);
            } else {
                slots[i] = -1;
                all.add(new Column(
                        column.name(),
                        column.type(),
                        column.typmod(),
                        column.nullable(),
                        "an earlier column is named \"" + column.name() + "\" too: only that one is in maps and JSON"
                                + " objects, so give this one an alias"));
            }
        }
        this.list = List.copyOf(all);
        this.types = list.stream().map(Column::type).toArray(PgType[]::new);
        this.typesWithJsonText = list.stream()
                .map(column -> isJson(column.type()) ? column.type().asString() : column.type())
                .toArray(PgType[]::new);
        this.jsonKeys = new byte[slots.length][];
        for (int i = 0; i < slots.length; i++) {
            jsonKeys[i] = slots[i] < 0 ? new byte[0] : jsonKey(i, list.get(i).name());
        }
        this.index = new ColumnIndex(List.copyOf(seen.keySet()));
        this.descriptions = Collections.unmodifiableList(
                list.stream().map(Columns::description).toList());
    }

    private static Map<String, Object> description(Column column) {
        PgType type = column.type();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", column.name());
        map.put("type", type.name());
        map.put("nullable", column.nullable());
        putKnown(map, "length", type.length(column.typmod()));
        putKnown(map, "precision", type.precision(column.typmod()));
        putKnown(map, "scale", type.scale(column.typmod()));
        map.put("issue", column.issue() != null ? column.issue() : type.issue());
        return Collections.unmodifiableMap(map);
    }

    private static void putKnown(Map<String, Object> map, String key, int value) {
        map.put(key, value < 0 ? null : value);
    }

    private static byte[] jsonKey(int position, String name) {
        OutputBuffer key = new OutputBuffer();
        key.write(position == 0 ? '{' : ',');
        key.jsonString(name);
        key.write(':');
        return Arrays.copyOf(key.array(), key.size());
    }

    /** What stands before each value in a JSON object, empty for a repeated name; shared: not to be written to. */
    byte[][] jsonKeys() {
        return jsonKeys;
    }

    private static boolean isJson(PgType type) {
        return type.name().equals("json") || type.name().equals("jsonb");
    }

    /** The types in order, shared: not to be written to. */
    PgType[] types(boolean jsonAsText) {
        return jsonAsText ? typesWithJsonText : types;
    }

    /** See {@link #slot}; shared: not to be written to. */
    int[] slots() {
        return slots;
    }

    public int size() {
        return list.size();
    }

    public Column get(int column) {
        return list.get(column);
    }

    public ColumnIndex index() {
        return index;
    }

    /** Where a column's value stands in a {@link Row}, or -1 for a repeated name. */
    public int slot(int column) {
        return slots[column];
    }

    /** A List of {@code {name, type, nullable, length, precision, scale, issue}}; unknown figures are null. */
    public List<Map<String, Object>> descriptions() {
        return descriptions;
    }
}
