package io.camelpg.operation;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;

/** The place of a column that an option names, among those that are written. */
public final class OptionColumn {
    private static final int JSONB = 3802;

    private OptionColumn() {}

    /**
     * The position of the column that takes unknown fields; -1 where there is none.
     *
     * @param writable names of the columns that are written
     * @throws PgException PG-207 or PG-501
     */
    public static int store(Relation relation, UnknownFields unknownFields, List<String> writable) {
        String store = unknownFields.store();
        if (store == null) {
            return -1;
        }
        RelationColumn column = ColumnNames.find(relation, store);
        if (column.typeOid() != JSONB) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    "unknownFields=store: takes a jsonb column, and \"" + column.name() + "\" is "
                            + column.declaredType());
        }
        return writable(column.name(), writable, "unknownFields=store:");
    }

    /**
     * The position of a column that an option names.
     *
     * @throws PgException PG-501 where nobody writes it
     */
    public static int writable(String name, List<String> writable, String option) {
        int position = writable.indexOf(name);
        if (position < 0) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION, option + " names \"" + name + "\", which the server calculates");
        }
        return position;
    }
}
