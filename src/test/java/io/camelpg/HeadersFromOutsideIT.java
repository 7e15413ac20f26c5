package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.OutsideHeaders;
import io.camelpg.support.PgContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every header name of ours, in eight casings, with what HTTP and Kafka can send (text and bytes): where no filter of the
 * transport takes them out, they still change nothing that the endpoint did not allow.
 */
@Tag("core")
class HeadersFromOutsideIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase();
        pg.sql(OutsideHeaders.TABLES);
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void fill() {
        pg.sql(OutsideHeaders.FILL);
    }

    static Stream<String> names() {
        return OutsideHeaders.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void changeNothing(String name) {
        List<String> untouched = outcomes(null, null);
        assertThat(untouched).noneMatch(outcome -> outcome.startsWith("PG-"));
        String data = data();
        for (String casing : OutsideHeaders.casings(name)) {
            for (String value : OutsideHeaders.VALUES) {
                for (Object sent : Arrays.asList(value, value.getBytes(StandardCharsets.UTF_8))) {
                    List<String> outcomes = outcomes(casing, sent);
                    for (int i = 0; i < outcomes.size(); i++) {
                        // a statement that is not asked for is refused, so that its sender hears of it
                        assertThat(outcomes.get(i))
                                .as(casing + ": " + value)
                                .matches(Pattern.quote(untouched.get(i)) + "|PG-104 .*");
                    }
                }
            }
            assertThat(data()).as(casing).isEqualTo(data);
        }
    }

    /** What each endpoint gives. */
    private static List<String> outcomes(String header, Object value) {
        List<String> outcomes = new ArrayList<>();
        for (String uri : OutsideHeaders.URIS) {
            Exchange exchange =
                    pg.send(uri, Map.of("id", 1, "name", "up"), header == null ? Map.of() : Map.of(header, value));
            outcomes.add(
                    exchange.getException() == null
                            ? String.valueOf(exchange.getMessage().getBody())
                            : exchange.getException().getMessage());
        }
        return outcomes;
    }

    private static String data() {
        return pg.scalar(OutsideHeaders.CONTENT);
    }
}
