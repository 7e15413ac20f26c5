package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.SentName;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message asks for: {@code {"mode": {"fullTable": {"entity": "users"}}}}, or {@code {"mode": {"incremental":
 * {"entity": "users", "cursorField": "updated_at", "cursor": …}}}}. All of it is data: entity and column are names that
 * the catalog is asked for, never SQL.
 *
 * @param table as the message names it
 * @param cursorField null where all rows are asked for
 * @param cursor where to begin: a value, or what an earlier read gave; null for the beginning
 */
record ExtractRequest(TableName table, @Nullable String cursorField, @Nullable Object cursor) {
    private static final String FULL = "fullTable";
    private static final String INCREMENTAL = "incremental";

    /** @throws PgException PG-106 for a body that is no request, PG-220 for an entity that is no name */
    static ExtractRequest of(@Nullable Map<?, ?> body) {
        if (body == null || !(body.get("mode") instanceof Map<?, ?> mode) || mode.size() != 1) {
            throw invalid("the endpoint names no table, and the body is no request");
        }
        if (mode.get(FULL) instanceof Map<?, ?> full) {
            requireOnly(FULL, full, Set.of("entity"));
            return new ExtractRequest(SentName.of(text(full, "entity")), null, null);
        }
        if (mode.get(INCREMENTAL) instanceof Map<?, ?> incremental) {
            requireOnly(INCREMENTAL, incremental, Set.of("entity", "cursorField", "cursor"));
            TableName table = SentName.of(text(incremental, "entity"));
            return new ExtractRequest(table, text(incremental, "cursorField"), incremental.get("cursor"));
        }
        throw invalid("mode is neither " + FULL + " nor " + INCREMENTAL);
    }

    private static void requireOnly(String mode, Map<?, ?> fields, Set<String> known) {
        if (!known.containsAll(fields.keySet())) {
            throw invalid(mode + " has other fields than "
                    + String.join(", ", known.stream().sorted().toList()));
        }
    }

    private static String text(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof CharSequence text) {
            return text.toString();
        }
        throw invalid(name + " is not text");
    }

    /**
     * Where to begin.
     *
     * @param order columns that a position of ours is of
     * @throws PgException PG-317 where it is of something else
     */
    Position position(List<String> order) {
        Object from = cursor;
        if (from == null) {
            return Position.START;
        }
        if (from instanceof Map<?, ?> position) {
            return PositionJson.read(position, order);
        }
        String text = from.toString();
        return text.startsWith("{") ? PositionJson.read(text, order) : Position.from(text);
    }

    private static PgException invalid(String what) {
        return new PgException(
                PgErrorCode.INVALID_BODY,
                "pg:extract: " + what,
                null,
                "Name the table in the URI (pg:extract:<table>), or send {\"mode\":{\"fullTable\":{\"entity\":\"<table>\"}}}"
                        + " or {\"mode\":{\"incremental\":{\"entity\":\"<table>\",\"cursorField\":\"<column>\",\"cursor\":…}}}",
                null);
    }
}
