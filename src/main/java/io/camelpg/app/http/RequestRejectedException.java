package io.camelpg.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is not carried out because of what it is, with the answer to give: no values, nothing from the inside. */
public final class RequestRejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    private RequestRejectedException(int status, String reason, String body) {
        super(reason);
        this.status = status;
        this.body = body;
    }

    /**
     * @param status of HTTP
     * @param error for the sender, who reads it as {@code {"error": "…"}}
     */
    static RequestRejectedException of(int status, String error) {
        return new RequestRejectedException(status, error, ErrorBody.of(error));
    }

    /** The sender reads {@code {"errors": [{"index": 0, "field": "email", "problem": "…"}]}}. */
    static RequestRejectedException of(int status, List<FieldProblem> problems) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode errors = body.putArray("errors");
        problems.forEach(problem -> errors.addObject()
                .put("index", problem.index())
                .put("field", problem.field())
                .put("problem", problem.problem()));
        return new RequestRejectedException(status, problems.toString(), body.toString());
    }

    /**
     * What is wrong with a field.
     *
     * @param index of the element in the list that was sent, from 0; null for the list as a whole
     * @param field its name, with the path to it where it is within another one; empty for the element as a whole
     * @param problem without the value
     */
    record FieldProblem(@Nullable Integer index, String field, String problem) {
        @Override
        public String toString() {
            return (index == null ? "" : "[" + index + "] ") + (field.isEmpty() ? "" : field + ": ") + problem;
        }
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** The body of the answer, JSON. */
    public String body() {
        return body;
    }
}
