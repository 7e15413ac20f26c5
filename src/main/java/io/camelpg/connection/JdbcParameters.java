package io.camelpg.connection;

import io.camelpg.connection.ParameterUse.Allowed;
import io.camelpg.connection.ParameterUse.Ours;
import io.camelpg.connection.ParameterUse.Refused;
import io.camelpg.error.Problems;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The driver properties that a configuration sets. An allowlist: whatever could move the connection to another server,
 * load a class, read a file, write a log or weaken what the component promises is not on it. Nothing of it becomes part
 * of a URL.
 */
public final class JdbcParameters {
    private JdbcParameters() {}

    /** Parses {@code key=value&key=value}; every fault is added to the problems, without the value. */
    public static Map<String, String> parse(String text, Problems problems) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text.isBlank()) {
            return parameters;
        }
        Set<String> seen = new HashSet<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                problems.add("jdbc-parameters takes key=value pairs joined by &");
                continue;
            }
            String key = pair.substring(0, equals).trim();
            if (!seen.add(key)) {
                problems.add("jdbc-parameters has '" + printable(key) + "' twice");
                continue;
            }
            ParameterUse use = DriverProperties.use(key);
            if (use instanceof Allowed allowed) {
                String value = decoded(pair.substring(equals + 1), key, problems);
                if (value != null && fits(key, value, allowed.value(), problems)) {
                    parameters.put(key, value);
                }
            } else {
                problems.add("jdbc-parameters does not allow '" + printable(key) + "': " + reason(key, use));
            }
        }
        return parameters;
    }

    private static boolean fits(String key, String value, ParameterValue wanted, Problems problems) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            problems.add("jdbc-parameters: the value of '" + key + "' has a control character");
            return false;
        }
        if (!wanted.fits().test(value)) {
            problems.add("jdbc-parameters: '" + key + "' takes " + wanted.words());
            return false;
        }
        return true;
    }

    private static String reason(String key, @Nullable ParameterUse use) {
        if (use instanceof Ours ours) {
            return ours.by().isEmpty() ? "the component sets it" : "the option " + ours.by() + " sets it";
        }
        if (use instanceof Refused refused) {
            return refused.reason();
        }
        for (String name : DriverProperties.all().keySet()) {
            if (name.equalsIgnoreCase(key)) {
                return "the driver calls it '" + name + "'";
            }
        }
        return "the driver has no such property; allowed are " + String.join(", ", allowed());
    }

    /** In alphabetical order. */
    static List<String> allowed() {
        return DriverProperties.all().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Allowed)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static @Nullable String decoded(String value, String key, Problems problems) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            problems.add("jdbc-parameters: the value of '" + key + "' is not URL encoded");
            return null;
        }
    }

    private static String printable(String key) {
        return key.replaceAll("\\p{Cntrl}", "?");
    }
}
