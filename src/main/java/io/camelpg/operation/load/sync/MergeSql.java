package io.camelpg.operation.load.sync;

import io.camelpg.operation.TargetColumn;
import io.camelpg.operation.load.LoadTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a merge. {@code t} is the table, {@code s} the rows that wait, {@code w} the newest of each key among
 * them, with their key, their cursor and their number, as long as they are newer than what there is.
 */
final class MergeSql {
    private static final String NEWEST = "pg_temp.camelpg_newest";
    private static final String NUMBER = '"' + StagedTarget.ORDER + '"';
    private static final String LIVE = " FROM " + NEWEST + " w JOIN " + DedupRows.ROWS.quoted() + " s ON s." + NUMBER
            + " = w." + NUMBER + " WHERE NOT w.\"camelpg gone\"";

    private final LoadTarget target;
    private final SyncKey key;
    private final StagedTarget staged;
    private final IdentityColumns identity;

    MergeSql(LoadTarget target, SyncKey key, StagedTarget staged, IdentityColumns identity) {
        this.target = target;
        this.key = key;
        this.staged = staged;
        this.identity = identity;
    }

    private String name(int column) {
        return target.columns().get(column).quoted();
    }

    private String keys(String of) {
        return key.columns().stream().map(column -> of + name(column)).collect(Collectors.joining(", "));
    }

    private String identified() {
        return keys("") + (key.cursor() < 0 || key.isKey(key.cursor()) ? "" : ", " + name(key.cursor()));
    }

    private String sameKey(String one, String other) {
        return key.columns().stream()
                .map(column -> one + "." + name(column) + " = " + other + "." + name(column))
                .collect(Collectors.joining(" AND "));
    }

    String createNewest() {
        return "CREATE TEMP TABLE camelpg_newest ON COMMIT DROP AS SELECT " + identified() + ", " + NUMBER
                + ", false AS \"camelpg gone\" FROM " + DedupRows.ROWS.quoted() + " WITH NO DATA";
    }

    String fillNewest() {
        String columns = identified() + ", " + NUMBER;
        String cursor = key.cursor() < 0 ? "" : ", " + name(key.cursor()) + " DESC NULLS LAST";
        return "INSERT INTO " + NEWEST + " SELECT DISTINCT ON (" + keys("") + ") " + columns + ", gone FROM (SELECT "
                + columns + ", false AS gone FROM " + DedupRows.ROWS.quoted() + " UNION ALL SELECT " + columns
                + ", true FROM " + DedupRows.DELETES.quoted() + ") u ORDER BY " + keys("") + cursor + ", " + NUMBER
                + " DESC";
    }

    String analyze() {
        return "ANALYZE " + NEWEST;
    }

    String dropNewest() {
        return "DROP TABLE " + NEWEST;
    }

    /** The column of the table that says when a row was got from its source; null where it has none. */
    @Nullable
    String extractedAt() {
        int column = target.meta().extractedAt();
        return column < 0 ? null : name(column);
    }

    /**
     * Leaves out what is older than what is in a table. The first parameter, if any, is when the rows were got from their
     * source.
     */
    String olderThan(String table, @Nullable String extractedAt) {
        String later = extractedAt == null ? "true" : "t." + extractedAt + " IS NULL OR $1 >= t." + extractedAt;
        String newer = later;
        if (key.cursor() >= 0) {
            String mine = "w." + name(key.cursor());
            String others = "t." + name(key.cursor());
            newer = "CASE WHEN " + mine + " IS NOT DISTINCT FROM " + others + " THEN " + later + " ELSE " + others
                    + " IS NULL OR " + mine + " > " + others + " END";
        }
        return "DELETE FROM " + NEWEST + " w USING " + table + " t WHERE " + sameKey("w", "t") + " AND COALESCE("
                + newer + ", false) IS FALSE";
    }

    /** Of several rows of one key that the table had before, one stays to be updated. */
    String deleteDuplicates() {
        return "DELETE FROM " + target.quoted() + " t USING (SELECT t.tableoid AS part, t.ctid AS place,"
                + " row_number() OVER (PARTITION BY " + keys("t.") + ") AS number FROM " + target.quoted() + " t JOIN "
                + NEWEST + " w ON " + sameKey("w", "t")
                + ") d WHERE t.tableoid = d.part AND t.ctid = d.place AND d.number > 1";
    }

    String delete() {
        return "DELETE FROM " + target.quoted() + " t USING " + NEWEST + " w WHERE w.\"camelpg gone\" AND "
                + sameKey("w", "t");
    }

    /** The first parameter is when the rows were got from their source. */
    String bury(String tombstones, String extractedAt) {
        String cursor = key.cursor() < 0 || key.isKey(key.cursor())
                ? ""
                : name(key.cursor()) + " = EXCLUDED." + name(key.cursor()) + ", ";
        return "INSERT INTO " + tombstones + " (" + identified() + ", " + extractedAt + ") SELECT " + identified()
                + ", $1 FROM " + NEWEST + " WHERE \"camelpg gone\" ON CONFLICT (" + keys("") + ") DO UPDATE SET "
                + cursor + extractedAt + " = EXCLUDED." + extractedAt;
    }

    String exhume(String tombstones) {
        return "DELETE FROM " + tombstones + " t USING " + NEWEST + " w WHERE NOT w.\"camelpg gone\" AND "
                + sameKey("w", "t");
    }

    String update() {
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < target.columns().size(); i++) {
            TargetColumn column = target.columns().get(i);
            if (!key.isKey(i) && !column.column().identityAlways()) {
                String given = staged.gives(i);
                String sent = "s." + column.quoted();
                assignments.add(column.quoted() + " = "
                        + (given == null
                                ? sent
                                : "CASE WHEN " + given + " THEN " + sent + " ELSE t." + column.quoted() + " END"));
            }
        }
        if (assignments.isEmpty()) {
            // a row of nothing but its key: it is there, and stays as it is
            String first = name(key.columns().get(0));
            assignments.add(first + " = t." + first);
        }
        return "UPDATE " + target.quoted() + " t SET " + String.join(", ", assignments) + LIVE + " AND "
                + sameKey("w", "t");
    }

    /** One for the rows with a number of their own, one for those that get it from the table. */
    List<String> inserts() {
        if (identity.positions().isEmpty()) {
            return List.of(insert(column -> true, ""));
        }
        int number = identity.positions().get(0);
        String given = staged.gives(number);
        return List.of(
                insert(column -> true, " AND " + given), insert(column -> column != number, " AND NOT " + given));
    }

    private String insert(IntPredicate filled, String condition) {
        int[] columns =
                IntStream.range(0, target.columns().size()).filter(filled).toArray();
        return "INSERT INTO " + target.quoted() + " (" + list("", columns) + ") OVERRIDING SYSTEM VALUE SELECT "
                + list("s.", columns) + LIVE + condition + " AND NOT EXISTS (SELECT FROM " + target.quoted()
                + " t WHERE " + sameKey("w", "t") + ") ORDER BY w." + NUMBER;
    }

    private String list(String of, int[] columns) {
        return IntStream.of(columns).mapToObj(column -> of + name(column)).collect(Collectors.joining(", "));
    }
}
