package io.camelpg.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelpg.app.http.RequestRejectedException.FieldProblem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** What tells a webhook's event from others, and is the same when it is delivered again. */
public final class EventId {
    private static final String HEADER = "X-Event-Id";
    private static final String FIELD = "eventId";

    /** What can stand in a header, in JSON and in a log without being written otherwise. */
    private static final Pattern PLAIN = Pattern.compile("[!#-\\[\\]-~]{1,200}");

    private EventId() {}

    /**
     * The field {@code eventId}, which the signature covers; else the header {@code X-Event-Id}; else the body's SHA-256, so
     * that the same bytes are the same event.
     *
     * @param raw the body's bytes
     * @param sent a collection where the header is there more than once
     * @throws RequestRejectedException 422 where field and header differ, or the header is no id or there twice
     */
    public static String of(@Header(HEADER) @Nullable Object sent, @Body JsonNode json, @Variable("raw") byte[] raw)
            throws RequestRejectedException {
        if (sent instanceof Collection) {
            throw rejected("is there more than once");
        }
        String header = sent == null ? null : sent.toString();
        String field = json.path(FIELD).textValue();
        if (header != null && !PLAIN.matcher(header).matches()) {
            throw rejected("must be 1 to 200 characters of printable ASCII without space, \" and \\");
        }
        if (header != null && field != null && !header.equals(field)) {
            throw rejected("is another one than the field " + FIELD);
        }
        if (field != null) {
            return field;
        }
        return header == null ? "sha256:" + sha256(raw) : header;
    }

    private static RequestRejectedException rejected(String problem) {
        return RequestRejectedException.of(422, List.of(new FieldProblem(null, HEADER, problem)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
