package io.camelpg;

import io.camelpg.error.Problems;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * Looks at all options of a URI before Camel binds the first, so that every wrong one is named at once. Camel alone stops
 * at the first.
 */
final class OptionCheck {
    private static final List<String> OF_EVERY_ENDPOINT =
            List.of("lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern");

    private OptionCheck() {}

    /**
     * @param names of all options, to find the one that was meant
     * @throws io.camelpg.error.PgException PG-501 that names every fault
     */
    static void check(
            CamelContext context,
            String verb,
            PropertyConfigurerGetter known,
            Set<String> names,
            Map<String, Object> parameters) {
        Problems problems = new Problems("pg:" + verb);
        if (Arrays.stream(PgVerb.values())
                .noneMatch(operation -> operation.name().equals(verb))) {
            problems.add("no operation '" + verb + "'; there are " + spelled(PgVerb.class));
        }
        for (Map.Entry<String, Object> entry : parameters.entrySet()) {
            String name = entry.getKey();
            Class<?> type = known.getOptionType(name, false);
            if (type == null) {
                if (!OF_EVERY_ENDPOINT.contains(name)) {
                    problems.add("no option '" + name + "'" + nearest(names, name));
                }
            } else if (entry.getValue() instanceof String value && !value.startsWith("#")) {
                checkValue(context, problems, name, type, value);
            }
        }
        problems.throwIfAny();
    }

    private static void checkValue(CamelContext context, Problems problems, String name, Class<?> type, String value) {
        if (type.isEnum()) {
            if (Arrays.stream(type.getEnumConstants())
                    .noneMatch(constant -> constant.toString().equalsIgnoreCase(value))) {
                problems.add(name + " must be one of " + spelled(type) + ", not '" + value + "'");
            }
        } else if (type == boolean.class) {
            problems.require(
                    value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"),
                    name + " must be true or false, not '" + value + "'");
        } else if (type == long.class || type == int.class) {
            boolean duration = name.toLowerCase(Locale.ROOT).endsWith("timeout");
            Class<?> wanted = duration ? Duration.class : type;
            try {
                // Camel's converter makes something else of the sign in front of a unit
                if ((duration && value.startsWith("-"))
                        || context.getTypeConverter().tryConvertTo(wanted, value) == null) {
                    throw new IllegalArgumentException();
                }
            } catch (RuntimeException e) {
                problems.add(name + " must be " + (duration ? "a duration such as 500ms, 10s or 5m" : "a whole number")
                        + ", not '" + value + "'");
            }
        }
    }

    private static String spelled(Class<?> enumType) {
        return String.join(
                ", ",
                Arrays.stream(enumType.getEnumConstants()).map(Object::toString).toList());
    }

    private static String nearest(Set<String> names, String name) {
        return names.stream()
                .sorted()
                .filter(option -> option.equalsIgnoreCase(name)
                        || option.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT))
                        || name.toLowerCase(Locale.ROOT).startsWith(option.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(option -> "; perhaps you meant '" + option + "'")
                .orElse("");
    }
}
