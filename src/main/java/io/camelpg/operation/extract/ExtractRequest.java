package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message asks for: {@code {"mode": {"fullTable": {"entity": "users"}}}}. All of it is data: the entity is a name
 * that the catalog is asked for, never SQL.
 *
 * @param table as the message names it
 */
record ExtractRequest(TableName table) {
    private static final String FULL = "fullTable";

    /** @throws PgException PG-106 for a body that is no request, PG-220 for an entity that is no name */
    static ExtractRequest of(@Nullable Map<?, ?> body) {
        if (body == null || !(body.get("mode") instanceof Map<?, ?> mode) || mode.size() != 1) {
            throw invalid("the endpoint names no table, and the body is no request");
        }
        if (!(mode.get(FULL) instanceof Map<?, ?> fullTable)) {
            throw invalid("mode is not " + FULL);
        }
        if (!Set.of("entity").containsAll(fullTable.keySet())) {
            throw invalid(FULL + " has other fields than entity");
        }
        return new ExtractRequest(entity(fullTable.get("entity")));
    }

    private static TableName entity(@Nullable Object entity) {
        if (!(entity instanceof CharSequence name)) {
            throw invalid("entity is not text");
        }
        return named(name.toString());
    }

    /** The name of a table that came with a message: as PostgreSQL reads it, or else as it is. */
    static TableName named(String name) {
        TableName table;
        try {
            table = TableName.parse(name);
        } catch (PgException e) {
            table = new TableName(null, Identifier.require(name));
        }
        if (hasControls(table.name()) || (table.schema() != null && hasControls(table.schema()))) {
            throw new PgException(PgErrorCode.INVALID_NAME, "the entity has control characters");
        }
        return table;
    }

    private static boolean hasControls(String name) {
        return name.chars().anyMatch(Character::isISOControl);
    }

    private static PgException invalid(String what) {
        return new PgException(
                PgErrorCode.INVALID_BODY,
                "pg:extract: " + what,
                null,
                "Name the table in the URI (pg:extract:<table>), or send {\"mode\":{\"fullTable\":{\"entity\":\"<table>\"}}}",
                null);
    }
}
