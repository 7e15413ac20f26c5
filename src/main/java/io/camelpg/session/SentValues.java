package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that a transaction was given: what its COMMIT fails with may quote them, for a deferred trigger speaks only
 * then. A few are remembered, so that a long transaction stays in flat memory; of one with more, nothing is shown that
 * could quote any. Not thread-safe.
 */
final class SentValues {
    private static final int MOST_CHARACTERS = 1 << 18;
    /** What a number, a date or a reference weighs beside texts. */
    private static final int SMALL = 16;

    private final List<@Nullable Object> values = new ArrayList<>();
    private long weight;

    void begin() {
        values.clear();
        weight = 0;
    }

    void addAll(List<@Nullable Object[]> sets) {
        for (@Nullable Object[] set : sets) {
            add(set);
        }
    }

    void add(@Nullable Object[] set) {
        for (Object value : set) {
            if (weight > MOST_CHARACTERS) {
                return;
            }
            weight += weight(value);
            if (weight > MOST_CHARACTERS) {
                values.clear();
            } else {
                values.add(value);
            }
        }
    }

    /** Rows that were copied: too many to remember. */
    void addUnknown() {
        values.clear();
        weight = MOST_CHARACTERS + 1L;
    }

    private static long weight(@Nullable Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return SMALL;
        }
        if (value instanceof CharSequence text) {
            return (long) SMALL + text.length();
        }
        if (value instanceof Collection<?> elements) {
            return weight(elements.iterator());
        }
        if (value instanceof Map<?, ?> entries) {
            return weight(entries.keySet().iterator()) + weight(entries.values().iterator());
        }
        if (value instanceof Object[] elements) {
            return weight(Arrays.asList(elements).iterator());
        }
        return value instanceof byte[] bytes ? bytes.length : SMALL;
    }

    /** Of what is weighed in every batch, element by element: no further than where it is too much anyway. */
    private static long weight(Iterator<?> elements) {
        long sum = 0;
        while (elements.hasNext() && sum <= MOST_CHARACTERS) {
            sum += weight(elements.next());
        }
        return sum;
    }

    PgException discreet(PgException failure) {
        PgErrorCode code = failure.errorCode();
        boolean ours = code == PgErrorCode.OUTCOME_UNKNOWN
                || code == PgErrorCode.CONNECTION_LOST
                || code == PgErrorCode.TIMEOUT
                || code == PgErrorCode.TRANSACTION_FAILED;
        if (ours) {
            return failure;
        }
        return weight > MOST_CHARACTERS ? Discretion.withheld(failure) : Discretion.applied(failure, values.toArray());
    }
}
