package io.camelpg.sql;

import java.util.Set;

/** What an EXPLAIN explains, by its words. */
final class ExplainRules {
    private static final Set<String> QUERY_WORDS = Set.of("select", "with", "values", "table", "(");
    private static final Set<String> OLD_OPTIONS = Set.of("analyze", "analyse", "verbose");

    private ExplainRules() {}

    /** CREATE and INTO are reserved: they cannot be written in any other way, and are rarely anything else. */
    static boolean explainsCreation(StatementKind kind, StatementTokens statement) {
        if (kind != StatementKind.EXPLAIN) {
            return false;
        }
        String explained = statement.word(explained(statement));
        boolean intoIsItsOwn = explained.equals("insert") || explained.equals("merge");
        return statement.contain("create") || (!intoIsItsOwn && statement.contain("into"));
    }

    private static int explained(StatementTokens statement) {
        int i = statement.first() + 1;
        if (statement.at(i, "(") && !QUERY_WORDS.contains(statement.word(i + 1))) {
            while (i < statement.size() && !statement.at(i, ")")) {
                i++;
            }
            i++;
        }
        while (OLD_OPTIONS.contains(statement.word(i))) {
            i++;
        }
        return i;
    }
}
