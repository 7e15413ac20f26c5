package io.camelpg.operation;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.SqlTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The statement of a call: the endpoint's own, parsed at start, or one that the message carries, parsed once and kept
 * among the most recent. Thread-safe.
 */
public final class Statements {
    private static final int KEPT = 200;

    private final @Nullable SqlTemplate own;
    private final Consumer<SqlTemplate> rules;
    private final Map<String, SqlTemplate> carried = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SqlTemplate> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param own null if every message has to bring its own
     * @param rules throws if a statement is not one for this verb
     */
    public Statements(@Nullable SqlTemplate own, Consumer<SqlTemplate> rules) {
        this.own = own;
        this.rules = rules;
        if (own != null) {
            rules.accept(own);
        }
    }

    /** The statement for these arguments. */
    public SqlTemplate of(Arguments arguments) {
        String sql = arguments.sql();
        if (sql == null) {
            if (own == null) {
                throw new PgException(PgErrorCode.NO_STATEMENT, "neither the endpoint nor the message has a statement");
            }
            return own;
        }
        synchronized (carried) {
            SqlTemplate known = carried.get(sql);
            if (known != null) {
                return known;
            }
        }
        SqlTemplate parsed = SqlTemplate.parse(sql);
        rules.accept(parsed);
        synchronized (carried) {
            carried.put(sql, parsed);
        }
        return parsed;
    }
}
