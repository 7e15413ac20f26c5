package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.SourceRow;
import io.camelpg.sql.Placeholder;
import io.camelpg.sql.SqlScript;
import io.camelpg.sql.SqlTemplate;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Where a value is looked up, stated once: what the route's author fixed; the {@code CamelPgParameters} header; the body;
 * a header of that name; an exchange variable. An entry that is there with null is NULL; nothing anywhere is an error.
 */
final class ExchangeArguments implements Arguments {
    private final Exchange exchange;
    private final Message message;
    private final ArgumentSources sources;
    private final BodyValues body;

    /** A body is only looked into for a name that is nowhere before it. */
    private static final class BodyValues {
        private final CamelContext context;
        private final @Nullable Object body;
        private @Nullable NamedValues values;

        BodyValues(CamelContext context, @Nullable Object body) {
            this.context = context;
            this.body = body;
        }

        NamedValues get() {
            NamedValues known = values;
            if (known == null) {
                known = NamedValues.of(context, body);
                values = known;
            }
            return known;
        }
    }

    ExchangeArguments(Exchange exchange, ArgumentSources sources) {
        this.exchange = exchange;
        this.message = exchange.getMessage();
        this.sources = sources;
        this.body = new BodyValues(exchange.getContext(), message.getBody());
    }

    @Override
    public @Nullable String sql() {
        String carried = message.getHeader(PgConstants.SQL, String.class);
        if (!sources.dynamicSql()) {
            if (message.getHeader(PgConstants.SQL) != null) {
                throw new PgException(
                        PgErrorCode.DYNAMIC_SQL_NOT_ALLOWED, "the message has a " + PgConstants.SQL + " header");
            }
            return null;
        }
        return carried == null && sources.bodyIsSql() ? message.getBody(String.class) : carried;
    }

    @Override
    public @Nullable String table() {
        if (message.getHeader(PgConstants.TABLE) == null) {
            return null;
        }
        if (!sources.dynamicSql()) {
            throw new PgException(
                    PgErrorCode.DYNAMIC_SQL_NOT_ALLOWED, "the message has a " + PgConstants.TABLE + " header");
        }
        return message.getHeader(PgConstants.TABLE, String.class);
    }

    @Override
    public @Nullable Map<?, ?> request() {
        return body.get().all();
    }

    @Override
    public @Nullable Object[] values(SqlTemplate template) {
        return values(template, Set.of());
    }

    @Override
    public @Nullable Object[] values(SqlTemplate template, Set<String> optional) {
        if (template.placeholders().isEmpty()) {
            return NOTHING;
        }
        if (template.positional()) {
            return PositionalValues.of(template, message.getHeader(PgConstants.PARAMETERS), message.getBody());
        }
        return named(template.placeholders(), body, optional, null, false);
    }

    @Override
    public List<@Nullable Object[]> values(SqlScript script) {
        List<Placeholder> placeholders = script.placeholders();
        @Nullable
        Object[] all = script.positional()
                ? PositionalValues.of(placeholders.size(), message.getHeader(PgConstants.PARAMETERS), message.getBody())
                : named(placeholders, body, Set.of(), null, false);
        List<@Nullable Object[]> values = new ArrayList<>();
        for (SqlTemplate statement : script.statements()) {
            values.add(statement.placeholders().stream()
                    .map(placeholder -> all[placeholders.indexOf(placeholder)])
                    .toArray());
        }
        return values;
    }

    private static final @Nullable Object[] NOTHING = new @Nullable Object[0];

    @Override
    public Iterator<? extends @Nullable Object> elements() {
        Object of = message.getBody();
        if (of instanceof Iterable<?> iterable) {
            return iterable.iterator();
        }
        if (of instanceof Iterator<?> iterator) {
            return iterator;
        }
        if (of instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        throw new PgException(
                PgErrorCode.INVALID_BODY,
                "batch=true needs a body with many elements (Iterable, Iterator or array), got "
                        + (of == null ? "null" : of.getClass().getTypeName()));
    }

    @Override
    public @Nullable Object[] values(SqlTemplate template, @Nullable Object element) {
        if (template.placeholders().isEmpty()) {
            return NOTHING;
        }
        if (template.positional()) {
            return PositionalValues.of(template, null, element);
        }
        return named(template.placeholders(), new BodyValues(exchange.getContext(), element), Set.of(), element, true);
    }

    @Override
    public @Nullable Object option(String option) {
        Expression expression = sources.option(option);
        if (expression != null) {
            return expression.evaluate(exchange, Object.class);
        }
        return option.equals(LoadOptions.EXTRACTED_AT) ? message.getHeader(PgConstants.EXTRACTED_AT) : null;
    }

    @Override
    public Iterator<SourceRow> rows() {
        return sources.format() == BodyFormat.arrow
                ? new ArrowRows(BodyRows.bytes(exchange, sources.format()))
                : BodyRows.of(exchange, sources.deleteWhen());
    }

    @Override
    public List<Map<?, ?>> columns() {
        List<Map<?, ?>> columns = new ArrayList<>();
        if (message.getHeader(PgConstants.COLUMNS) instanceof List<?> described) {
            for (Object column : described) {
                if (column instanceof Map<?, ?> description) {
                    columns.add(description);
                }
            }
        }
        return columns;
    }

    @Override
    public InputStream text() {
        return BodyRows.text(exchange, sources.format());
    }

    @Override
    public String payload() {
        return NotificationPayload.of(exchange);
    }

    private @Nullable Object[] named(
            List<Placeholder> placeholders,
            BodyValues body,
            Set<String> optional,
            @Nullable Object element,
            boolean ofBatch) {
        @Nullable Object[] values = new @Nullable Object[placeholders.size()];
        for (int i = 0; i < values.length; i++) {
            Placeholder placeholder = placeholders.get(i);
            if (placeholder instanceof Placeholder.Named named) {
                values[i] = value(named, body, optional.contains(named.name()));
            } else if (placeholder instanceof Placeholder.Expression simple) {
                values[i] = evaluated(sources.expression(simple), element, ofBatch);
            }
        }
        return values;
    }

    private @Nullable Object value(Placeholder.Named placeholder, BodyValues of, boolean optional) {
        String name = placeholder.name();
        Object fixed = sources.fixed().get(name);
        if (fixed != null) {
            return fixed instanceof Expression expression ? expression.evaluate(exchange, Object.class) : fixed;
        }
        if (message.getHeader(PgConstants.PARAMETERS) instanceof Map<?, ?> parameters && parameters.containsKey(name)) {
            return parameters.get(name);
        }
        NamedValues body = of.get();
        if (body.has(name)) {
            return body.get(name);
        }
        Object header = message.getHeader(name);
        if (header != null || message.getHeaders().containsKey(name)) {
            return header;
        }
        if (exchange.hasVariables() && exchange.getVariables().containsKey(name)) {
            return exchange.getVariable(name);
        }
        if (optional) {
            return null;
        }
        throw new PgException(
                PgErrorCode.MISSING_PARAMETER,
                placeholder.label() + " has no value: looked in " + PgConstants.PARAMETERS + ", " + body.description()
                        + ", header '" + name + "', variable '" + name + "'");
    }

    private @Nullable Object evaluated(Expression expression, @Nullable Object element, boolean ofBatch) {
        if (!ofBatch) {
            return expression.evaluate(exchange, Object.class);
        }
        Object whole = message.getBody();
        message.setBody(element);
        try {
            return expression.evaluate(exchange, Object.class);
        } finally {
            message.setBody(whole);
        }
    }
}
