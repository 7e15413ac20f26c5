package io.camelpg.operation.upsert;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.operation.TargetColumn;
import io.camelpg.type.RowArrayType;
import io.camelpg.type.RowArrayType.Attribute;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether rows can be sent as one array of the table's row type. */
final class RowArrays {
    /** Each column of the table that rows do not have costs eight bytes a row. */
    private static final int MOST_UNUSED = 16;

    private RowArrays() {}

    /**
     * @param present the columns that rows have
     * @return null where a column that they do not have is of a domain, which may refuse the NULL in its place, and where
     *     there are many such columns
     */
    static @Nullable RowArrayType of(UpsertTarget target, BitSet present) {
        Relation relation = target.relation();
        int unused = relation.columns().size() - present.cardinality();
        if (relation.rowArray() == 0 || unused > MOST_UNUSED + present.cardinality()) {
            return null;
        }
        List<String> names = target.columns().stream().map(TargetColumn::name).toList();
        List<Attribute> attributes = new ArrayList<>();
        for (RelationColumn column : relation.columns()) {
            int position = names.indexOf(column.name());
            if (position >= 0 && present.get(position)) {
                attributes.add(new Attribute(
                        column.typeOid(), target.columns().get(position).type(), position));
            } else if (column.domain()) {
                return null;
            } else {
                attributes.add(new Attribute(column.typeOid(), null, -1));
            }
        }
        return new RowArrayType(relation.rowArray(), relation.rowType(), relation.name() + "[]", attributes);
    }
}
