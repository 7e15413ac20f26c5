package io.camelpg.operation.load.sync;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.catalog.Relations;
import io.camelpg.session.Session;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import java.util.List;

/** A table of ours that has columns of another one. */
final class CopyOfTable {
    private CopyOfTable() {}

    /**
     * Brings it up to the other one's columns of today: those that are missing, and types that were widened.
     *
     * @param whose the columns that it is to have
     */
    static void follow(Session session, TableName copy, List<RelationColumn> whose) {
        Relation before = Relations.read(session, copy);
        for (RelationColumn column : whose) {
            RelationColumn old = before.column(column.name());
            String of = " COLUMN " + Identifier.quote(column.name()) + " ";
            if (old == null) {
                session.run("ALTER TABLE " + copy.quoted() + " ADD" + of + column.declaredType());
            } else if (old.typeOid() != column.typeOid() || old.typmod() != column.typmod()) {
                session.run("ALTER TABLE " + copy.quoted() + " ALTER" + of + "TYPE " + column.declaredType());
            }
        }
    }
}
