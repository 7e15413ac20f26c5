package io.camelpg;

import io.camelpg.event.CalledStatement;
import io.camelpg.sql.MaskedSql;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** How an endpoint's statements are called in statistics: without any value. Thread-safe. */
final class StatementNames {
    private static final int KEPT = 200;

    private final @Nullable String source;
    private final String text;
    private final boolean dynamic;
    private final boolean inBody;
    private volatile @Nullable CalledStatement last;

    /** Texts of messages, masked; those that were used last. */
    private final Map<String, String> masked = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param statement of the endpoint; null where it has none
     * @param target that the URI names; null for none
     */
    StatementNames(PgConfiguration options, @Nullable String statement, @Nullable String target) {
        String sql = options.getSql();
        boolean elsewhere =
                sql != null && (sql.startsWith("file:") || sql.startsWith("classpath:") || sql.startsWith("#"));
        this.source = elsewhere ? sql : null;
        this.dynamic = options.isAllowDynamicSql();
        String named = target != null ? target : dynamic ? "(of the message)" : "";
        this.text = statement == null ? named : MaskedSql.of(statement);
        this.inBody = sql == null;
    }

    /** What this message calls; before it is called, because what it says may be gone afterwards. */
    CalledStatement of(Exchange exchange) {
        String carried = dynamic ? carried(exchange) : null;
        String route = ExchangeHelper.getRouteId(exchange);
        if (carried != null) {
            return new CalledStatement(route, null, carried);
        }
        CalledStatement known = last;
        if (known == null || !Objects.equals(route, known.route())) {
            known = new CalledStatement(route, source, text);
            last = known;
        }
        return known;
    }

    private @Nullable String carried(Exchange exchange) {
        Object sql = exchange.getMessage().getHeader(PgConstants.SQL);
        Object table = exchange.getMessage().getHeader(PgConstants.TABLE);
        if (sql == null && inBody && table == null) {
            sql = exchange.getMessage().getBody();
        }
        if (sql instanceof String own) {
            synchronized (masked) {
                return masked.computeIfAbsent(own, MaskedSql::of);
            }
        }
        return table instanceof String name ? MaskedSql.of(name) : null;
    }
}
