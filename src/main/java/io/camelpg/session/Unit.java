package io.camelpg.session;

import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.SqlCommand;

/** What goes to the server around a statement, in the same round trip. */
enum Unit {
    /** The statement alone: the server commits it by itself. */
    PLAIN("", ""),
    /** For sessions whose transactions would otherwise write, or below PostgreSQL 14, which cannot tell. */
    READ_ONLY("BEGIN READ ONLY", "COMMIT"),
    /** Sessions start read-only; a statement that writes says so. */
    READ_WRITE("BEGIN READ WRITE", "COMMIT");

    private final String before;
    private final String after;

    Unit(String before, String after) {
        this.before = before;
        this.after = after;
    }

    List<NativeQuery> queries(String sql, int parameters) {
        List<NativeQuery> queries = new ArrayList<>(3);
        if (!before.isEmpty()) {
            queries.add(query(before, 0));
        }
        queries.add(query(sql, parameters));
        if (!after.isEmpty()) {
            queries.add(query(after, 0));
        }
        return queries;
    }

    /** The text has {@code $n} already; the driver only needs to know how many values there are. */
    private static NativeQuery query(String sql, int parameters) {
        return new NativeQuery(sql, new int[parameters], false, SqlCommand.BLANK);
    }
}
