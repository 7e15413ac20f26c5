package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.Problems;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code host} and {@code read-host} may say. */
class ServerTest {
    private static String parsed(String text, Problems problems) {
        return Server.list("host", text, 5432, problems).stream()
                .map(server -> server.host() + " " + server.port())
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            db.example.com             | db.example.com 5432
            a,b                        | a 5432,b 5432
            a:5433, b                  | a 5433,b 5432
            a , b:1 ,c:65535           | a 5432,b 1,c 65535
            127.0.0.1:6432             | 127.0.0.1 6432
            ::1                        | ::1 5432
            [::1]                      | ::1 5432
            [::1]:5433,fe80::1%eth0    | ::1 5433,fe80::1%eth0 5432
            2001:db8::1,[2001:db8::2]:1| 2001:db8::1 5432,2001:db8::2 1
            """)
    void hosts(String text, String servers) {
        Problems problems = new Problems("test");
        assertThat(parsed(text, problems)).isEqualTo(servers);
        assertThat(problems.found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''          | host is empty
            ' '         | host is empty
            a,          | host has an empty entry
            ,a          | host has an empty entry
            a,,b        | host has an empty entry
            a:          | a port must be from 1 to 65535
            a:0         | a port must be from 1 to 65535
            a:65536     | a port must be from 1 to 65535
            a:1234567   | a port must be from 1 to 65535
            a:x         | a port must be from 1 to 65535
            a b         | host is not the name or the address
            a/b         | host is not the name or the address
            user@a      | host is not the name or the address
            [::1        | host is not the name or the address
            [::1]5433   | host is not the name or the address
            []:5433     | host is not the name or the address
            [::1]:      | a port must be from 1 to 65535
            """)
    void faults(String text, String problem) {
        Problems problems = new Problems("test");
        assertThat(Server.list("host", text, 5432, problems)).isNotEmpty();
        assertThat(problems.found()).singleElement().asString().contains(problem);
    }

    @Test
    void theyPrintAsTheyAreWritten() {
        Servers servers = Servers.of(Server.list("host", "a,[::1]:5433", 5432, new Problems("test")), List.of());
        assertThat(servers).hasToString("a:5432,[::1]:5433");
        assertThat(servers.target()).isEqualTo(TargetSession.PRIMARY);
        assertThat(Servers.of(servers.hosts().subList(0, 1), servers.hosts()).target())
                .isEqualTo(TargetSession.ANY);
    }
}
