package io.camelpg.row.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import io.camelpg.row.Column;
import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.KeyValue;

/**
 * A field of the schema.
 *
 * @param precision digits in all, of a decimal
 * @param scale digits after the point, of a decimal
 * @param children of a list its element, of a struct its attributes
 */
record ArrowField(
        String name,
        PgType type,
        ArrowKind kind,
        int precision,
        int scale,
        boolean nullable,
        List<ArrowField> children) {
    /** The key of a field's metadata that has the name of PostgreSQL's type. */
    static final String TYPE_NAME = "postgresql.type";

    private static final String ELEMENT = "item";
    private static final int NO_MODIFIER = -1;

    /** @param declared whether NOT NULL of a column holds for what is read */
    static ArrowField of(Column column, ArrowTypes types, boolean declared) {
        PgType type = column.type();
        return of(
                column.name(),
                type,
                type.precision(column.typmod()),
                type.scale(column.typmod()),
                column.nullable() || !declared,
                types);
    }

    private static ArrowField of(
            String name, PgType type, int precision, int scale, boolean nullable, ArrowTypes types) {
        ArrowKind kind = ArrowKind.of(type, precision, scale, types);
        List<ArrowField> children = new ArrayList<>();
        if (kind == ArrowKind.LIST) {
            // an array's modifier is that of its elements
            children.add(of(ELEMENT, type.parts().get(0).type(), precision, scale, true, types));
        } else if (kind == ArrowKind.STRUCT) {
            for (PgType.Part part : type.parts()) {
                PgType attribute = part.type();
                children.add(of(
                        part.name(),
                        attribute,
                        attribute.precision(NO_MODIFIER),
                        attribute.scale(NO_MODIFIER),
                        true,
                        types));
            }
        }
        return new ArrowField(name, type, kind, precision, scale, nullable, List.copyOf(children));
    }

    ArrowColumn column() {
        return kind.column(type, scale, children);
    }

    /** Writes the field's table, and returns where it is. */
    int write(FlatBufferBuilder out) {
        int nameAt = out.createString(name);
        int key = out.createString(TYPE_NAME);
        int value = out.createString(type.name());
        int metadata = Field.createCustomMetadataVector(out, new int[] {KeyValue.createKeyValue(out, key, value)});
        int typeAt = kind.write(out, precision, scale);
        int childrenAt = Field.createChildrenVector(
                out, children.stream().mapToInt(child -> child.write(out)).toArray());
        Field.startField(out);
        Field.addName(out, nameAt);
        Field.addNullable(out, nullable);
        Field.addTypeType(out, kind.type);
        Field.addType(out, typeAt);
        Field.addChildren(out, childrenAt);
        Field.addCustomMetadata(out, metadata);
        return Field.endField(out);
    }
}
