package io.camelpg.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.camel.Variable;

/** What a client reads of a failure: {@code {"error": "…"}}. */
public final class ErrorBody {
    private ErrorBody() {}

    /** @param error for the client */
    public static String of(@Variable("error") String error) {
        return JsonNodeFactory.instance.objectNode().put("error", error).toString();
    }
}
