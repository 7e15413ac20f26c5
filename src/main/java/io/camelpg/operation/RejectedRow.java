package io.camelpg.operation;

import io.camelpg.error.PgException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that was not written.
 *
 * @param index of the row in the message, from 0
 * @param row as it was sent
 * @param reason why
 */
public record RejectedRow(long index, @Nullable Object row, PgException reason) {

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
