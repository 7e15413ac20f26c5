package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields without a column, of rows of one key. */
@Tag("core")
class UpsertStoredFieldsIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
        pg.sql("CREATE TABLE item (id int PRIMARY KEY, v int, extra jsonb)");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    private static String stored(String options, boolean present, List<String> bodies) {
        pg.sql("TRUNCATE item" + (present ? "; INSERT INTO item VALUES (1, 0, '{\"s\": 0}')" : ""));
        for (String body : bodies) {
            Exchange exchange = pg.send("pg:upsert:item?unknownFields=store:extra" + options, body);
            assertThat(exchange.getException()).isNull();
        }
        return pg.scalar("SELECT string_agg(v || ' ' || coalesce(extra::text, '-'), ' ') FROM item");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "'x': 1                  # 'y': 2             # 'x': 3",
                "'x': 1                  # 'y': 2             # 'v': 9",
                "'extra': '{\\'a\\': 1}' # 'z': 2             # 'y': 3",
                "'x': 1                  # 'extra': '{\\'a\\': 1}' # 'z': 2",
                "'extra': {'a': 1}       # 'z': 2             # 'y': 3",
                "'x': 1                  # 'extra': null      # 'z': 2",
                "'extra': null           # 'z': 2             # 'y': 3",
                "'extra': [1]            # 'z': 2             # 'extra': [3]",
            })
    void oneCallGivesWhatSeveralGive(String first, String second, String third) {
        for (String options : List.of(
                "",
                "&absent=null",
                "&onConflict=nothing",
                "&onConflict=newer&versionColumn=v",
                "&onConflict=newer&versionColumn=v&absent=null")) {
            List<String> rows = List.of(row(1, first), row(2, second), row(3, third));
            for (boolean present : new boolean[] {false, true}) {
                assertThat(stored(options, present, List.of("[" + String.join(",", rows) + "]")))
                        .as(options + " " + rows + (present ? " of a row that is there" : ""))
                        .isEqualTo(stored(options, present, rows));
            }
        }
    }

    private static String row(int version, String fields) {
        String versioned = fields.startsWith("'v'") ? fields : "'v': " + version + ", " + fields;
        return ("{'id': 1, " + versioned + "}").replace('\'', '"');
    }
}
