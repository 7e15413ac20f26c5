package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a transaction was given: what its COMMIT fails with may quote them, for a deferred trigger speaks only
 * then. So many are remembered; of a transaction with more, nothing is shown that could quote any. Not thread-safe.
 */
final class SentValues {
    private static final int MOST = 2000;

    private final List<@Nullable Object[]> sets = new ArrayList<>();
    private boolean more;

    void begin() {
        sets.clear();
        more = false;
    }

    void add(@Nullable Object[] values) {
        addAll(Collections.<@Nullable Object[]>singletonList(values));
    }

    void addAll(List<@Nullable Object[]> added) {
        if (sets.size() + added.size() > MOST) {
            more = true;
        } else {
            sets.addAll(added);
        }
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
        return more ? Discretion.withheld(failure) : Discretion.applied(failure, sets.toArray());
    }
}
