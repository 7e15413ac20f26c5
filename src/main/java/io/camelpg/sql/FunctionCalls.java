package io.camelpg.sql;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The functions that a statement can be seen to call. */
final class FunctionCalls {
    private FunctionCalls() {}

    /**
     * Every name in front of a parenthesis, and every name behind a dot: {@code (42).pg_advisory_lock} calls the function,
     * too ("Field Selection" in PostgreSQL's manual, section 4.2.4, and functional notation in 8.16.5).
     */
    static Set<String> of(StatementTokens statement) {
        Set<String> calls = new LinkedHashSet<>();
        for (int i = 0; i < statement.size(); i++) {
            if (!statement.isName(i)) {
                continue;
            }
            int next = statement.isEscaped(i) ? i + 3 : i + 1;
            if (statement.at(i - 1, ".") || statement.at(next, "(")) {
                calls.add(statement.name(i));
            }
        }
        return Collections.unmodifiableSet(calls);
    }
}
