package io.camelpg.operation.load.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceColumnsTest {
    private static String type(
            String type, Integer length, Integer precision, Integer scale, ValueKind kind, int server) {
        Map<String, Object> column = new HashMap<>();
        column.put("name", "c");
        column.put("type", type);
        column.put("length", length);
        column.put("precision", precision);
        column.put("scale", scale);
        return new SourceColumns(List.of(column, Map.of("name", "c", "type", "uuid"))).type("c", kind, server);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer                     |   |    |    | INTEGER | integer",
                "numeric                     |   | 8  | 3  | NUMBER  | numeric(8,3)",
                "numeric                     |   |    |    | INTEGER | numeric",
                "numeric                     |   | 2  | -3 | NUMBER  | numeric(2,-3)",
                "numeric[]                   |   | 5  | 1  | DOCUMENT| numeric(5,1)[]",
                "character varying           | 7 |    |    | TEXT    | character varying(7)",
                "character varying           |   |    |    | TEXT    | character varying",
                "character                   |   |    |    | TEXT    | bpchar",
                "character                   | 3 |    |    | TEXT    | character(3)",
                "bit                         |   |    |    | TEXT    | bit varying",
                "timestamp with time zone    |   | 3  |    | TEXT    | timestamp with time zone",
                "timestamp with time zone    |   |    |    | ZONED_TIMESTAMP | timestamp with time zone",
                "jsonb                       |   |    |    | DOCUMENT| jsonb",
                "int4multirange              |   |    |    | TEXT    | int4multirange",
                "text                        |   |    |    | BOOLEAN | text",
                "mood                        |   |    |    | TEXT    |",
                "app.mood[]                  |   |    |    | DOCUMENT|",
                "record                      |   |    |    | TEXT    |",
                "uuid                        |   |    |    | INTEGER |",
                "integer                     |   |    |    | BOOLEAN |",
                "integer                     |   |    |    | DOCUMENT|",
                "integer[]                   |   |    |    | INTEGER |",
                "integer); DROP TABLE t; --  |   |    |    | TEXT    |",
                "date                        |   |    |    | TIMESTAMP | date",
            })
    void types(String type, Integer length, Integer precision, Integer scale, ValueKind kind, String sql) {
        assertThat(type(type, length, precision, scale, kind, 180_000)).isEqualTo(sql);
    }

    @Test
    void olderServers() {
        assertThat(type("numeric", null, 2, -3, ValueKind.NUMBER, 140_000)).isEqualTo("numeric");
        assertThat(type("int4multirange", null, null, null, ValueKind.TEXT, 130_000))
                .isNull();
    }

    @Test
    void othersAreNotKnown() {
        assertThat(SourceColumns.NONE.type("c", ValueKind.TEXT, 180_000)).isNull();
        assertThat(new SourceColumns(List.of(Map.of(), Map.of("name", "d"))).type("d", ValueKind.TEXT, 180_000))
                .isNull();
    }
}
