package io.camelpg.session;

import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.sql.ParameterNames;
import io.camelpg.type.Format;
import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * The same query for several sets of values in one statement: the sets become rows, the query a LATERAL subquery of each
 * ("LATERAL Subqueries" in PostgreSQL's manual), and every row of the result has the number of its set in front.
 */
public final class JoinedReads {

    private final StatementPlan each;
    private final StatementPlan joined;

    private JoinedReads(StatementPlan each, StatementPlan joined) {
        this.each = each;
        this.joined = joined;
    }

    /** What a plan knows of itself, joined. */
    record Known(int maxRows, @Nullable JoinedReads reads) {}

    /**
     * Made once for a plan, and gone with it.
     *
     * @param maxRows of each set, 0 for no limit
     * @return null where the query cannot be joined: a parameter of a type that has no array, or is one
     */
    public static @Nullable JoinedReads of(Session session, StatementPlan each, int maxRows) {
        Known known = each.joined();
        if (known == null || known.maxRows() != maxRows) {
            known = new Known(maxRows, made(session, each, maxRows));
            each.joined(known);
        }
        return known.reads();
    }

    private static @Nullable JoinedReads made(Session session, StatementPlan each, int maxRows) {
        int count = each.parameterCount();
        PgType[] arrays = new PgType[count];
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < count; i++) {
            PgType array = session.database().arrayOf(session, each.type(i));
            if (array == null) {
                return null;
            }
            arrays[i] = array;
            names.append("p").append(i + 1).append(", ");
            values.append(i == 0 ? "$" : ", $").append(i + 1);
        }
        if (count == 0) {
            return new JoinedReads(each, each);
        }
        String query = ParameterNames.replace(each.sql(), n -> "camel_pg_set.p" + n);
        String limited = maxRows == 0 ? query : "SELECT * FROM (" + query + "\n) camel_pg_all LIMIT " + maxRows;
        String sql = "SELECT camel_pg_set.n, camel_pg_row.* FROM unnest(" + values
                + ") WITH ORDINALITY AS camel_pg_set (" + names + "n) CROSS JOIN LATERAL (" + limited
                + "\n) AS camel_pg_row";
        return new JoinedReads(each, StatementPlan.system(sql, arrays));
    }

    /**
     * Reads for all sets in one round trip.
     *
     * @return the rows of each set, in the order of the sets
     */
    public List<RowStream> read(Session session, List<@Nullable Object[]> sets) {
        Session.RawRows raw = session.readRaw(joined, joined == each ? sets.get(0) : arrays(sets));
        boolean numbered = joined != each;
        Field[] fields = numbered ? Arrays.copyOfRange(raw.fields(), 1, raw.fields().length) : raw.fields();
        Columns columns = ColumnDescriber.columns(session, each, fields);
        Format[] formats = raw.formats();
        List<RowStream> results = new ArrayList<>(sets.size());
        if (!numbered) {
            sets.forEach(set -> results.add(new BufferedRows(columns, formats, raw.tuples())));
            return results;
        }
        List<Tuple> tuples = raw.tuples();
        int next = 0;
        for (int set = 1; set <= sets.size(); set++) {
            int from = next;
            while (next < tuples.size() && number(tuples.get(next), formats[0]) == set) {
                next++;
            }
            results.add(new BufferedRows(columns, formats, tuples.subList(from, next), 1));
        }
        return next == tuples.size() ? results : sorted(sets.size(), tuples, columns, formats);
    }

    /** Where the server chose another order than that of the sets. */
    private static List<RowStream> sorted(int sets, List<Tuple> tuples, Columns columns, Format[] formats) {
        List<List<Tuple>> bySet = new ArrayList<>(sets);
        for (int i = 0; i < sets; i++) {
            bySet.add(new ArrayList<>());
        }
        for (Tuple tuple : tuples) {
            bySet.get((int) number(tuple, formats[0]) - 1).add(tuple);
        }
        List<RowStream> results = new ArrayList<>(sets);
        bySet.forEach(own -> results.add(new BufferedRows(columns, formats, own, 1)));
        return results;
    }

    private @Nullable Object[] arrays(List<@Nullable Object[]> sets) {
        @Nullable Object[] arrays = new @Nullable Object[each.parameterCount()];
        for (int i = 0; i < arrays.length; i++) {
            List<@Nullable Object> values = new ArrayList<>(sets.size());
            int argument = each.argument(i);
            for (@Nullable Object[] set : sets) {
                values.add(set[argument]);
            }
            arrays[i] = values;
        }
        return arrays;
    }

    private static long number(Tuple tuple, Format format) {
        byte[] value = tuple.get(0);
        if (value == null) {
            throw new IllegalStateException("a row without the number of its set");
        }
        long number = 0;
        for (byte b : value) {
            number = format == Format.BINARY ? number << 8 | (b & 0xff) : number * 10 + (b - '0');
        }
        return number;
    }
}
