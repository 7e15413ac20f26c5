package io.camelpg.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RowFormatTest {
    private static final int INT = 23;
    private static final int TEXT = 25;
    private static final int JSONB = 3802;

    private static String read(TextRows rows, Function<RowStream, RowFormat> format) throws IOException {
        try (InputStream in = new RowInputStream(rows, format.apply(rows))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            assertThat(rows.isClosed()).isTrue();
        }
    }

    private static TextRows rows() {
        return new TextRows("id", INT, "na\"me", TEXT, "doc", JSONB)
                .row("1", "a \"b\"\n\\", "{\"k\":[1,null]}")
                .row(null, "", "null")
                .row("3", null, null);
    }

    @Test
    void json() throws IOException {
        assertThat(read(rows(), RowFormat::json))
                .isEqualTo("[{\"id\":1,\"na\\\"me\":\"a \\\"b\\\"\\n\\\\\",\"doc\":{\"k\":[1,null]}},"
                        + "{\"id\":null,\"na\\\"me\":\"\",\"doc\":null},"
                        + "{\"id\":3,\"na\\\"me\":null,\"doc\":null}]");
        assertThat(read(new TextRows("id", INT), RowFormat::json)).isEqualTo("[]");
    }

    @Test
    void ndjson() throws IOException {
        assertThat(read(rows(), RowFormat::ndjson).lines()).hasSize(3).allMatch(line -> line.startsWith("{\"id\":"));
        assertThat(read(new TextRows("id", INT), RowFormat::ndjson)).isEmpty();
    }

    @Test
    void csvTellsNullFromEmpty() throws IOException {
        assertThat(read(rows(), RowFormat::csv))
                .isEqualTo("id,\"na\"\"me\",doc\r\n"
                        + "1,\"a \"\"b\"\"\n\\\",\"{\"\"k\"\":[1,null]}\"\r\n"
                        + ",\"\",null\r\n"
                        + "3,,\r\n");
    }

    @Test
    void aRepeatedNameIsWrittenOnceInJsonAndKeptInCsv() throws IOException {
        assertThat(read(new TextRows("id", INT, "id", INT).row("1", "2"), RowFormat::json))
                .isEqualTo("[{\"id\":1}]");
        assertThat(read(new TextRows("id", INT, "id", INT).row("1", "2"), RowFormat::csv))
                .isEqualTo("id,id\r\n1,2\r\n");
        assertThat(new TextRows("id", INT, "id", INT)
                        .columns()
                        .descriptions()
                        .get(1)
                        .get("issue"))
                .asString()
                .contains("give this one an alias");
    }

    @Test
    void rowsLargerThanTheBufferArriveWhole() throws IOException {
        String large = "x".repeat(200_000);
        assertThat(read(new TextRows("t", TEXT).row(large).row(large), RowFormat::ndjson))
                .isEqualTo(("{\"t\":\"" + large + "\"}\n").repeat(2));
    }

    @Test
    void singleBytesAreTheSameBytes() throws IOException {
        StringBuilder text = new StringBuilder();
        try (InputStream in = new RowInputStreamOf(new TextRows("t", TEXT).row("é"))) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.append((char) b);
            }
        }
        assertThat(new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .isEqualTo("{\"t\":\"é\"}\n");
    }

    private static final class RowInputStreamOf extends RowInputStream {
        RowInputStreamOf(RowStream rows) {
            super(rows, RowFormat.ndjson(rows));
        }
    }

    @Test
    void aLineOfCsvNeverEndsTheDataOfCopy() throws IOException {
        assertThat(read(new TextRows("\\.", TEXT).row("\\.").row("\\.x").row("a"), RowFormat::csv))
                .isEqualTo("\"\\.\"\r\n\"\\.\"\r\n\\.x\r\na\r\n");
        assertThat(read(new TextRows("a", TEXT, "b", TEXT).row("\\.", "\\."), RowFormat::csv))
                .isEqualTo("a,b\r\n\\.,\\.\r\n");
    }
}
