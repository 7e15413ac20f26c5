package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.session.MessageSettings;
import io.camelpg.sql.TableName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/**
 * The options {@code role} and {@code sessionSettings.}: what they say of a message. Nothing usable there is a failure, for
 * a policy that finds no setting may let everything through. Immutable, thread-safe.
 */
final class SettingSources {
    /** Of an application's or an extension's own: what the component itself relies on has no dot in its name. */
    private static final Pattern CUSTOM = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)+");

    private static final Set<String> BUILT_IN = Set.of("lock_timeout", "timezone", "work_mem");
    private static final int MOST = 31;
    /** For the server no name of a role: it stands for the user that connected. */
    private static final String NONE = "none";

    private final @Nullable Object role;
    private final Map<String, Object> settings = new LinkedHashMap<>();

    private SettingSources(CamelContext context, PgConfiguration options) {
        String name = options.getRole();
        this.role = name == null ? null : ArgumentSources.fixed(context, name);
        options.getSessionSettings()
                .forEach((setting, value) -> settings.put(setting, ArgumentSources.fixed(context, value)));
    }

    /** Null where an endpoint has neither of the options. */
    static @Nullable SettingSources of(CamelContext context, PgConfiguration options) {
        return options.getRole() == null && options.getSessionSettings().isEmpty()
                ? null
                : new SettingSources(context, options);
    }

    static void check(PgConfiguration options, @Nullable PgVerb operation, Problems problems) {
        Map<String, Object> settings = options.getSessionSettings();
        for (String name : settings.keySet()) {
            problems.require(
                    CUSTOM.matcher(name).matches() || BUILT_IN.contains(name.toLowerCase(Locale.ROOT)),
                    "sessionSettings." + name
                            + " is neither a setting of the application's own, such as app.tenant, nor"
                            + " one of lock_timeout, timezone, work_mem");
        }
        problems.require(settings.size() <= MOST, "there can be at most " + MOST + " sessionSettings");
        String role = options.getRole();
        if (role != null && !role.contains("${") && !role.contains("$simple{")) {
            problems.collect(() -> roleName(role));
        }
        if (role == null && settings.isEmpty()) {
            return;
        }
        problems.require(
                !options.isCoalesce(),
                "coalesce=true shares a transaction, and role and sessionSettings are a message's");
        problems.require(
                !options.isAllowDynamicSql(),
                "allowDynamicSql=true lets a message's statement change role and sessionSettings itself");
        problems.require(
                operation != PgVerb.test && operation != PgVerb.monitor,
                "role and sessionSettings are no options of pg:" + operation);
    }

    /**
     * What holds for this message.
     *
     * @throws PgException PG-107 where it gives nothing usable
     */
    MessageSettings of(Exchange exchange) {
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach((name, source) -> values.put(name, text(exchange, "sessionSettings." + name, source)));
        Object source = role;
        return MessageSettings.of(values, source == null ? null : roleName(text(exchange, "role", source)));
    }

    private static String text(Exchange exchange, String option, Object source) {
        String value = source instanceof Expression expression
                ? expression.evaluate(exchange, String.class)
                : String.valueOf(source);
        if (value == null || value.isBlank()) {
            throw new PgException(PgErrorCode.INVALID_SETTING, option + " has no value for this message");
        }
        return value;
    }

    private static String roleName(String text) {
        TableName name = null;
        try {
            name = TableName.parse(text);
        } catch (PgException e) {
            // Its message would quote what the message said.
        }
        if (name == null
                || name.schema() != null
                || name.name().toLowerCase(Locale.ROOT).equals(NONE)) {
            throw new PgException(
                    PgErrorCode.INVALID_SETTING,
                    "role is not the name of one",
                    null,
                    "A role is an identifier, in double quotes where it is more than letters, digits and _",
                    null);
        }
        return name.name();
    }
}
