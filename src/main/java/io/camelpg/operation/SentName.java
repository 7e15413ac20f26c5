package io.camelpg.operation;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;

/** The name of a table that came with a message: data, which the catalog is asked for, and never SQL. */
public final class SentName {
    private SentName() {}

    /**
     * As PostgreSQL reads it, or else as it is.
     *
     * @throws PgException PG-220 for what is no name
     */
    public static TableName of(String name) {
        TableName table;
        try {
            table = TableName.parse(name);
        } catch (PgException e) {
            table = new TableName(null, Identifier.require(name));
        }
        if (hasControls(table.name()) || (table.schema() != null && hasControls(table.schema()))) {
            throw new PgException(PgErrorCode.INVALID_NAME, "the table's name has control characters");
        }
        return table;
    }

    private static boolean hasControls(String name) {
        return name.chars().anyMatch(Character::isISOControl);
    }
}
