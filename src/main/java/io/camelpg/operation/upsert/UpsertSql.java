package io.camelpg.operation.upsert;

import io.camelpg.catalog.RelationColumn;
import io.camelpg.operation.TargetColumn;
import io.camelpg.row.Columns;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.SqlLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The SQL for rows of one shape. In it {@code t} is the table, {@code u} the rows to write with a column {@code _i} for the
 * target's column i, and {@code u._n} their numbers. No name in it comes from a message.
 */
final class UpsertSql {
    private static final String COUNTS = "SELECT count(*) FILTER (WHERE w._i), count(*) FILTER (WHERE NOT w._i) FROM w";

    private static final int VARCHAR = 1043;
    /** bpchar, bit, varbit, and arrays of them and of varchar: a cast would cut off what an INSERT refuses. */
    private static final Set<Integer> SIZED = Set.of(1042, 1560, 1562, 1014, 1015, 1561, 1563);

    private final UpsertTarget target;
    private final int[] columns;
    private final Source source;
    private final boolean returning;
    private final boolean numbered;

    /** Where the rows of a statement come from. */
    enum Source {
        /** One row, a parameter a column. */
        ONE,
        /** Arrays, a parameter a column. */
        ARRAYS,
        /** One array of the table's row type, whose rows have no numbers. */
        ROWS,
        /** {@link StagingTable}, whose rows have no numbers. */
        STAGED
    }

    /**
     * @param columns of the shape, by position in the target
     * @param numbered whether to answer for each row, even where none are given back; for {@link Source#ARRAYS}
     */
    UpsertSql(UpsertTarget target, int[] columns, Source source, boolean numbered) {
        this.target = target;
        this.columns = columns;
        this.source = source;
        this.returning = target.returned() != null;
        this.numbered = numbered || returning;
    }

    /** The statement that inserts or, on conflict, updates; for targets whose RETURNING tells which of the two. */
    String onConflictUpdate() {
        String upsert = insert() + " ON CONFLICT " + target.arbiter() + " DO UPDATE SET " + assignments(this::excluded)
                + newer(" WHERE ", this::excluded);
        return counted(upsert, target.insertedFlag() + " AS _i");
    }

    /** The statement that inserts and leaves what is there; where no rows are given back, the command tag counts. */
    String onConflictNothing() {
        String insert = insert() + " ON CONFLICT " + target.arbiter() + " DO NOTHING";
        return numbered ? counted(insert, "true AS _i") : insert;
    }

    private String counted(String write, String flag) {
        if (source == Source.ONE) {
            return write + " RETURNING " + (returning ? number() + " AS _n, " + flag + results() : flag);
        }
        if (!numbered) {
            return "WITH w AS (" + write + " RETURNING " + flag + ") " + COUNTS;
        }
        return "WITH " + rows() + ", w AS (" + write + " RETURNING " + flag + ", " + keyResults() + results()
                + ") SELECT u._n, w._i" + resultNames("w") + " FROM u JOIN w ON "
                + keys(key -> "w._k" + key, UpsertSql::sent);
    }

    /**
     * Locks what is there in the order of the keys, updates it, and inserts the rest unless somebody else did meanwhile. For
     * rows that cannot be inserted but can update, and where RETURNING does not tell inserted from updated. Where a trigger
     * has changed keys nothing is left to try again: it cannot be told from what was inserted.
     */
    String existingFirst() {
        String sql = "WITH " + rows()
                + ", e AS (SELECT u._n FROM u JOIN " + table() + " ON " + keysOfTable() + orderBy(UpsertSql::sent)
                + " FOR NO KEY UPDATE OF t)"
                + ", d AS (UPDATE " + table() + " SET " + assignments(UpsertSql::sent)
                + " FROM u WHERE u._n IN (SELECT e._n FROM e) AND " + keysOfTable() + newer(" AND ", UpsertSql::sent)
                + " RETURNING u._n" + results() + ")"
                + ", i AS (" + insertHead() + " SELECT " + list(UpsertSql::sent)
                + " FROM u WHERE u._n NOT IN (SELECT e._n FROM e)" + orderBy(UpsertSql::sent)
                + " ON CONFLICT " + target.arbiter() + " DO NOTHING RETURNING " + keyResults() + results() + ") ";
        String inserted = source == Source.ONE ? "true" : keys(key -> "i._k" + key, UpsertSql::sent);
        if (returning) {
            return sql + "SELECT d._n, false" + resultNames("d") + " FROM d UNION ALL SELECT u._n, true"
                    + resultNames("i") + " FROM u JOIN i ON " + inserted + " UNION ALL SELECT e._n, NULL"
                    + ", NULL".repeat(returnedColumns()) + " FROM e WHERE e._n NOT IN (SELECT d._n FROM d)";
        }
        return sql + "SELECT (SELECT count(*) FROM i), (SELECT count(*) FROM d), (SELECT array_agg(u._n) FROM u"
                + " WHERE u._n NOT IN (SELECT e._n FROM e) AND NOT EXISTS (SELECT FROM i WHERE " + inserted + ")"
                + " AND NOT EXISTS (SELECT FROM i WHERE NOT EXISTS (SELECT FROM u WHERE " + inserted + ")))";
    }

    /** Deletes the rows of these keys, locking them in their order. */
    String delete() {
        String delete = "WITH " + rows() + ", e AS (SELECT u.* FROM u JOIN " + table() + " ON " + keysOfTable()
                + newer(" AND ", UpsertSql::sent) + orderBy(UpsertSql::sent) + " FOR UPDATE OF t) DELETE FROM "
                + table()
                + " USING e AS u WHERE " + keysOfTable();
        return returning ? delete + " RETURNING u._n, false" + results() : delete;
    }

    /** Locks the rows of these keys in their order. */
    String lock() {
        return "WITH " + rows() + " SELECT FROM u JOIN " + table() + " ON " + keysOfTable() + orderBy(UpsertSql::sent)
                + " FOR NO KEY UPDATE OF t";
    }

    /** For each row, in order, a number that it shares with the rows of an equal key. */
    String ranks() {
        return "SELECT dense_rank() OVER (" + orderBy(this::collated).substring(1) + ") FROM " + from()
                + " ORDER BY u._n";
    }

    private String collated(int key) {
        String collation = target.columns().get(key).column().collation();
        return collation == null ? stored(key) : "(" + stored(key) + ") COLLATE " + collation;
    }

    private String table() {
        return qualified() + " AS t";
    }

    private String qualified() {
        return new TableName(target.relation().schema(), target.relation().name()).quoted();
    }

    /** From the source itself; from {@code u} where its rows are needed once more. */
    private String insert() {
        if (source == Source.ONE) {
            return insertHead() + " VALUES (" + parameters() + ")";
        }
        return numbered
                ? insertHead() + " SELECT " + list(UpsertSql::sent) + " FROM u" + orderBy(UpsertSql::sent)
                : insertHead() + " SELECT " + list(this::field) + " FROM " + from() + orderBy(this::field);
    }

    private String insertHead() {
        boolean overriding = target.keys().stream()
                .anyMatch(key -> target.columns().get(key).column().identityAlways());
        return "INSERT INTO " + table() + " (" + list(this::name) + ")"
                + (overriding ? " OVERRIDING SYSTEM VALUE" : "");
    }

    private String parameters() {
        return IntStream.rangeClosed(1, columns.length).mapToObj(i -> "$" + i).collect(Collectors.joining(", "));
    }

    private String name(int column) {
        return target.columns().get(column).quoted();
    }

    private String excluded(int column) {
        return "EXCLUDED." + name(column);
    }

    private static String sent(int column) {
        return "u._" + column;
    }

    /** A column of the source as a value of its type. */
    private String field(int column) {
        TargetColumn of = target.columns().get(column);
        if (source == Source.ROWS) {
            return "u." + of.quoted();
        }
        boolean cast = source == Source.ARRAYS && of.asText();
        return "u._" + column + (cast ? "::" + of.column().typeName() : "");
    }

    private String list(IntFunction<String> reference) {
        return IntStream.of(columns).mapToObj(reference).collect(Collectors.joining(", "));
    }

    /** A field as its column has it: rounded, and without blanks that it has no room for. */
    private String stored(int column) {
        RelationColumn of = target.columns().get(column).column();
        String field = field(column);
        if (of.typmod() < 0 || SIZED.contains(of.typeOid())) {
            return field;
        }
        String fits = of.typeOid() == VARCHAR
                ? " AND length(rtrim(" + field + ")) <= "
                        + target.columns().get(column).type().length(of.typmod())
                : "";
        return "CASE WHEN " + modifier(of) + " = " + of.typmod() + fits + " THEN (" + field + ")::" + of.declaredType()
                + " ELSE " + field + " END";
    }

    /** The column's as it is now: a wider one must not have keys rounded to those of other rows. */
    private String modifier(RelationColumn column) {
        return "(SELECT a.atttypmod FROM pg_catalog.pg_attribute a WHERE a.attrelid = "
                + SqlLiteral.of(qualified()) + "::pg_catalog.regclass AND a.attname = " + SqlLiteral.of(column.name())
                + ")";
    }

    /** The rows with values of their types, as a part of WITH; what is compared is as it would be stored. */
    private String rows() {
        return "u AS (SELECT " + list(column -> compared(column) + " AS _" + column) + ", u._n FROM " + from() + ")";
    }

    private String compared(int column) {
        return target.isKey(column) || column == target.version() ? stored(column) : field(column);
    }

    private String from() {
        return switch (source) {
            case ONE -> {
                String fields = IntStream.range(0, columns.length)
                        .mapToObj(i -> "$" + (i + 1) + " AS _" + columns[i])
                        .collect(Collectors.joining(", "));
                yield "(SELECT " + fields + ", " + number() + " AS _n) AS u";
            }
            case ARRAYS ->
                "unnest(" + parameters() + ") WITH ORDINALITY AS u(" + list(column -> "_" + column) + ", _n)";
            case ROWS -> "unnest($1) AS u";
            case STAGED -> StagingTable.NAME + " AS u";
        };
    }

    /** A single row that gives something back says its number itself. */
    private String number() {
        return returning ? "$" + (columns.length + 1) : "1::int8";
    }

    private String assignments(IntFunction<String> value) {
        List<String> all = new ArrayList<>();
        for (int column : columns) {
            if (!target.isKey(column)) {
                boolean merged = column == target.store() && target.mergesStored();
                all.add(name(column) + " = "
                        + (merged ? "COALESCE(t." + name(column) + ", '{}') || " : "")
                        + value.apply(column));
            }
        }
        if (all.isEmpty()) {
            // a row of nothing but its key: it is there, and stays as it is
            String key = name(target.keys().get(0));
            return key + " = t." + key;
        }
        return String.join(", ", all);
    }

    private String newer(String before, IntFunction<String> value) {
        if (target.plan().onConflict() != OnConflict.newer) {
            return "";
        }
        String stored = "t." + name(target.version());
        return before + "(" + stored + " IS NULL OR " + value.apply(target.version()) + " > " + stored + ")";
    }

    private String keysOfTable() {
        String predicate = target.key().predicate();
        return keys(key -> "t." + name(key), UpsertSql::sent) + (predicate == null ? "" : " AND (" + predicate + ")");
    }

    private String keys(IntFunction<String> one, IntFunction<String> other) {
        String equal = target.key().nullsEqual() ? " IS NOT DISTINCT FROM " : " = ";
        return target.keys().stream()
                .map(key -> one.apply(key) + equal + other.apply(key))
                .collect(Collectors.joining(" AND "));
    }

    private String orderBy(IntFunction<String> reference) {
        return target.keys().stream().map(reference::apply).collect(Collectors.joining(", ", " ORDER BY ", ""));
    }

    private String keyResults() {
        return target.keys().stream()
                .map(key -> "t." + name(key) + " AS _k" + key)
                .collect(Collectors.joining(", "));
    }

    private int returnedColumns() {
        Columns returned = target.returned();
        return returned == null ? 0 : returned.size();
    }

    private String results() {
        Columns returned = target.returned();
        return returned == null
                ? ""
                : IntStream.range(0, returned.size())
                        .mapToObj(i -> ", t." + Identifier.quote(returned.get(i).name()) + " AS _r" + i)
                        .collect(Collectors.joining());
    }

    private String resultNames(String of) {
        return IntStream.range(0, returnedColumns())
                .mapToObj(i -> ", " + of + "._r" + i)
                .collect(Collectors.joining());
    }
}
