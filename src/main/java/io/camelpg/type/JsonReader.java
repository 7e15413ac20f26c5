package io.camelpg.type;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.TreeNode;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns JSON into Map, List, String, Number, Boolean and null; without recursion, so that depth costs no stack. */
final class JsonReader {
    /** PostgreSQL's own limits are the ones that count: what it stored can be read. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    /** Digits that every double keeps. */
    private static final int EXACT_DIGITS = 15;

    /** More than numeric has on both sides of its point: PostgreSQL documentation, 8.1.2. */
    private static final int MOST_DIGITS = 150_000;

    /** What becomes of a number that cannot be held. */
    private enum TooLarge {
        /** A document of a column is given as it is or not at all. */
        FAILS,
        /** A document that somebody sent has it as {@link JsonNumberTooLarge}, for fields that nobody reads. */
        IS_MARKED
    }

    private JsonReader() {}

    static @Nullable Object read(PgType type, byte[] data, int offset, int length) {
        try (JsonParser parser = FACTORY.createParser(data, offset, length)) {
            Object document = document(parser, TooLarge.FAILS);
            if (parser.nextToken() != null) {
                throw Rejection.malformed(type, length);
            }
            return document;
        } catch (NumberFormatException e) {
            throw Rejection.exponentTooLarge(type);
        } catch (IOException e) {
            throw Rejection.malformed(type, length);
        }
    }

    /** A tree of nodes as plain values. */
    static @Nullable Object read(PgType type, TreeNode node) {
        try (JsonParser parser = node.traverse()) {
            return document(parser, TooLarge.IS_MARKED);
        } catch (IOException e) {
            throw new PgException(
                    PgErrorCode.VALUE_REJECTED, "A JSON tree given for " + type.name() + " could not be read");
        }
    }

    static JsonParser parser(InputStream in) throws IOException {
        return FACTORY.createParser(in);
    }

    static JsonParser parser(byte[] data, int length) throws IOException {
        return FACTORY.createParser(data, 0, length);
    }

    private static @Nullable Object document(JsonParser parser, TooLarge tooLarge) throws IOException {
        JsonToken first = parser.nextToken();
        return first == null ? null : value(parser, first, tooLarge);
    }

    /** The value that begins with the parser's current token, with marks where numbers are too large. */
    static @Nullable Object value(JsonParser parser, JsonToken first) throws IOException {
        return value(parser, first, TooLarge.IS_MARKED);
    }

    private static @Nullable Object value(JsonParser parser, JsonToken first, TooLarge tooLarge) throws IOException {
        Deque<Object> open = new ArrayDeque<>();
        Deque<String> names = new ArrayDeque<>();
        for (JsonToken token = first; ; token = parser.nextToken()) {
            Object value;
            if (token == null) {
                throw new IOException("The document ends early");
            }
            if (token == JsonToken.FIELD_NAME) {
                names.push(parser.currentName());
                continue;
            }
            if (token == JsonToken.START_OBJECT) {
                open.push(new LinkedHashMap<String, @Nullable Object>());
                continue;
            }
            if (token == JsonToken.START_ARRAY) {
                open.push(new ArrayList<@Nullable Object>());
                continue;
            }
            if (token.isStructEnd()) {
                value = open.pop();
            } else {
                value = scalar(parser, token, tooLarge);
            }
            Object parent = open.peek();
            if (parent == null) {
                return value;
            }
            add(parent, names, value);
        }
    }

    @SuppressWarnings("unchecked") // this class made these lists and maps
    private static void add(Object parent, Deque<String> names, @Nullable Object value) {
        if (parent instanceof List<?> list) {
            ((List<@Nullable Object>) list).add(value);
        } else {
            ((Map<String, @Nullable Object>) parent).put(names.pop(), value);
        }
    }

    private static @Nullable Object scalar(JsonParser parser, JsonToken token, TooLarge tooLarge) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                switch (tooLarge) {
                    case FAILS -> number(parser, token);
                    case IS_MARKED -> numberOrMark(parser, token);
                };
            case VALUE_EMBEDDED_OBJECT -> parser.getEmbeddedObject();
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, FIELD_NAME ->
                throw new IOException("Not a value");
        };
    }

    private static Object numberOrMark(JsonParser parser, JsonToken token) throws IOException {
        // BigInteger and BigDecimal take time that grows with the square of the digits
        if (parser.getTextLength() > MOST_DIGITS) {
            return JsonNumberTooLarge.NUMBER;
        }
        try {
            return number(parser, token);
        } catch (NumberFormatException e) { // also of a node that is infinite, or not a number
            return JsonNumberTooLarge.NUMBER;
        }
    }

    private static Number number(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT ? parser.getNumberValue() : fraction(parser.getText());
    }

    /** A Double where it means the very number that is written, else a BigDecimal. */
    private static Number fraction(String text) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return new BigDecimal(text);
        }
        if (text.length() <= EXACT_DIGITS && Math.abs(number) > 1e-200 && Math.abs(number) < 1e200) {
            return number;
        }
        BigDecimal exact = new BigDecimal(text);
        boolean same = !Double.isInfinite(number) && new BigDecimal(Double.toString(number)).compareTo(exact) == 0;
        return same ? (Number) number : exact;
    }
}
