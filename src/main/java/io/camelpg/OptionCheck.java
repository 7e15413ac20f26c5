package io.camelpg;

import io.camelpg.error.Problems;
import io.camelpg.row.arrow.ArrowLibrary;
import io.camelpg.row.arrow.ArrowTypes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all options of a URI: each by itself before Camel binds the first, then all together, so that every fault is
 * named at once. Camel alone stops at the first.
 */
final class OptionCheck {
    private static final List<String> OF_EVERY_ENDPOINT =
            List.of("lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern");

    private OptionCheck() {}

    /** The operation of that name; null if there is none, which is a fault. */
    static @Nullable PgVerb verb(Problems problems, String name) {
        for (PgVerb verb : PgVerb.values()) {
            if (verb.name().equals(name)) {
                return verb;
            }
        }
        problems.add("no operation '" + name + "'; there are " + spelled(PgVerb.class));
        return null;
    }

    /**
     * Adds a fault for every option that does not exist, or whose value is not of its type, and takes it out.
     *
     * @param names of all options, to find the one that was meant
     * @param parameters as the URI has them; what is left can be bound
     */
    static void eachAlone(
            Problems problems,
            CamelContext context,
            PropertyConfigurerGetter known,
            Set<String> names,
            Map<String, Object> parameters) {
        parameters.entrySet().removeIf(entry -> {
            int before = problems.found().size();
            String name = entry.getKey();
            Class<?> type = known.getOptionType(name, false);
            if (type == null) {
                if (!OF_EVERY_ENDPOINT.contains(name) && !name.startsWith("scheduler.")) {
                    problems.add("no option '" + name + "'" + nearest(names, name));
                }
            } else if (entry.getValue() instanceof String value && !value.startsWith("#")) {
                checkValue(context, problems, name, type, value);
            }
            return problems.found().size() > before;
        });
    }

    /**
     * Adds a fault for options that do not go together.
     *
     * @param operation null if the URI names none that exists
     * @param targeted whether the URI names a target
     */
    static void together(Problems problems, @Nullable PgVerb operation, boolean targeted, PgConfiguration options) {
        problems.require(options.getMaxRows() >= 0, "maxRows must not be negative");
        problems.require(options.getBatchSize() == null || options.getBatchSize() > 0, "batchSize must be at least 1");
        problems.require(options.getTimeout() >= 0, "timeout must not be negative");
        problems.require(options.getStreamIdleTimeout() > 0, "streamIdleTimeout must be at least 1ms");
        if (operation == PgVerb.test) {
            problems.require(
                    options.getSql() == null && !options.isAllowDynamicSql() && !options.isCoalesce(),
                    "pg:test takes no sql, allowDynamicSql or coalesce");
        }
        if (operation == PgVerb.monitor) {
            MonitorOptions.check(options, problems);
        }
        if (operation == PgVerb.upsert) {
            UpsertOptions.check(options, problems);
        } else if (operation != null) {
            UpsertOptions.refuse(options, operation, problems);
        }
        if (operation == PgVerb.extract) {
            ExtractOptions.check(options, targeted, problems);
        } else if (operation != null) {
            ExtractOptions.refuse(options, operation, problems);
        }
        if (operation == PgVerb.load) {
            LoadOptions.check(options, problems);
        } else if (operation != null) {
            LoadOptions.refuse(options, problems);
        }
        if (operation != null && operation != PgVerb.upsert && operation != PgVerb.load) {
            UpsertOptions.refuseRows(options, operation, problems);
        }
        if (operation == PgVerb.discover) {
            DiscoverOptions.check(options, problems);
        } else if (operation != null) {
            DiscoverOptions.refuse(options, problems);
        }
        if (operation == PgVerb.notify || operation == PgVerb.listen) {
            ChannelOptions.check(options, operation, problems);
        }
        if (operation != null && operation != PgVerb.listen) {
            ChannelOptions.refuse(options, problems);
        }
        problems.require(
                operation == PgVerb.upsert
                        || operation == PgVerb.load
                        || operation == PgVerb.discover
                        || operation == PgVerb.extract
                        || operation == PgVerb.monitor
                        || operation == PgVerb.test
                        || operation == PgVerb.notify
                        || operation == PgVerb.listen
                        || options.getSql() != null
                        || options.isAllowDynamicSql(),
                "sql is not set, and allowDynamicSql=true is not given");
        problems.require(
                options.getOutputClass() == null || options.getOutputType().mapsRows(),
                "outputClass goes with outputType list, one or stream, not " + options.getOutputType());
        problems.require(
                options.getOutputType() != OutputType.arrow || ArrowLibrary.isAvailable(),
                "outputType=arrow needs " + ArrowLibrary.NEEDED);
        problems.require(
                options.getArrowTypes() == ArrowTypes.plain || options.getOutputType() == OutputType.arrow,
                "arrowTypes goes with outputType=arrow");
        problems.require(options.getRetries() >= 0, "retries must not be negative");
        problems.collect(() -> PgOperations.isolation(options.getIsolation()));
        if (operation != null && operation != PgVerb.execute) {
            problems.require(!options.isBatch(), "batch is an option of pg:execute");
            problems.require(options.getExpectedUpdateCount() < 0, "expectedUpdateCount is an option of pg:execute");
        }
        if (operation == PgVerb.transaction) {
            problems.require(
                    options.getOutputType() == OutputType.list,
                    "pg:transaction gives a list with the rows or the update count of each statement, and takes no other"
                            + " outputType");
            problems.require(options.getOutputClass() == null, "pg:transaction takes no outputClass");
        } else if (operation != null) {
            problems.require(
                    options.getIsolation().equals("read-committed"), "isolation is an option of pg:transaction");
            problems.require(!options.isReadOnly(), "readOnly is an option of pg:transaction");
        }
        SettingSources.check(options, operation, problems);
        if (options.isCoalesce()) {
            coalescing(problems, operation, options);
        }
    }

    private static void coalescing(Problems problems, @Nullable PgVerb operation, PgConfiguration options) {
        problems.require(operation != PgVerb.transaction, "pg:transaction takes no coalesce");
        problems.require(
                !options.isAllowDynamicSql(), "coalesce=true needs one statement, and allowDynamicSql=true many");
        problems.require(!options.isBatch(), "coalesce=true is for single calls, and batch=true for many at once");
        problems.require(
                operation != PgVerb.execute || (options.getExpectedUpdateCount() < 0 && options.getMaxRows() == 0),
                "coalesce=true shares a commit, and expectedUpdateCount or maxRows could undo it");
    }

    static boolean isIsolation(String option) {
        return new Problems("").collect(() -> PgOperations.isolation(option)) != null;
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
        } else if (type == long.class || type == int.class || type == Integer.class) {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean duration = lower.endsWith("timeout") || lower.endsWith("delay");
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
