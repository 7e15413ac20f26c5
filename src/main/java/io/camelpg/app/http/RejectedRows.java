package io.camelpg.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelpg.PgConstants;
import io.camelpg.app.http.RequestRejectedException.FieldProblem;
import io.camelpg.error.PgErrorCode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** Rows that {@code pg:upsert} with {@code badRows=reject} listed, as an answer to who sent them. */
public final class RejectedRows {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private RejectedRows() {}

    /**
     * Lets a request through of which each row was written.
     *
     * @throws RequestRejectedException 409 where another row has a value that only one can have, and the request may be
     *     right once that row has changed; else 422
     */
    public static void refuse(@Header(PgConstants.REJECTED_ROWS) @Nullable List<Map<String, Object>> rejected)
            throws RequestRejectedException {
        if (rejected == null || rejected.isEmpty()) {
            return;
        }
        boolean taken = rejected.stream().anyMatch(row -> is(row, PgErrorCode.UNIQUE_VIOLATION));
        throw RequestRejectedException.of(
                taken ? 409 : 422, rejected.stream().map(RejectedRows::problem).toList());
    }

    private static FieldProblem problem(Map<String, Object> row) {
        Integer index = Integer.valueOf(String.valueOf(row.get("index")));
        return new FieldProblem(index, field(row), text(row));
    }

    private static String text(Map<String, Object> row) {
        if (is(row, PgErrorCode.UNIQUE_VIOLATION)) {
            return "belongs to another one already";
        }
        return is(row, PgErrorCode.NOT_NULL_VIOLATION) ? "is missing" : "is not what the table takes";
    }

    /**
     * The database's message quotes a column or a constraint, which is usually named after its columns: the field of the row
     * that is in such a name; empty where there is none.
     */
    private static String field(Map<String, Object> row) {
        List<String> quoted = QUOTED.matcher(String.valueOf(row.get("message")))
                .results()
                .map(match -> match.group(1))
                .toList();
        if (is(row, PgErrorCode.NOT_NULL_VIOLATION) && !quoted.isEmpty()) {
            return quoted.get(0);
        }
        return fields(row.get("row")).stream()
                .filter(field -> quoted.stream().anyMatch(name -> ('_' + name + '_').contains('_' + field + '_')))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    private static Set<String> fields(@Nullable Object row) {
        Set<String> names = new HashSet<>();
        if (row instanceof JsonNode json) {
            json.fieldNames().forEachRemaining(names::add);
        } else if (row instanceof Map<?, ?> map) {
            map.keySet().forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    private static boolean is(Map<String, Object> row, PgErrorCode code) {
        return code.code().equals(row.get("code"));
    }
}
