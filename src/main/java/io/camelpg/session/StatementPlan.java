package io.camelpg.session;

import io.camelpg.row.Columns;
import io.camelpg.type.PgType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it goes to the server, with what the server said of it: the type of each parameter, and the columns of
 * its result once it has run. Compared by identity; thread-safe.
 */
public final class StatementPlan {
    private final String sql;
    private final String[] labels;
    private final int[] arguments;
    private final PgType[] types;
    private final int[] oids;
    private final boolean described;
    private final boolean textOnly;
    private volatile @Nullable Columns columns;
    private volatile JoinedReads.@Nullable Known joined;

    /**
     * @param labels of the placeholders, for errors
     * @param arguments for each {@code $n} the position of its value
     * @param types for each {@code $n}
     * @param described whether columns of results are looked up in the catalog
     */
    StatementPlan(String sql, String[] labels, int[] arguments, PgType[] types, boolean described) {
        this(sql, labels, arguments, types, described, false);
    }

    private StatementPlan(
            String sql, String[] labels, int[] arguments, PgType[] types, boolean described, boolean textOnly) {
        this.sql = sql;
        this.labels = labels;
        this.arguments = arguments;
        this.types = types;
        this.described = described;
        this.textOnly = textOnly;
        this.oids = new int[types.length];
        for (int i = 0; i < types.length; i++) {
            oids[i] = types[i].oid();
        }
    }

    /** A statement of our own over system catalogs, whose parameter types are known. */
    public static StatementPlan system(String sql, PgType... types) {
        String[] labels = new String[types.length];
        int[] arguments = new int[types.length];
        for (int i = 0; i < types.length; i++) {
            labels[i] = "$" + (i + 1);
            arguments[i] = i;
        }
        return new StatementPlan(sql, labels, arguments, types, false);
    }

    /** The same statement with results in text format, whatever else is known of them: to be put together with others. */
    public StatementPlan textOnly() {
        return new StatementPlan(sql, labels, arguments, types, described, true);
    }

    /**
     * Another text with the parameters of this one, and further ones behind them, whose values come behind the others.
     *
     * @param what the further ones are called in errors
     */
    public StatementPlan extended(String text, String what, PgType... further) {
        int before = types.length;
        String[] allLabels = Arrays.copyOf(labels, labels.length + further.length);
        int[] allArguments = Arrays.copyOf(arguments, before + further.length);
        PgType[] allTypes = Arrays.copyOf(types, before + further.length);
        for (int i = 0; i < further.length; i++) {
            allLabels[labels.length + i] = what;
            allArguments[before + i] = labels.length + i;
            allTypes[before + i] = further[i];
        }
        return new StatementPlan(text, allLabels, allArguments, allTypes, described);
    }

    public String sql() {
        return sql;
    }

    /** How many {@code $n} the text has. */
    public int parameterCount() {
        return types.length;
    }

    int argument(int parameter) {
        return arguments[parameter];
    }

    PgType type(int parameter) {
        return types[parameter];
    }

    int oid(int parameter) {
        return oids[parameter];
    }

    String label(int parameter) {
        return labels[arguments[parameter]];
    }

    boolean sameParameters(StatementPlan other) {
        return sql.equals(other.sql) && Arrays.equals(oids, other.oids);
    }

    boolean isTextOnly() {
        return textOnly;
    }

    boolean described() {
        return described;
    }

    @Nullable
    Columns columns() {
        return columns;
    }

    void columns(Columns columns) {
        this.columns = columns;
    }

    JoinedReads.@Nullable Known joined() {
        return joined;
    }

    void joined(JoinedReads.Known known) {
        joined = known;
    }
}
