package io.camelpg.operation.load.swap;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What depends on a table and would not depend on the one that takes its place: "Dependency Tracking" in PostgreSQL's manual,
 * section 5.15. What is the table's own (indexes, constraints, triggers, policies, sequences, statistics) is none of it.
 *
 * @param forEver what keeps the table from being replaced at all
 * @param dropped what goes with the table where it is dropped with CASCADE, views of views included
 */
record Obstacles(List<String> forEver, List<String> dropped) {
    private static final int TEXT = 25;

    /** Reasons that no CASCADE takes away. */
    private static final StatementPlan KIND = StatementPlan.system(
            """
            SELECT r.reason FROM pg_catalog.pg_class c, LATERAL (VALUES
              (c.relkind <> 'r', 'it is no ordinary table'),
              (c.relpersistence = 't', 'it is a temporary table'),
              (c.relispartition OR EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid),
                  'it is a partition, or inherits from another table'),
              (EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid), 'other tables inherit from it'),
              (c.reloftype <> 0, 'it is a table OF a type'),
              (EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.deptype = 'e' AND d.objid = c.oid
                       AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass), 'it belongs to an extension'),
              (EXISTS (SELECT FROM pg_catalog.pg_seclabel l WHERE l.objoid = c.oid
                       AND l.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass), 'it has a security label'),
              (EXISTS (SELECT FROM pg_catalog.pg_subscription_rel s WHERE s.srrelid = c.oid), 'a subscription fills it'),
              (EXISTS (SELECT FROM pg_catalog.pg_rewrite w WHERE w.ev_class = c.oid), 'it has rules')
            ) r(holds, reason)
            WHERE c.oid = pg_catalog.to_regclass($1) AND r.holds""",
            TypeCatalog.builtIn().get(TEXT));

    /**
     * Objects that depend on the table, its columns or its row type, and those that depend on these. A rule stands for its
     * view.
     */
    private static final StatementPlan DEPENDENTS = StatementPlan.system(
            """
            WITH RECURSIVE mine AS (
              SELECT c.oid, c.reltype, y.typarray FROM pg_catalog.pg_class c
              LEFT JOIN pg_catalog.pg_type y ON y.oid = c.reltype WHERE c.oid = pg_catalog.to_regclass($1)),
            found(classid, objid, objsubid) AS (
              SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid, m.oid, 0 FROM mine m
              UNION SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, m.reltype, 0 FROM mine m
              UNION SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, m.typarray, 0 FROM mine m
              UNION
              SELECT CASE WHEN w.oid IS NULL THEN d.classid ELSE 'pg_catalog.pg_class'::pg_catalog.regclass::oid END,
                     COALESCE(w.ev_class, d.objid), CASE WHEN w.oid IS NULL THEN d.objsubid ELSE 0 END
              FROM found f
              JOIN pg_catalog.pg_depend d ON d.refclassid = f.classid AND d.refobjid = f.objid
                AND (f.objsubid = 0 OR d.refobjsubid = f.objsubid)
              LEFT JOIN pg_catalog.pg_rewrite w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid
              LEFT JOIN pg_catalog.pg_trigger g ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = d.objid
              LEFT JOIN pg_catalog.pg_policy p ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = d.objid
              LEFT JOIN pg_catalog.pg_constraint k
                ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid
              LEFT JOIN pg_catalog.pg_publication_rel b
                ON d.classid = 'pg_catalog.pg_publication_rel'::pg_catalog.regclass AND b.oid = d.objid
              CROSS JOIN mine m
              WHERE (d.deptype = 'n' OR b.oid IS NOT NULL)
                AND d.classid <> 'pg_catalog.pg_attrdef'::pg_catalog.regclass
                AND g.tgrelid IS DISTINCT FROM m.oid AND p.polrelid IS DISTINCT FROM m.oid
                AND k.conrelid IS DISTINCT FROM m.oid AND w.ev_class IS DISTINCT FROM m.oid
                AND NOT (d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                         AND (d.objid = m.oid OR EXISTS (SELECT FROM pg_catalog.pg_index i
                                                         WHERE i.indexrelid = d.objid AND i.indrelid = m.oid)))
                AND NOT (d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass
                         AND EXISTS (SELECT FROM pg_catalog.pg_statistic_ext s
                                     WHERE s.oid = d.objid AND s.stxrelid = m.oid)))
            SELECT DISTINCT pg_catalog.pg_describe_object(f.classid, f.objid, f.objsubid) AS object
            FROM found f, mine m
            WHERE NOT (f.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND f.objid = m.oid)
              AND NOT (f.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND f.objid IN (m.reltype, m.typarray))
            ORDER BY 1""",
            TypeCatalog.builtIn().get(TEXT));

    static Obstacles of(Session session, TableName table) {
        return new Obstacles(
                strings(session.rows(KIND, table.quoted())), strings(session.rows(DEPENDENTS, table.quoted())));
    }

    private static List<String> strings(List<@Nullable Object[]> rows) {
        List<String> all = new ArrayList<>();
        rows.forEach(row -> all.add(String.valueOf(row[0])));
        return all;
    }

    /** @throws PgException PG-504 for what no CASCADE helps against; PG-223 with all that depends on the table */
    void requireNone(TableName table, boolean cascade) {
        if (!forEver.isEmpty()) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    table + " cannot be replaced by another table: " + String.join("; ", forEver),
                    null,
                    "Set overwrite=keep, which replaces its rows",
                    null);
        }
        if (!cascade && !dropped.isEmpty()) {
            throw new PgException(
                    PgErrorCode.DEPENDENT_OBJECTS,
                    table + " cannot be replaced by another table, which these objects would not depend on: "
                            + String.join(", ", dropped),
                    "2BP01",
                    "Set overwrite=keep, which replaces its rows, or cascade=true to have these objects dropped",
                    null);
        }
    }
}
