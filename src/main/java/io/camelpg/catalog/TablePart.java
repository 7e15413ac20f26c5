package io.camelpg.catalog;

import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table that holds rows of its own, by itself or as one of a family: a partition, a child by inheritance.
 *
 * @param blocks that its file has now
 * @param root whether it is the one that was asked for
 * @param moved whether its rows were written to another file after the snapshot of the transaction that asked
 * @param obstacle why it cannot be read block by block; null where it can
 */
public record TablePart(TableName name, long blocks, boolean root, boolean moved, @Nullable String obstacle) {
    private static final int TEXT = 25;

    /**
     * What reading the family by its name checks once, for the root, reading a member by its own checks for the member:
     * privileges and row security. The file is asked for twice: {@code pg_class} answers by the snapshot, the function by
     * what is there now.
     */
    private static final StatementPlan PARTS = StatementPlan.system(
            """
            WITH RECURSIVE family AS (
              SELECT c.oid, true AS root, false AS leaving FROM pg_catalog.pg_class c
              WHERE c.oid = pg_catalog.to_regclass($1)
              UNION SELECT i.inhrelid, false, i.inhdetachpending
              FROM pg_catalog.pg_inherits i JOIN family f ON f.oid = i.inhparent)
            SELECT n.nspname::text, k.relname::text,
              CASE WHEN k.relkind IN ('r', 'm') THEN pg_catalog.pg_relation_size(k.oid)
                / pg_catalog.current_setting('block_size')::int8 ELSE 0 END,
              f.root,
              k.relfilenode <> 0 AND k.relkind IN ('r', 'm')
                AND k.relfilenode IS DISTINCT FROM pg_catalog.pg_relation_filenode(k.oid),
              k.relkind = 'p',
              CASE WHEN f.leaving THEN 'is about to leave it'
                WHEN k.relkind NOT IN ('r', 'm', 'p') THEN 'is not stored here'
                WHEN k.relpersistence = 't' THEN 'is temporary, and there for one session only'
                WHEN k.relkind <> 'p' AND a.amname IS DISTINCT FROM 'heap' THEN 'is not stored as a heap'
                WHEN NOT f.root AND NOT pg_catalog.has_table_privilege(k.oid, 'SELECT')
                  THEN 'may not be read by its own name'
                WHEN (SELECT pg_catalog.count(*) > 1 FROM family) AND pg_catalog.row_security_active(k.oid)
                  THEN 'has row security' END
            FROM family f JOIN pg_catalog.pg_class k ON k.oid = f.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = k.relnamespace
            LEFT JOIN pg_catalog.pg_am a ON a.oid = k.relam
            ORDER BY 3 DESC, 1, 2""",
            TypeCatalog.builtIn().get(TEXT));

    /** Of a table, a materialized view or a partitioned table, PostgreSQL 14 and later; the largest ones first. */
    public static List<TablePart> read(Session session, Relation relation) {
        String name = new TableName(relation.schema(), relation.name()).quoted();
        List<TablePart> parts = new ArrayList<>();
        for (@Nullable Object[] row : session.rows(PARTS, name)) {
            TableName part = new TableName(text(row[0]), text(row[1]));
            String obstacle = row[6] == null ? null : part + " " + row[6];
            boolean storesNothing = Boolean.TRUE.equals(row[5]);
            if (!storesNothing || obstacle != null) {
                long blocks = row[2] instanceof Number number ? number.longValue() : 0;
                parts.add(new TablePart(
                        part, blocks, Boolean.TRUE.equals(row[3]), Boolean.TRUE.equals(row[4]), obstacle));
            }
        }
        return parts;
    }

    private static String text(@Nullable Object value) {
        return Objects.requireNonNull(value).toString();
    }
}
