package io.camelpg.app.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.camelpg.app.http.RequestRejectedException.FieldProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that strangers sent, and checks it against a schema: JSON Schema 2020-12, formats included, with
 * {@code errorMessage} for texts of one's own and the format {@code past-date-time}. Thread-safe.
 */
public final class JsonSchemaCheck {
    /** What a reader can use; more would only make the answer long. */
    private static final int MAX_PROBLEMS = 50;

    private static final int MAX_DEPTH = 50;
    private static final int MAX_NUMBER = 100;

    /** Deeper or longer than any record, and far below what takes the parser's stack or memory. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(MAX_NUMBER)
            .maxTokenCount(500_000)
            .build();

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonSchema schema;

    /**
     * @param file the schema
     * @throws UncheckedIOException where it cannot be read
     */
    public JsonSchemaCheck(String file) {
        JsonMetaSchema dialect = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .format(new PastDateTime())
                .build();
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(true)
                .errorMessageKeyword("errorMessage")
                .locale(Locale.ENGLISH)
                .build();
        try {
            schema = JsonSchemaFactory.getInstance(VersionFlag.V202012, builder -> builder.metaSchema(dialect))
                    .getSchema(Files.readString(Path.of(file)), config);
            schema.initializeValidators();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param body null for an empty one
     * @return what it says
     * @throws RequestRejectedException 400 where it is no JSON in UTF-8, 422 where the schema does not allow it
     */
    public JsonNode check(@Body byte @Nullable [] body) throws RequestRejectedException {
        JsonNode json = parse(body == null ? new byte[0] : body);
        List<FieldProblem> problems = schema.validate(json).stream()
                .limit(MAX_PROBLEMS)
                .map(message -> problem(json, message))
                .toList();
        if (!problems.isEmpty()) {
            throw RequestRejectedException.of(422, problems);
        }
        return json;
    }

    private static JsonNode parse(byte[] body) throws RequestRejectedException {
        try {
            // the parser alone would also take UTF-16 and UTF-32
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode json = STRICT.readTree(text);
            if (json.isMissingNode()) {
                throw RequestRejectedException.of(400, "the body is empty");
            }
            return json;
        } catch (CharacterCodingException e) {
            throw RequestRejectedException.of(400, "the body is not in UTF-8");
        } catch (JsonProcessingException e) {
            throw RequestRejectedException.of(400, problem(e) + place(e.getLocation()));
        }
    }

    /** Jackson (2.20) has no types for these, and its messages begin so. */
    private static String problem(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Duplicate field")) {
            return "the body has a key twice in one object";
        }
        if (message.startsWith("Trailing token")) {
            return "something follows the JSON value";
        }
        if (!(e instanceof StreamConstraintsException)) {
            return "the body is not valid JSON";
        }
        if (message.startsWith("Document nesting depth")) {
            return "the body is nested more than " + MAX_DEPTH + " levels deep";
        }
        return message.startsWith("Number value length")
                ? "the body has a number of more than " + MAX_NUMBER + " digits"
                : "the body has more in it, or longer texts, than what is taken";
    }

    /** The parser's own message would repeat what was sent. */
    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static FieldProblem problem(JsonNode json, ValidationMessage message) {
        List<String> path = new ArrayList<>();
        JsonNodePath location = message.getInstanceLocation();
        for (int i = 0; i < location.getNameCount(); i++) {
            path.add(location.getName(i));
        }
        if (message.getProperty() != null) {
            path.add(message.getProperty());
        }
        Integer index = json.isArray() ? null : 0;
        if (json.isArray() && !path.isEmpty()) {
            index = Integer.valueOf(path.remove(0));
        }
        // messages begin with the path, unless they are the schema's own
        String prefix = location + ": ";
        String text = message.getMessage();
        String problem = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
        return new FieldProblem(index, String.join(".", path), problem);
    }
}
