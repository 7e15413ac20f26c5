package io.camelpg.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.apache.camel.Body;

/** A request for the columns of a table: {@code {"entity": "users"}}. */
public final class ColumnsRequest {
    private static final JsonMapper JSON = new JsonMapper();

    private ColumnsRequest() {}

    /**
     * The same as a request for {@code pg:extract}.
     *
     * @throws RequestRejectedException 400 where it is something else
     */
    public static Map<String, Object> full(@Body String body) throws RequestRejectedException {
        JsonNode entity;
        try {
            entity = JSON.readTree(body).path("entity");
        } catch (JsonProcessingException e) {
            throw RequestRejectedException.of(400, "the body is no JSON");
        }
        if (!entity.isTextual()) {
            throw RequestRejectedException.of(400, "the body must be {\"entity\": \"<table>\"}");
        }
        return Map.of("mode", Map.of("fullTable", Map.of("entity", entity.asText())));
    }
}
