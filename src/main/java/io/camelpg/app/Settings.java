package io.camelpg.app;

import io.camelpg.app.embedded.EmbeddedServers;
import io.camelpg.app.report.MailServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks the environment before anything is started, so that what is wrong is named by its variable, all of it together,
 * and not by the route that fails on it later.
 */
final class Settings {
    private static final List<Setting> ALL = List.of(
            new Setting("HTTP_PORT", SettingKind.port()),
            new Setting("MANAGEMENT_PORT", SettingKind.port()),
            new Setting("PAGE", SettingKind.choice("true", "false")),
            new Setting("ROUTES", SettingKind.routeFiles()),
            new Setting("SHUTDOWN_TIMEOUT", SettingKind.wholeNumber(1)),
            new Setting("EMBEDDED_SERVERS", SettingKind.choice("true", "false")),
            new Setting("POSTGRES_PORT", SettingKind.port()),
            new Setting("POSTGRES_MAX_CONNECTIONS", SettingKind.wholeNumber(1)),
            new Setting(
                    "POSTGRES_SSLMODE",
                    SettingKind.choice("disable", "allow", "prefer", "require", "verify-ca", "verify-full")),
            new Setting(
                    "KAFKA_SECURITY_PROTOCOL", SettingKind.choice("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")),
            new Setting("SMTP_PORT", SettingKind.port()),
            new Setting("REPORT_CRON", SettingKind.cron()),
            new Setting("REPORT_TIME_ZONE", SettingKind.timeZone()),
            new Setting("REPORT_LOCALE", SettingKind.language()),
            new Setting("CRM_CALLBACK_ATTEMPTS", SettingKind.wholeNumber(1)),
            new Setting("CRM_KEEP_DAYS", SettingKind.wholeNumber(0)),
            new Setting("METRICS_CONSUMERS", SettingKind.wholeNumber(1)),
            new Setting("METRICS_SESSION_TIMEOUT", SettingKind.wholeNumber(1)),
            new Setting("METRICS_RETENTION_DAYS", SettingKind.wholeNumber(0)),
            new Setting("METRICS_ALERT_MEAN", SettingKind.number(0, Integer.MAX_VALUE)),
            new Setting("METRICS_ALERT_P99", SettingKind.number(0, Integer.MAX_VALUE)),
            new Setting("METRICS_ALERT_MINUTES", SettingKind.wholeNumber(1)),
            new Setting("METRICS_ALERT_REQUESTS", SettingKind.wholeNumber(1)),
            new Setting("METRICS_ALERT_CLOSING", SettingKind.number(0, 1)),
            new Setting("METRICS_ALERT_INTERVAL", SettingKind.duration()),
            new Setting("METRICS_SAMPLE", SettingKind.choice("true", "false")),
            new Setting("ARCHIVE_CRON", SettingKind.cron()),
            new Setting("ARCHIVE_TIME_ZONE", SettingKind.timeZone()),
            new Setting("ARCHIVE_AGE", SettingKind.interval()),
            new Setting("ARCHIVE_CHUNK", SettingKind.wholeNumber(1)),
            new Setting("ARCHIVE_LEASE", SettingKind.interval()),
            new Setting("ARCHIVE_PAUSE", SettingKind.wholeNumber(0)),
            new Setting("ARCHIVE_DRY_RUN", SettingKind.choice("true", "false")));

    /** Read by this program, not by Camel, and then nothing is the same as not set. */
    private static final List<String> MAY_BE_EMPTY =
            List.of("PAGE", "SMTP_PORT", "KAFKA_SECURITY_PROTOCOL", "POSTGRES_SSLMODE");

    private Settings() {}

    /** @throws WrongSettingsException where a variable is set to what it cannot be; its message has a line for each */
    static void check(Map<String, String> environment) {
        List<String> faults = faults(environment);
        if (!faults.isEmpty()) {
            throw new WrongSettingsException(String.join("\n", faults));
        }
    }

    static List<String> faults(Map<String, String> environment) {
        List<String> faults = new ArrayList<>();
        for (Setting setting : ALL) {
            String value = environment.get(setting.variable);
            if (value != null
                    && !(value.isBlank() && MAY_BE_EMPTY.contains(setting.variable))
                    && !setting.kind.fits().test(value)) {
                faults.add(setting.variable + " must be " + setting.kind.expected() + ", not '" + value + "'");
            }
        }
        EmbeddedServers.missing(environment)
                .forEach(variable -> faults.add(variable
                        + " must name a server: EMBEDDED_SERVERS=false, so none is started"
                        + (variable.equals("POSTGRES_HOST")
                                ? ""
                                : "; or let ROUTES name the routes that run without it")));
        try {
            MailServer.properties(environment);
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return faults;
    }

    private record Setting(String variable, SettingKind kind) {}

    /** Its message says what is wrong and what is right. */
    static final class WrongSettingsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongSettingsException(String message) {
            super(message);
        }
    }
}
