package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:(?<name>\\w+):(?<value>[^}]*)}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP_PORT | 0 | a whole number from 1 to 65535",
                "MANAGEMENT_PORT | 65536 | a whole number from 1 to 65535",
                "POSTGRES_PORT | abc | a whole number from 1 to 65535",
                "SMTP_PORT | -1 | a whole number from 1 to 65535",
                "METRICS_CONSUMERS | x | a whole number from 1",
                "METRICS_SESSION_TIMEOUT | 10s | a whole number from 1",
                "METRICS_ALERT_CLOSING | 1.1 | a number from 0 to 1",
                "METRICS_ALERT_INTERVAL | soon | a duration, such as 5s, 2m or 500 (milliseconds)",
                "METRICS_SAMPLE | yes | true or false",
                "REPORT_CRON | nonsense | a cron expression of Quartz, seconds first",
                "ARCHIVE_CRON | 0 3 1 * * | a cron expression of Quartz, seconds first",
                "REPORT_TIME_ZONE | Mars/Base | the name of a time zone, such as Europe/Berlin or UTC",
                "ARCHIVE_TIME_ZONE | UTC+2 | the name of a time zone, such as Europe/Berlin or UTC",
                "ARCHIVE_CHUNK | 0 | a whole number from 1",
                "ARCHIVE_AGE | nonsense | an interval above zero",
                "ARCHIVE_AGE | 0 days | an interval above zero",
                "ARCHIVE_AGE | 1 year ago | an interval above zero",
                "ARCHIVE_LEASE | 5 | an interval above zero",
                "ROUTES | file:routes/nothere.camel.yaml | files that exist, such as file:routes/mail.camel.yaml",
                "SMTP_TLS | foo | none, starttls or tls",
                "POSTGRES_SSLMODE | on | disable, allow, prefer, require, verify-ca or verify-full",
                "REPORT_LOCALE | klingon | a language, such as en, de or pt-BR",
            })
    void aWrongValueIsNamedWithItsVariableAndWhatIsRight(String variable, String value, String right) {
        assertThat(Settings.faults(Map.of(variable, value)))
                .singleElement()
                .asString()
                .startsWith(variable + " must be " + right)
                .endsWith("not '" + value + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 year", "18 months", "90 days", "2 hours 30 minutes", "1 YEAR"})
    void anIntervalMayHaveSeveralParts(String value) {
        assertThat(Settings.faults(Map.of("ARCHIVE_AGE", value))).isEmpty();
    }

    @Test
    void allAreNamedTogether() {
        assertThatThrownBy(() -> Settings.check(Map.of("HTTP_PORT", "x", "SMTP_USERNAME", "app", "METRICS_SAMPLE", "")))
                .isInstanceOf(Settings.WrongSettingsException.class)
                .hasMessage("HTTP_PORT must be a whole number from 1 to 65535, not 'x'\n"
                        + "METRICS_SAMPLE must be true or false, not ''\n"
                        + "SMTP_USERNAME and SMTP_PASSWORD must be set together, or neither");
    }

    /** What the application runs with where nothing is set has to be right itself. */
    @Test
    void theDefaultsAreRight() throws IOException {
        Matcher variables = VARIABLE.matcher(Files.readString(Path.of("routes/application.properties")));
        Map<String, String> environment = new HashMap<>();
        while (variables.find()) {
            environment.put(variables.group("name"), variables.group("value"));
        }
        assertThat(environment).containsKeys("HTTP_PORT", "REPORT_CRON", "METRICS_CONSUMERS", "ROUTES");
        assertThat(Settings.faults(environment)).isEmpty();
    }

    @Test
    void whatIsRightIsNoFault() {
        assertThat(Settings.faults(Map.of(
                        "HTTP_PORT", "18080",
                        "SMTP_PORT", "",
                        "REPORT_CRON", "0/10 * * * * ?",
                        "REPORT_TIME_ZONE", "America/New_York",
                        "METRICS_ALERT_MEAN", "12.5",
                        "METRICS_ALERT_INTERVAL", "1m30s",
                        "ROUTES", "file:routes/metrics-update.camel.yaml,file:routes/mail.camel.yaml")))
                .isEmpty();
    }
}
