package io.camelpg.row.arrow.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/** Makes columns of the fields of a schema. Used once. */
final class SourceFields {
    private static final int MOST_FIELDS = 100_000;
    private static final int DEEPEST = 32;

    private final Map<Long, Dictionary> dictionaries = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<SourceColumn> columns = new ArrayList<>();
    private int fields;

    /** @throws io.camelpg.error.PgException PG-106 for what cannot be read */
    SourceFields(Schema schema) {
        if (schema.endianness() != Endianness.Little) {
            throw Faults.unsupported("numbers in big-endian order", "Write it in little-endian order, as is usual");
        }
        for (int i = 0; i < schema.fieldsLength(); i++) {
            Field field = schema.fields(i);
            names.add(name(field));
            columns.add(column(field, 0));
        }
        requireDifferent(names, "the schema");
    }

    List<String> names() {
        return names;
    }

    List<SourceColumn> columns() {
        return columns;
    }

    Map<Long, Dictionary> dictionaries() {
        return dictionaries;
    }

    private static String name(Field field) {
        String name = field.name();
        return name == null ? "" : name;
    }

    private static void requireDifferent(List<String> names, String where) {
        if (new HashSet<>(names).size() < names.size()) {
            throw Faults.unsupported(
                    "two fields of one name in " + where, "Give each field a name of its own where it is written");
        }
    }

    private SourceColumn column(Field field, int depth) {
        fields++;
        if (fields > MOST_FIELDS || depth > DEEPEST) {
            throw Faults.malformed("the schema has too many fields, or they are nested too deep");
        }
        DictionaryEncoding encoding = field.dictionary();
        if (encoding == null) {
            return plain(field, depth);
        }
        Dictionary dictionary = dictionaries.get(encoding.id());
        if (dictionary == null) {
            dictionary = new Dictionary(plain(field, depth));
            dictionaries.put(encoding.id(), dictionary);
        }
        Int index = encoding.indexType();
        return index == null
                ? new DictionarySource(dictionary, 4, true)
                : new DictionarySource(dictionary, SourceTypes.width(index.bitWidth()), index.isSigned());
    }

    private SourceColumn plain(Field field, int depth) {
        return switch (field.typeType()) {
            case Type.List -> ListSource.of(child(field, 0, depth), false);
            case Type.LargeList -> ListSource.of(child(field, 0, depth), true);
            case Type.FixedSizeList -> {
                FixedSizeList type = SourceTypes.table(field, new FixedSizeList());
                if (type.listSize() < 0) {
                    throw Faults.malformed("lists of a size below zero");
                }
                yield ListSource.fixed(child(field, 0, depth), type.listSize());
            }
            case Type.Struct_ -> struct(field, depth);
            case Type.Map -> map(field, depth);
            default -> {
                SourceColumn column = SourceTypes.column(field);
                if (column == null) {
                    throw unread(field);
                }
                yield column;
            }
        };
    }

    private static RuntimeException unread(Field field) {
        byte type = field.typeType();
        String kind = type >= 0 && type < Type.names.length ? Type.name(type) : String.valueOf(type);
        return Faults.unsupported(
                "the type " + kind + ", which is not read, in the field " + shown(name(field)),
                "Cast the field where it is written, or leave it out");
    }

    private static String shown(String name) {
        String printable = name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return '\'' + printable.substring(0, Math.min(63, printable.length())) + '\'';
    }

    private SourceColumn child(Field field, int index, int depth) {
        return column(childField(field, index), depth + 1);
    }

    private static Field childField(Field field, int index) {
        Field child = index < field.childrenLength() ? field.children(index) : null;
        if (child == null) {
            throw Faults.malformed("a nested field is missing");
        }
        return child;
    }

    private StructSource struct(Field field, int depth) {
        List<String> attributes = new ArrayList<>();
        List<SourceColumn> sources = new ArrayList<>();
        for (int i = 0; i < field.childrenLength(); i++) {
            attributes.add(name(childField(field, i)));
            sources.add(child(field, i, depth));
        }
        requireDifferent(attributes, "a struct");
        return new StructSource(attributes, sources);
    }

    private MapSource map(Field field, int depth) {
        Field entries = childField(field, 0);
        return new MapSource(child(entries, 0, depth + 1), child(entries, 1, depth + 1));
    }
}
