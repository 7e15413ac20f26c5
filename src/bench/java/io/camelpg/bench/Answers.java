package io.camelpg.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Compares what a contender gave, in whatever form, with the rows that are stored. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The answer of a limit that reads all bytes and makes nothing of them. */
    record BytesRead(int rows, long bytes) {}

    private Answers() {}

    static void check(String contender, long key, List<Item> expected, Object answer) {
        if (answer instanceof BytesRead read) {
            if (read.rows != expected.size() || read.bytes < 20L * read.rows) {
                throw new WrongAnswer(contender + " gave for key " + key + ": " + read);
            }
            return;
        }
        List<Item> given;
        try {
            given = rows(answer).stream().map(Item::from).toList();
        } catch (IOException | RuntimeException e) {
            throw new WrongAnswer(contender + " gave for key " + key + " what is no list of rows: " + answer, e);
        }
        if (!given.equals(expected)) {
            throw new WrongAnswer(contender + " gave for key " + key + ": " + given + " instead of " + expected);
        }
    }

    private static List<Map<?, ?>> rows(Object answer) throws IOException {
        List<?> rows = answer instanceof byte[] json ? JSON.readValue(json, List.class) : (List<?>) answer;
        return rows.stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
    }
}
