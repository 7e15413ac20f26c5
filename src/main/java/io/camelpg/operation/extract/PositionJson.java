package io.camelpg.operation.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.JsonDocuments;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A position as text: {@code {"version":1,"cursor":{"updated_at":"…","id":"…"},"settled":…,…}}. Values are text in
 * PostgreSQL's syntax, and the column's type says what they are.
 */
final class PositionJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int VERSION = 1;

    private PositionJson() {}

    /** @param columns of {@link Position#last()} */
    static String write(Position position, List<String> columns) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeObjectFieldStart("cursor");
            for (int i = 0; i < position.last().size(); i++) {
                json.writeStringField(columns.get(i), position.last().get(i));
            }
            json.writeEndObject();
            json.writeNumberField("settled", position.settled());
            Position.Floor floor = position.floor();
            if (floor != null) {
                write(json, floor);
            }
            Position.Candidate candidate = position.candidate();
            if (candidate != null) {
                json.writeObjectFieldStart("candidate");
                write(json, candidate.floor());
                write(json, candidate.running());
                json.writeNumberField("until", candidate.until());
                json.writeEndObject();
            }
            Position.Page page = position.page();
            if (page != null) {
                json.writeObjectFieldStart("page");
                json.writeNumberField("settled", page.state().settled());
                json.writeNumberField("reference", page.state().reference());
                write(json, page.state().running());
                json.writeStringField("clock", page.state().clock());
                json.writeStringField("highest", page.highest());
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Position.Floor floor) throws IOException {
        json.writeObjectFieldStart("floor");
        json.writeStringField("value", floor.value());
        json.writeStringField("clock", floor.clock());
        json.writeBooleanField("exact", floor.exact());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Set<String> running) throws IOException {
        json.writeArrayFieldStart("running");
        for (String transaction : running) {
            json.writeString(transaction);
        }
        json.writeEndArray();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param columns that the position must be of
     * @throws PgException PG-317 where it is something else
     */
    static Position read(String text, List<String> columns) {
        try {
            JsonDocuments documents = JsonDocuments.of(text);
            if (documents.hasNext() && documents.next() instanceof Map<?, ?> map) {
                return read(map, columns);
            }
        } catch (PgException e) {
            throw e.errorCode() == PgErrorCode.INVALID_CURSOR ? e : invalid("it is no JSON");
        }
        throw invalid("it is no JSON object");
    }

    /** As {@link #read(String, List)}, of a JSON object that was read already. */
    static Position read(Map<?, ?> json, List<String> columns) {
        if (!(json.get("version") instanceof Number version) || version.intValue() != VERSION) {
            throw invalid("it is not of version " + VERSION);
        }
        List<@Nullable String> last = new ArrayList<>();
        if (json.get("cursor") instanceof Map<?, ?> cursor && !cursor.isEmpty()) {
            if (!List.copyOf(cursor.keySet()).equals(columns)) {
                throw invalid("it is of the columns " + cursor.keySet() + ", and the endpoint's are " + columns);
            }
            for (String column : columns) {
                last.add((String) cursor.get(column));
            }
        }
        Position.Candidate candidate = null;
        if (json.get("candidate") instanceof Map<?, ?> found) {
            Position.Floor floor = floor(found);
            if (floor == null) {
                throw invalid("its candidate has no floor");
            }
            candidate = new Position.Candidate(floor, running(found), number(found, "until"));
        }
        Position.Page page = null;
        if (json.get("page") instanceof Map<?, ?> found) {
            RunState state = new RunState(
                    number(found, "settled"), number(found, "reference"), running(found), text(found, "clock"));
            page = new Position.Page(state, (String) found.get("highest"));
        }
        return new Position(number(json, "settled"), floor(json), candidate, last, page);
    }

    private static Position.@Nullable Floor floor(Map<?, ?> map) {
        return map.get("floor") instanceof Map<?, ?> floor
                ? new Position.Floor(
                        text(floor, "value"), text(floor, "clock"), Boolean.TRUE.equals(floor.get("exact")))
                : null;
    }

    private static Set<String> running(Map<?, ?> map) {
        Set<String> running = new HashSet<>();
        if (map.get("running") instanceof List<?> all) {
            all.forEach(transaction -> running.add(String.valueOf(transaction)));
        }
        return running;
    }

    private static String text(Map<?, ?> map, String name) {
        if (map.get(name) instanceof String text) {
            return text;
        }
        throw invalid("it has no " + name);
    }

    private static long number(Map<?, ?> map, String name) {
        if (map.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw invalid("it has no " + name);
    }

    private static PgException invalid(String what) {
        return new PgException(PgErrorCode.INVALID_CURSOR, "the saved position cannot be used: " + what);
    }
}
