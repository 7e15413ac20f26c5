package io.camelpg.operation.load.sync;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables that are kept for a table in a schema of their own: what they are called, and that they are there. */
final class InternalTables {
    private static final int TEXT = 25;
    private static final StatementPlan EXISTS = StatementPlan.system(
            "SELECT pg_catalog.to_regclass($1) IS NOT NULL",
            TypeCatalog.builtIn().get(TEXT));
    private static final StatementPlan SCHEMA_EXISTS = StatementPlan.system(
            "SELECT pg_catalog.to_regnamespace($1) IS NOT NULL",
            TypeCatalog.builtIn().get(TEXT));
    private static final StatementPlan MAKER = StatementPlan.system(
            "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext($1))",
            TypeCatalog.builtIn().get(TEXT));
    private static final String RAW = "";
    private static final String DELETED = "_deleted";
    private static final String NEXT = "_next";
    private static final int HASH = 8;

    private final Session session;
    private final String schema;
    private final TableName table;

    /** @param table whose they are, with its schema */
    InternalTables(Session session, String schema, TableName table) {
        this.session = session;
        this.schema = schema;
        this.table = table;
    }

    /** Its rows as they came. */
    TableName raw() {
        return name(RAW);
    }

    /** The keys of rows that were deleted. */
    TableName deleted() {
        return name(DELETED);
    }

    /** The rows of a refresh that is not complete. */
    TableName next() {
        return name(NEXT);
    }

    /** Which refresh each table has. */
    TableName generations() {
        return new TableName(schema, "load_generation");
    }

    /** Which batches each table has. */
    TableName batches() {
        return new TableName(schema, "load_batch");
    }

    /**
     * {@code <schema>_<table>}; with a hash of the whole name where that could be another table's, is too long, or has
     * other characters than small letters, digits and underscores.
     */
    private TableName name(String role) {
        String schemaOfTable = String.valueOf(table.schema());
        String plain = schemaOfTable + '_' + table.name();
        String folded = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        boolean ambiguous = schemaOfTable.contains("_")
                || table.name().endsWith(DELETED)
                || table.name().endsWith(NEXT)
                || (RAW.equals(role) && plain.startsWith("load_"));
        int room = Identifier.MAX_BYTES - NEXT.length() - DELETED.length();
        if (!ambiguous && folded.equals(plain) && plain.length() <= room) {
            return new TableName(schema, plain + role);
        }
        String hash = UUID.nameUUIDFromBytes(table.quoted().getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, HASH);
        String begin = folded.substring(0, Math.min(folded.length(), room - HASH - 1));
        return new TableName(schema, begin + '_' + hash + role);
    }

    boolean exists(TableName name) {
        return is(EXISTS, name.quoted());
    }

    private boolean is(StatementPlan plan, String value) {
        List<@Nullable Object[]> rows = session.rows(plan, value);
        return !rows.isEmpty() && Boolean.TRUE.equals(rows.get(0)[0]);
    }

    /**
     * Makes a table that is missing, and its schema.
     *
     * @param columns its definition, in parentheses
     * @throws PgException PG-212 with what would have to be granted
     */
    void require(TableName name, String columns) {
        if (exists(name)) {
            return;
        }
        try {
            // who comes second finds what the first one made
            session.within(MAKER, new @Nullable Object[] {schema});
            if (!is(SCHEMA_EXISTS, Identifier.quote(schema))) {
                session.run("CREATE SCHEMA " + Identifier.quote(schema));
            }
            session.run("CREATE TABLE IF NOT EXISTS " + name.quoted() + ' ' + columns);
        } catch (PgException e) {
            throw e.errorCode() == PgErrorCode.PERMISSION_DENIED ? denied(name, e) : e;
        }
    }

    private PgException denied(TableName name, PgException failure) {
        return new PgException(
                PgErrorCode.PERMISSION_DENIED,
                failure.detail() + ": " + name + " is needed for what is kept besides the rows",
                failure.sqlState(),
                "GRANT CREATE ON DATABASE to the user, or CREATE SCHEMA " + Identifier.quote(schema)
                        + " and GRANT USAGE, CREATE ON it to the user; or name another schema in rawSchema",
                failure);
    }
}
