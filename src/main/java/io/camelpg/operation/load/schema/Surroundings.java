package io.camelpg.operation.load.schema;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a table is to be made, and by whom.
 *
 * @param schema that a table without one comes into; null where the search path names none that exists
 * @param exists whether the schema that the table names is there
 */
record Surroundings(String user, String database, @Nullable String schema, boolean exists) {
    private static final int TEXT = 25;
    private static final StatementPlan SITUATION = StatementPlan.system(
            "SELECT current_user::text, pg_catalog.current_database()::text, pg_catalog.current_schema()::text,"
                    + " EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = $1)",
            TypeCatalog.builtIn().get(TEXT));

    static Surroundings of(Session session, TableName table) {
        List<@Nullable Object[]> rows = session.rows(SITUATION, table.schema());
        @Nullable Object[] row = rows.get(0);
        return new Surroundings(
                String.valueOf(row[0]),
                String.valueOf(row[1]),
                row[2] == null ? null : String.valueOf(row[2]),
                Boolean.TRUE.equals(row[3]));
    }

    /** The name with its schema. @throws PgException PG-218 where there is none to put it in */
    TableName place(TableName table) {
        if (table.schema() != null) {
            return table;
        }
        if (schema == null) {
            throw new PgException(
                    PgErrorCode.UNDEFINED_OBJECT,
                    "there is no schema to create " + table + " in: none of the search path exists",
                    "3F000",
                    "Name the schema, such as pg:load:app." + table + ", or check the connection's 'schema'",
                    null);
        }
        return new TableName(schema, table.name());
    }

    /** The server's refusal, with the statement that would put it right. */
    PgException refused(TableName table, boolean created, PgException failure) {
        if (failure.errorCode() != PgErrorCode.PERMISSION_DENIED) {
            return new PgException(
                    failure.errorCode(),
                    table + " could not be " + (created ? "created" : "changed") + ": " + failure.detail(),
                    failure.sqlState(),
                    failure.hint(),
                    failure.getCause());
        }
        String who = Identifier.quote(user);
        boolean schemaMissing = created && table.schema() != null && !exists;
        String grant = schemaMissing
                ? "GRANT CREATE ON DATABASE " + Identifier.quote(database) + " TO " + who
                : created
                        ? "GRANT USAGE, CREATE ON SCHEMA "
                                + Identifier.quote(String.valueOf(place(table).schema())) + " TO " + who
                        : "Only its owner may change a table: ALTER TABLE " + table.quoted() + " OWNER TO " + who
                                + ", or GRANT the owner's role TO " + who;
        return new PgException(
                PgErrorCode.PERMISSION_DENIED,
                "user \"" + user + "\" may not " + (created ? "create " : "change ") + table + ": " + failure.detail(),
                failure.sqlState(),
                grant,
                failure.getCause());
    }
}
