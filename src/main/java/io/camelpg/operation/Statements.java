package io.camelpg.operation;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The statement, or script of statements, of a call: the endpoint's own, parsed at start, or one that the message carries, parsed once and kept
 * among the most recent. Thread-safe.
 */
public final class Statements<T> {
    private static final int KEPT = 200;

    private final @Nullable T own;
    private final Function<String, T> parser;
    private final Map<String, T> carried = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param own null if every message has to bring its own
     * @param parser throws if a text is not one for this verb
     */
    public Statements(@Nullable T own, Function<String, T> parser) {
        this.own = own;
        this.parser = parser;
    }

    /** The statement for these arguments. */
    public T of(Arguments arguments) {
        String sql = arguments.sql();
        if (sql == null) {
            if (own == null) {
                throw new PgException(PgErrorCode.NO_STATEMENT, "neither the endpoint nor the message has a statement");
            }
            return own;
        }
        synchronized (carried) {
            T known = carried.get(sql);
            if (known != null) {
                return known;
            }
        }
        T parsed = parser.apply(sql);
        synchronized (carried) {
            carried.put(sql, parsed);
        }
        return parsed;
    }
}
