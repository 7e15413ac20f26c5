package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelpg.error.PgException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents one after another, and what is none between them. */
class JsonDocumentsTest {
    private static String read(String text) {
        JsonDocuments documents = JsonDocuments.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<Object> read = new ArrayList<>();
        while (documents.hasNext()) {
            try {
                read.add(documents.next());
            } catch (PgException e) {
                read.add(e.getMessage().replaceAll(".*what begins at line (\\d+) is no JSON document.*", "line $1"));
            }
        }
        return read.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a:1}_WARN x_{a:2}_ | {a=1}, line 2, {a=2}",
                "{a:1}__  _WARN x_more_{a:2} | {a=1}, line 4, {a=2}",
                "{a:1}_ {a:2}_}_{a:3} | {a=1}, {a=2}, line 3, {a=3}",
                "{a:1} {a:2}_[3_{a:4} | {a=1}, {a=2}, line 2, {a=4}",
                "{a:1} WARN_{a:2} | line 1, {a=2}",
                "{a:1}_ {a:2} {a:3} WARN_{a:4} | {a=1}, line 2, {a=4}",
                "{a:1}_{a:2,_a:_{a:3} | {a=1}, line 2, {a=3}",
                "{a:_1} WARN_{a:2} | line 1, {a=2}",
                "{a:1}_7 WARN_{a:2} | {a=1}, line 2, {a=2}",
                "{a:1}_7_WARN_{a:2} | {a=1}, 7, line 3, {a=2}",
                "WARN_{a:1} | line 1, {a=1}",
                "{a:1}_WARN | {a=1}, line 2",
                "{a:1}_`open | {a=1}, line 2",
            })
    void whatComesBeforeStays(String text, String expected) {
        String json = text.replace('_', '\n').replace("a:", "\"a\":").replace('`', '"');
        assertThat(read(json)).isEqualTo("[" + expected + "]");
        assertThat(read(json.replace("\n", "\r\n"))).isEqualTo("[" + expected + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\ud800a", "ok\ud83d", "\ud83d\ude00\ude00"})
    void halfASurrogatePairIsNotReplaced(String text) {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> JsonDocuments.of("{\"a\":\"" + text + "\"}"))
                .withMessageContaining("PG-302");
    }

    @Test
    void otherTextIsReadAsItIs() {
        assertThat(JsonDocuments.of("\"ä€\ud83d\ude00?\"").next()).isEqualTo("ä€\ud83d\ude00?");
    }
}
