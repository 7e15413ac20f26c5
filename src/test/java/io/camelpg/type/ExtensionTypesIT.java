package io.camelpg.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelpg.support.TestPostgres;
import io.camelpg.type.WireSession.Parameter;
import io.camelpg.type.WireSession.Value;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtensionTypesIT {
    @Test
    void extensionsTypesAreKnownByName() throws SQLException {
        try (WireSession session = new WireSession(TestPostgres.createDatabase())) {
            boolean available = ((Number) session.column(
                                            Format.TEXT,
                                            "SELECT count(*) FROM pg_available_extensions WHERE name IN ('citext', 'hstore')")
                                    .get(0)
                                    .read())
                            .intValue()
                    == 2;
            assumeTrue(available, "This server comes without citext and hstore");
            session.execute("CREATE EXTENSION citext; CREATE EXTENSION hstore");
            PgType citext = session.type("citext");
            assertThat(citext.issue()).isNull();
            PgType hstore = session.type("hstore");
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("a\"\\ ", "1, 2");
            map.put("nil", null);
            map.put("", 5);
            for (Format format : Format.values()) {
                List<Value> row = session.rows(
                                format,
                                "SELECT ?::citext, ?::hstore, ?::citext[]",
                                new Parameter(citext, "Ä\"b"),
                                new Parameter(hstore, map),
                                new Parameter(session.type("citext[]"), Arrays.asList("a", null)))
                        .get(0);
                assertThat(row.get(0).read()).isEqualTo("Ä\"b");
                assertThat(row.get(1).read()).isEqualTo("\"\"=>\"5\", \"nil\"=>NULL, \"a\\\"\\\\ \"=>\"1, 2\"");
                assertThat(row.get(1).json())
                        .isEqualTo(
                                "\"\\\"\\\"=>\\\"5\\\", \\\"nil\\\"=>NULL, \\\"a\\\\\\\"\\\\\\\\ \\\"=>\\\"1, 2\\\"\"");
                assertThat(row.get(2).read()).isEqualTo(Arrays.asList("a", null));
            }
        }
    }
}
