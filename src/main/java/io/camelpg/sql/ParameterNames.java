package io.camelpg.sql;

import java.util.List;
import java.util.function.IntFunction;

/** Rewrites text for the server: an expression in the place of each {@code $n}. */
public final class ParameterNames {
    private ParameterNames() {}

    /**
     * @param sql one statement with {@code $n}
     * @param expression for n, counted from 1
     */
    public static String replace(String sql, IntFunction<String> expression) {
        List<Token> tokens = SqlLexer.tokens(sql);
        StringBuilder out = new StringBuilder(sql.length() + 32);
        for (Token token : tokens) {
            if (token.placeholder() instanceof Placeholder.Positional positional) {
                out.append(expression.apply(positional.number()));
            } else {
                out.append(sql, token.start(), token.end());
            }
        }
        return out.toString();
    }
}
