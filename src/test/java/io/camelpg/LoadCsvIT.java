package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** CSV with everything in it that RFC 4180 allows, and with what it does not. */
@Tag("core")
class LoadCsvIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
        pg.sql("CREATE TABLE note (id int, full_text text, n int DEFAULT 7); CREATE TABLE word (value text)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void empty() {
        pg.sql("TRUNCATE note, word");
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    private static Exchange load(String uri, Object body) {
        Exchange exchange = pg.send("pg:load:" + uri, body);
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return exchange;
    }

    private static PgException refused(String uri, Object body) {
        return failure(pg.send("pg:load:" + uri, body));
    }

    private static String notes() {
        return pg.scalar("SELECT string_agg(concat_ws('|', coalesce(id::text, '-'), coalesce(full_text, '-'),"
                + " coalesce(n::text, '-')), ' ' ORDER BY id) FROM note");
    }

    @Test
    void quotesAndLineEnds() {
        load(
                "note?format=csv",
                "\uFEFFid,fullText\r\n1,plain\r\n2,\"a, \"\"b\"\"\"\r\n3,\"two\r\nlines\n\"\r\n4,\r\n5,\"\"\r\n6,ü€😀");
        assertThat(notes()).isEqualTo("1|plain|7 2|a, \"b\"|7 3|two\r\nlines\n|7 4|-|7 5||7 6|ü€😀|7");
    }

    @Test
    void everyKindOfBody() {
        byte[] csv = "id,n\n1,\n2,5\n".getBytes(StandardCharsets.UTF_8);
        for (Object body : List.of(
                new String(csv, StandardCharsets.UTF_8),
                csv,
                new ByteArrayInputStream(csv),
                new StringReader(new String(csv, StandardCharsets.UTF_8)))) {
            assertThat(load("note?format=csv", body).getMessage().getHeader(PgConstants.INSERTED_COUNT))
                    .isEqualTo(2L);
        }
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(n) FROM note")).isEqualTo("8 4");
        assertThat(refused("note?format=csv", Map.of("id", 1))).hasMessageContaining("PG-106");
    }

    /** Below PostgreSQL 18 a line of these two characters ends the data, and what follows is dropped without a word. */
    @Test
    void theMarkOfTheEndIsAValue() {
        load("word?format=csv", "value\na\n\\.\nb\n\"x\n\\.\ny\"\n\nc\n");
        assertThat(pg.scalar("SELECT string_agg(coalesce(value, 'NULL'), ' ' ORDER BY value) FROM word"))
                .isEqualTo("\\. NULL a b c x\n\\.\ny".replace("NULL ", "") + " NULL");
    }

    @Test
    void columnsAreThoseOfTheHeader() {
        load("note?format=csv&unknownFields=ignore", "n,other,ID\n1,\"x,\n\",2\n3,,4\n");
        assertThat(notes()).isEqualTo("2|-|1 4|-|3");
        load("note?format=csv&unknownFields=ignore&columns=id", "n,id\n9,6\n");
        assertThat(notes()).endsWith("6|-|7");
        assertThat(refused("note?format=csv", "id,ful_text\n1,2\n"))
                .hasMessageContaining("PG-207")
                .hasMessageContaining("full_text");
        assertThat(refused("note?format=csv", "full_text,fullText\n1,2\n")).hasMessageContaining("two fields");
        assertThat(refused("note?format=csv&unknownFields=ignore", "a,b\n1,2\n"))
                .hasMessageContaining("PG-106");
    }

    @Test
    void nothingButAHeader() {
        assertThat(load("note?format=csv", "id,n\n").getMessage().getHeader(PgConstants.INSERTED_COUNT))
                .isEqualTo(0L);
        for (String none : List.of("", "\n", "\uFEFF")) {
            assertThat(refused("note?format=csv", none))
                    .hasMessageContaining("PG-106")
                    .hasMessageContaining("no header line");
        }
    }

    @Test
    void emptyLinesAreNoRecords() {
        load("note?format=csv", "id,n\n\n1,2\r\n\r\n\n3,4\n\n");
        assertThat(notes()).isEqualTo("1|-|2 3|-|4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "1,2,3 # has 3 fields, and the header 2",
                "1     # has 1 fields, and the header 2",
                "x,2   # column \"id\": invalid input syntax",
                "'1,\"2' # a quote is not closed",
            })
    void badRecords(String record, String said) {
        String csv = "id,n\n0,0\n" + record.strip() + "\n";
        assertThat(refused("note?format=csv", csv))
                .hasMessageContaining("row 1 (the first is 0)")
                .hasMessageContaining(said);
        assertThat(notes()).isNull();
        Exchange kept = load("note?format=csv&badRows=reject", csv);
        assertThat(notes()).isEqualTo("0|-|0");
        Map<?, ?> rejected = (Map<?, ?>) kept.getMessage()
                .getHeader(PgConstants.REJECTED_ROWS, List.class)
                .get(0);
        assertThat(rejected.get("index")).isEqualTo(1L);
        assertThat((String) rejected.get("row")).startsWith(record.strip());
        assertThat((String) rejected.get("message")).contains(said);
    }

    @Test
    void aQuoteThatIsNeverClosedDoesNotFillTheMemory() {
        InputStream endless = new InputStream() {
            private final byte[] begin = "id,full_text\n1,\"".getBytes(StandardCharsets.UTF_8);
            private int position;

            @Override
            public int read() {
                return position < begin.length ? begin[position++] : 'x';
            }
        };
        assertThat(refused("note?format=csv", endless))
                .hasMessageContaining("line 2")
                .hasMessageContaining("longer than 64 MB");
        assertThat(notes()).isNull();
    }

    @Test
    void manyRecordsInFlatMemory() {
        InputStream many = new InputStream() {
            private byte[] line = "id,fullText\n".getBytes(StandardCharsets.UTF_8);
            private int position;
            private int next;

            @Override
            public int read(byte[] target, int offset, int length) {
                if (position == line.length) {
                    if (next == 1_000_000) {
                        return -1;
                    }
                    line = (next + ",\"row\n" + next++ + "\"\n").getBytes(StandardCharsets.UTF_8);
                    position = 0;
                }
                int count = Math.min(length, line.length - position);
                System.arraycopy(line, position, target, offset, count);
                position += count;
                return count;
            }

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }
        };
        load("note?format=csv", many);
        assertThat(pg.scalar("SELECT count(*) || ' ' || sum(id) FROM note WHERE full_text = E'row\\n' || id"))
                .isEqualTo("1000000 499999500000");
    }

    /** What replaces their bytes would make two names one. */
    @Test
    void whatIsNotUtf8IsNoKey() {
        pg.sql("CREATE TABLE customer (name text PRIMARY KEY, v int)");
        byte[] latin1 = "name,v\nMüller,1\nplain,2\nMöller,3\n".getBytes(StandardCharsets.ISO_8859_1);
        String uri = "customer?format=csv&mode=dedup";
        assertThat(refused(uri, latin1))
                .hasMessageContaining("PG-106")
                .hasMessageContaining("the record in line 2 is not UTF-8");
        Exchange kept = load(uri + "&badRows=reject", latin1);
        assertThat(kept.getMessage().getHeader(PgConstants.REJECTED_ROWS, List.class))
                .hasSize(2);
        load(uri, "name,v\n\uFFFD,4\n");
        assertThat(pg.scalar("SELECT string_agg(name || v, ' ' ORDER BY v) FROM customer"))
                .isEqualTo("plain2 \uFFFD4");
        byte[] header = "näme,v\nx,1\n".getBytes(StandardCharsets.ISO_8859_1);
        for (String mode : List.of("dedup", "append")) {
            assertThat(refused("customer?format=csv&unknownFields=ignore&mode=" + mode, header))
                    .hasMessageContaining("PG-106")
                    .hasMessageContaining("the header line is not UTF-8");
        }
        assertThat(refused("customer?format=csv&mode=append", latin1).sqlState())
                .isEqualTo("22021");
    }

    @Test
    void whatAQueryGivesCopyTakes() throws IOException, SQLException {
        String sql = "SELECT value FROM (VALUES (1, 'a'), (2, '\\.'), (3, 'b')) AS v (n, value) ORDER BY n";
        String csv = pg.template().requestBody("pg:query?outputType=csv&sql=" + sql, null, String.class);
        try (Connection connection = TestPostgres.connect(pg.database())) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY word FROM STDIN (FORMAT csv, HEADER)", new StringReader(csv));
        }
        assertThat(pg.scalar("SELECT count(*) FROM word")).isEqualTo("3");
    }
}
