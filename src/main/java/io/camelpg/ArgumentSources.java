package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.MessageSettings;
import io.camelpg.sql.Placeholder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint knows of its arguments before a message comes: the values its author fixed, and the expressions in its
 * statement, compiled. Immutable, thread-safe.
 */
final class ArgumentSources {
    private final Map<String, Object> fixed = new LinkedHashMap<>();
    private final Map<String, Expression> expressions = new LinkedHashMap<>();
    private final Map<String, Expression> options = new LinkedHashMap<>();
    private final boolean dynamicSql;
    private final boolean bodyIsSql;
    private final BodyFormat format;
    private final @Nullable Predicate deleteWhen;
    private final @Nullable SettingSources settings;

    ArgumentSources(CamelContext context, PgConfiguration options, List<Placeholder> placeholders) {
        this.dynamicSql = options.isAllowDynamicSql();
        this.bodyIsSql = dynamicSql && options.getSql() == null;
        this.format = options.getFormat();
        this.settings = SettingSources.of(context, options);
        String condition = options.getDeleteWhen();
        this.deleteWhen = condition == null ? null : condition(context, condition);
        LoadOptions.expressions(options).forEach((name, simple) -> this.options.put(name, compiled(context, simple)));
        options.getParameters().forEach((name, value) -> fixed.put(name, fixed(context, value)));
        for (Placeholder placeholder : placeholders) {
            if (placeholder instanceof Placeholder.Expression simple) {
                expressions.put(simple.expression(), compiled(context, "${" + simple.expression() + "}"));
            }
        }
    }

    /** A constant stays what it is; text with a simple function in it becomes an expression. */
    static Object fixed(CamelContext context, Object value) {
        return value instanceof String text && (text.contains("${") || text.contains("$simple{"))
                ? compiled(context, text)
                : value;
    }

    private static Predicate condition(CamelContext context, String simple) {
        Predicate predicate = context.resolveLanguage("simple").createPredicate(simple);
        predicate.init(context);
        return predicate;
    }

    static Expression compiled(CamelContext context, String simple) {
        Language language = context.resolveLanguage("simple");
        Expression expression = language.createExpression(simple);
        expression.init(context);
        return expression;
    }

    Map<String, Object> fixed() {
        return fixed;
    }

    /** What a body of text or bytes is. */
    BodyFormat format() {
        return format;
    }

    /** Which rows are to be deleted; null for none. */
    @Nullable
    Predicate deleteWhen() {
        return deleteWhen;
    }

    /** The expression that an option is; null where it is not set. */
    @Nullable
    Expression option(String name) {
        return options.get(name);
    }

    /** What holds for the transaction of this message; null for nothing. */
    @Nullable
    MessageSettings settings(Exchange exchange) {
        return settings == null ? null : settings.of(exchange);
    }

    boolean dynamicSql() {
        return dynamicSql;
    }

    boolean bodyIsSql() {
        return bodyIsSql;
    }

    /** @throws PgException PG-104 for an expression in SQL that came with a message: it would run there as code */
    Expression expression(Placeholder.Expression placeholder) {
        Expression known = expressions.get(placeholder.expression());
        if (known == null) {
            throw new PgException(
                    PgErrorCode.DYNAMIC_SQL_NOT_ALLOWED,
                    "a statement that comes with a message cannot contain the expression " + placeholder.label(),
                    null,
                    "Use a named placeholder such as :name there",
                    null);
        }
        return known;
    }
}
