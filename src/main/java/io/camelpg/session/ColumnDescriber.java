package io.camelpg.session;

import io.camelpg.row.Column;
import io.camelpg.row.Columns;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowStream;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;

/**
 * The columns of a result from the server's row description, and once per statement from {@code pg_attribute} whether a
 * column can be null; later results of the same shape share the answer.
 */
final class ColumnDescriber {
    private static final StatementPlan NOT_NULL = StatementPlan.system(
            "SELECT a.attrelid::int8 AS relation, a.attnum::int4 AS number FROM pg_catalog.pg_attribute a"
                    + " JOIN unnest($1::int8[], $2::int4[]) AS w(relation, number)"
                    + " ON a.attrelid = w.relation::oid AND a.attnum = w.number WHERE a.attnotnull",
            type("bigint[]"),
            type("integer[]"));

    /** From here on OIDs are those of objects that users made (FirstNormalObjectId). */
    private static final int FIRST_OF_USERS = 16384;

    private static final int INT8_ARRAY = 1016;
    private static final int INT4_ARRAY = 1007;

    private ColumnDescriber() {}

    private static PgType type(String name) {
        return TypeCatalog.builtIn().get(name.equals("bigint[]") ? INT8_ARRAY : INT4_ARRAY);
    }

    static Columns columns(Session session, StatementPlan plan, Field[] fields) {
        Columns known = plan.columns();
        if (known != null && sameShape(known, fields) && sameTypes(session, known)) {
            return known;
        }
        Set<Long> notNull = plan.described() ? notNull(session, fields) : Set.of();
        List<Column> columns = new ArrayList<>(fields.length);
        for (Field field : fields) {
            columns.add(new Column(
                    field.getColumnLabel(),
                    session.database().type(session, field.getOID()),
                    field.getMod(),
                    !notNull.contains(key(field.getTableOid(), field.getPositionInTable())),
                    null));
        }
        Columns described = new Columns(columns);
        plan.columns(described);
        return described;
    }

    private static boolean sameShape(Columns columns, Field[] fields) {
        if (columns.size() != fields.length) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            Column column = columns.get(i);
            if (column.type().oid() != fields[i].getOID()
                    || column.typmod() != fields[i].getMod()
                    || !column.name().equals(fields[i].getColumnLabel())) {
                return false;
            }
        }
        return true;
    }

    /** A type may have changed under its OID: then the database has another one for it. */
    private static boolean sameTypes(Session session, Columns columns) {
        for (int i = 0; i < columns.size(); i++) {
            PgType type = columns.get(i).type();
            boolean ofUser = Integer.compareUnsigned(type.oid(), FIRST_OF_USERS) >= 0;
            if (ofUser && session.database().type(session, type.oid()) != type) {
                return false;
            }
        }
        return true;
    }

    private static Set<Long> notNull(Session session, Field[] fields) {
        List<Long> relations = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (Field field : fields) {
            if (field.getTableOid() != 0 && field.getPositionInTable() > 0) {
                relations.add(Integer.toUnsignedLong(field.getTableOid()));
                numbers.add(field.getPositionInTable());
            }
        }
        Set<Long> found = new HashSet<>();
        if (relations.isEmpty()) {
            return found;
        }
        for (@Nullable Object[] row : session.rows(NOT_NULL, relations, numbers)) {
            Number relation = Objects.requireNonNull((Number) row[0]);
            Number number = Objects.requireNonNull((Number) row[1]);
            found.add(key(relation.intValue(), number.intValue()));
        }
        return found;
    }

    private static long key(int tableOid, int position) {
        return ((long) tableOid << 16) | position;
    }

    /** All rows as arrays, for questions of our own. */
    static List<@Nullable Object[]> arrays(RowStream rows) {
        RowDecoder decoder = new RowDecoder(rows, false);
        List<@Nullable Object[]> all = new ArrayList<>();
        while (rows.advance()) {
            @Nullable Object[] values = new @Nullable Object[rows.columns().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = decoder.value(i);
            }
            all.add(values);
        }
        return all;
    }
}
