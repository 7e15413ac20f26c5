package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The placeholders of one statement, and the keywords that change with them.
 *
 * @param placeholders distinct
 * @param occurrences from occurrence to index into the placeholders
 * @param rewritten keywords to be replaced, by the offset where they start
 */
record BoundTokens(
        StatementTokens statement,
        List<Placeholder> placeholders,
        List<Integer> occurrences,
        Map<Integer, String> rewritten) {
    private static final int MOST = 65535;

    /** @throws PgException INVALID_PLACEHOLDER, TOO_MANY_PARAMETERS, MIXED_PLACEHOLDERS */
    static BoundTokens of(StatementTokens given) {
        boolean ownsParameters = ownsParameters(given);
        StatementTokens statement = ownsParameters ? withoutParameters(given) : given;
        List<Placeholder> written = new ArrayList<>();
        Map<Integer, String> rewritten = new HashMap<>();
        for (int i = 0; i < statement.size(); i++) {
            Token token = statement.significant().get(i);
            Placeholder placeholder = token.placeholder();
            if (placeholder == null) {
                continue;
            }
            if (ownsParameters) {
                throw invalid(
                        statement,
                        token,
                        placeholder.label()
                                + " stands in a statement that has parameters of its own and takes no values");
            }
            written.add(placeholder);
            if (placeholder.collection()) {
                rewriteIn(statement, i, placeholder, rewritten);
            }
        }
        List<Placeholder> distinct = distinct(written);
        Map<Placeholder, Integer> index = new HashMap<>();
        distinct.forEach(placeholder -> index.put(placeholder, index.size()));
        return new BoundTokens(
                statement, distinct, written.stream().map(index::get).toList(), Map.copyOf(rewritten));
    }

    /** In these, {@code $n} is an argument of what they create, and the server takes no values for them. */
    private static boolean ownsParameters(StatementTokens statement) {
        int routine = statement.at(1, "or", "replace") ? 3 : 1;
        return (statement.at(0, "prepare") && !TransactionRules.preparesTransaction(statement))
                || (statement.at(0, "create")
                        && (statement.at(routine, "function") || statement.at(routine, "procedure")));
    }

    private static StatementTokens withoutParameters(StatementTokens statement) {
        return new StatementTokens(
                statement.text(),
                statement.all().stream()
                        .map(token -> token.kind() == TokenKind.PARAMETER
                                ? new Token(TokenKind.PARAMETER, token.start(), token.end())
                                : token)
                        .toList());
    }

    /**
     * {@code IN (:in:ids)} becomes {@code = ANY ($1)} and {@code NOT IN (:in:ids)} becomes {@code <> ALL ($1)}: one text
     * for any number of values, and right for none.
     */
    private static void rewriteIn(
            StatementTokens statement, int i, Placeholder placeholder, Map<Integer, String> rewritten) {
        boolean alone = statement.at(i - 2, "in", "(") && !statement.at(i - 3, ".") && statement.at(i + 1, ")");
        if (!alone) {
            throw invalid(
                    statement,
                    statement.significant().get(i),
                    placeholder.label()
                            + " takes any number of values and must be all there is in IN ( ) or NOT IN ( );"
                            + " elsewhere bind an array: = ANY(:name)");
        }
        boolean not = statement.at(i - 3, "not") && !statement.at(i - 4, ".");
        if (not) {
            rewritten.put(statement.significant().get(i - 3).start(), "<>");
        }
        rewritten.put(statement.significant().get(i - 2).start(), not ? "ALL" : "= ANY");
    }

    private static List<Placeholder> distinct(List<Placeholder> written) {
        Set<Integer> numbers = new TreeSet<>();
        Set<Placeholder> named = new LinkedHashSet<>();
        for (Placeholder placeholder : written) {
            if (placeholder instanceof Placeholder.Positional positional) {
                numbers.add(positional.number());
            } else {
                named.add(placeholder);
            }
        }
        if (!numbers.isEmpty() && !named.isEmpty()) {
            throw mixed(named.iterator().next(), numbers.iterator().next());
        }
        if (Math.max(numbers.size(), named.size()) > MOST) {
            throw new PgException(
                    PgErrorCode.TOO_MANY_PARAMETERS,
                    "The statement has " + Math.max(numbers.size(), named.size()) + " placeholders");
        }
        return numbers.isEmpty()
                ? List.copyOf(named)
                : numbers.stream().<Placeholder>map(Placeholder.Positional::new).toList();
    }

    static PgException mixed(Placeholder named, int number) {
        return new PgException(
                PgErrorCode.MIXED_PLACEHOLDERS, "Both " + named.label() + " and $" + number + " are used");
    }

    private static PgException invalid(StatementTokens statement, Token token, String what) {
        return Position.error(PgErrorCode.INVALID_PLACEHOLDER, statement.text(), token.start(), what);
    }
}
