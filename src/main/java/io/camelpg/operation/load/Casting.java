package io.camelpg.operation.load;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.BitSet;
import java.util.Set;

/**
 * Makes NULL of a value that its column does not take, and notes it in the row, where that is better than to lose the row:
 * where the table has a column for such notes, and the column may be NULL and is none that rows are told apart by.
 */
public final class Casting {
    /** What a domain says of a value, besides class 22. */
    private static final Set<String> OF_DOMAINS = Set.of("23514", "23502");

    private final LoadTarget target;
    private final BitSet required;

    /** @param required columns that must be what was sent */
    public Casting(LoadTarget target, BitSet required) {
        this.target = target;
        this.required = required;
    }

    /** @return false where the row is a bad one */
    boolean nulls(LoadRow row, int column, PgException reason) {
        if (!mayNull(column) || !isOfValue(reason) || row.values()[column] == null || row.isReadOnce()) {
            return false;
        }
        String state = reason.sqlState();
        nullify(row, column, state == null ? reason.code() : state);
        return true;
    }

    boolean mayNull(int column) {
        MetaColumns meta = target.meta();
        return meta.meta() >= 0
                && !meta.contains(column)
                && !required.get(column)
                && !target.columns().get(column).column().notNull();
    }

    void nullify(LoadRow row, int column, String reason) {
        row.values()[column] = null;
        row.note(new RowMeta.Change(target.columns().get(column).name(), reason));
        row.values()[target.meta().meta()] = row.meta();
    }

    private static boolean isOfValue(PgException reason) {
        String state = reason.sqlState();
        return state == null
                ? reason.errorCode() == PgErrorCode.VALUE_REJECTED
                        || reason.errorCode() == PgErrorCode.TEXT_NOT_STORABLE
                : state.startsWith("22") || OF_DOMAINS.contains(state);
    }
}
