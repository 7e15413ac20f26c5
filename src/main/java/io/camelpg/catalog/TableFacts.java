package io.camelpg.catalog;

import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader has to know of a table or view besides its columns.
 *
 * @param estimatedRows as the server last counted them, with those of partitions and inheriting tables; -1 where it has not
 * @param versioned whether each row has the id of the transaction that wrote it: ordinary tables and their partitions have
 * @param onSearchPath whether its schema is one of the search path that were named, {@code pg_catalog} being none
 */
public record TableFacts(long estimatedRows, boolean versioned, boolean onSearchPath) {
    private static final int TEXT = 25;

    private static final StatementPlan FACTS = StatementPlan.system(
            """
            WITH RECURSIVE family AS (
              SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1)
              UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON f.oid = i.inhparent)
            SELECT pg_catalog.sum(CASE WHEN k.relkind IN ('r', 'm', 'f') AND k.reltuples > 0
                                       THEN k.reltuples ELSE 0 END)::int8,
              pg_catalog.bool_and(k.relkind = 'p' OR (k.relkind = 'r' AND a.amname = 'heap')),
              (SELECT n.nspname = ANY (pg_catalog.current_schemas(false))
               FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE c.oid = pg_catalog.to_regclass($1))
            FROM family f JOIN pg_catalog.pg_class k ON k.oid = f.oid
            LEFT JOIN pg_catalog.pg_am a ON a.oid = k.relam""",
            TypeCatalog.builtIn().get(TEXT));

    /** Asks for it; where the table is gone meanwhile, nothing is known. */
    public static TableFacts read(Session session, Relation relation) {
        String name = new TableName(relation.schema(), relation.name()).quoted();
        List<@Nullable Object[]> rows = session.rows(FACTS, name);
        if (rows.isEmpty() || !(rows.get(0)[0] instanceof Number estimate)) {
            return new TableFacts(-1, false, false);
        }
        @Nullable Object[] facts = rows.get(0);
        long estimated = estimate.longValue() > 0 ? estimate.longValue() : -1;
        return new TableFacts(estimated, Boolean.TRUE.equals(facts[1]), Boolean.TRUE.equals(facts[2]));
    }
}
