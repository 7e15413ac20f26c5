package io.camelpg.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * How the application logs. Its configuration lies in the application's own package, because a {@code logback.xml} at the
 * root of this jar would reconfigure every program that embeds the library.
 */
public final class Logging {
    /** Read by Logback when the first logger is asked for (Logback manual, chapter 3, "Configuration at initialization"). */
    private static final String CONFIGURATION_FILE = "logback.configurationFile";

    private static final String LEVEL = "LOG_LEVEL";
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    private Logging() {}

    /**
     * Must be called before the first logger is made; a configuration that the user named is left alone.
     *
     * @throws IllegalArgumentException for a LOG_LEVEL that is none, which Logback would silently read as DEBUG
     */
    public static void configure(Map<String, String> environment) {
        String level = level(environment.get(LEVEL));
        if (System.getProperty(CONFIGURATION_FILE) == null) {
            System.setProperty(CONFIGURATION_FILE, "io/camelpg/app/log/logback-app.xml");
        }
        System.setProperty(LEVEL, level);
    }

    /** The embedded server has nobody but its superuser: no warning of that. */
    public static void superuserIsFine() {
        if (LoggerFactory.getLogger("io.camelpg.superuser") instanceof Logger logger) {
            logger.setLevel(Level.ERROR);
        }
    }

    static String level(@Nullable String wanted) {
        if (wanted == null || wanted.isBlank()) {
            return "INFO";
        }
        String level = wanted.strip().toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException(
                    "LOG_LEVEL must be TRACE, DEBUG, INFO, WARN, ERROR or OFF, not '" + wanted + "'");
        }
        return level;
    }
}
