package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of src/it/sync: tables, messages and what they make of them. */
@Tag("core")
class SyncCasesIT {
    private static final Map<String, String> COUNTS = new LinkedHashMap<>(Map.of());

    private static PgContext pg;

    @BeforeAll
    static void start() {
        COUNTS.put("inserted", "CamelPgInsertedCount");
        COUNTS.put("updated", "CamelPgUpdatedCount");
        COUNTS.put("deleted", "CamelPgDeletedCount");
        COUNTS.put("skipped", "CamelPgSkippedCount");
        COUNTS.put("merged", "CamelPgMergedCount");
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
        pg.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS camel_internal CASCADE");
    }

    static List<SyncCase> cases() {
        return SyncCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesWhatIsExpected(SyncCase each) {
        Exchange last = null;
        boolean failureSeen = true;
        for (SyncCase.Section section : each.sections()) {
            if (!failureSeen && !section.kind().equals("fails") && last.getException() != null) {
                throw new AssertionError(last.getException());
            }
            failureSeen = true;
            switch (section.kind()) {
                case "sql" -> pg.sql(section.content());
                case "load" -> {
                    last = pg.send("pg:load:" + section.options(), section.content(), section.headers());
                    failureSeen = false;
                }
                case "fails" ->
                    assertThat(failure(last).code() + " " + failure(last).getMessage())
                            .contains(section.rest().isEmpty() ? "PG-" : section.rest())
                            .contains(section.content());
                case "counts" -> assertThat(counts(last)).isEqualTo(section.rest());
                case "expect" -> assertThat(table(section.rest())).isEqualTo(section.content());
                default -> throw new AssertionError("no section of the kind " + section.kind());
            }
        }
        assertThat(failureSeen || last.getException() == null).isTrue();
    }

    private static String counts(Exchange exchange) {
        String written = COUNTS.entrySet().stream()
                .filter(entry -> exchange.getMessage().getHeader(entry.getValue(), 0L, Long.class) != 0)
                .map(entry -> entry.getKey() + "=" + exchange.getMessage().getHeader(entry.getValue()))
                .collect(Collectors.joining(" "));
        List<?> rejected = exchange.getMessage().getHeader("CamelPgRejectedRows", List.of(), List.class);
        return (written + (rejected.isEmpty() ? "" : " rejected=" + rejected.size())).strip();
    }

    private static String table(String query) {
        return pg.template()
                .requestBody("pg:query?outputType=csv&allowDynamicSql=true", query, String.class)
                .strip()
                .replace("\r\n", "\n");
    }
}
