package io.camelpg.operation;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row that was not written.
 *
 * @param index of the row in the message, from 0
 * @param row as it was sent
 * @param reason why
 */
public record RejectedRow(long index, @Nullable Object row, PgException reason) {

    /** What a row can do wrong: data, constraints, WITH CHECK OPTION, limits of an index, a trigger's RAISE. */
    private static final Set<String> OF_ROWS = Set.of("44000", "54000", "P0001");

    /** Whether it is a row that failed, and others may still be written. */
    public static boolean concerns(PgException failure) {
        String state = failure.sqlState();
        if (state == null) {
            return failure.errorCode() == PgErrorCode.VALUE_REJECTED
                    || failure.errorCode() == PgErrorCode.TEXT_NOT_STORABLE
                    || failure.errorCode() == PgErrorCode.INVALID_BODY
                    || failure.errorCode() == PgErrorCode.INCOMPLETE_ROW;
        }
        return state.startsWith("22") || state.startsWith("23") || OF_ROWS.contains(state);
    }

    /** The failure with the row's number in its message. */
    public static PgException numbered(long index, PgException failure) {
        return new PgException(
                failure.errorCode(),
                "row " + index + " (the first is 0): " + failure.detail(),
                failure.sqlState(),
                failure.hint(),
                failure.getCause());
    }

    /** With {@code index}, {@code row}, {@code code}, {@code sqlState} and {@code message}. */
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("index", index);
        map.put("row", row);
        map.put("code", reason.code());
        map.put("sqlState", reason.sqlState());
        map.put("message", reason.detail());
        return map;
    }
}
