package io.camelpg.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the statements of a text: they end at a semicolon outside brackets, which keeps CREATE RULE … DO (a; b) together,
 * and outside the BEGIN ATOMIC … END of a function.
 */
final class StatementSplitter {
    private final String text;
    private final List<Token> tokens;
    private final List<StatementTokens> found = new ArrayList<>();
    /** Where the current statement begins and ends so far, as indexes of tokens; both -1 before its first token. */
    private int from = -1;

    private int to = -1;
    private final List<Token> significant = new ArrayList<>();

    private StatementSplitter(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** The statements of a text in order, without empty ones. */
    static List<StatementTokens> split(String text, List<Token> tokens) {
        return new StatementSplitter(text, tokens).run();
    }

    private List<StatementTokens> run() {
        int brackets = 0;
        int atomic = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is(";", text) && brackets == 0 && atomic == 0) {
                finish();
                continue;
            }
            if (from < 0 && token.kind() != TokenKind.WHITESPACE) {
                from = i;
            }
            if (token.kind().trivia()) {
                continue;
            }
            to = i;
            if (token.kind() == TokenKind.SYMBOL) {
                char c = text.charAt(token.start());
                brackets += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            } else if (brackets == 0) {
                atomic += atomicStep(token);
            }
            significant.add(token);
        }
        finish();
        return found;
    }

    /**
     * 1 where the body of a function begins, -1 where it ends, else 0. Its END follows a semicolon or ATOMIC, the END of a
     * CASE and a column called end do not.
     */
    private int atomicStep(Token token) {
        if (token.isKeyword("atomic", text)) {
            return createsRoutine() && keyword(last(), "begin") ? 1 : 0;
        }
        if (token.isKeyword("end", text) && createsRoutine()) {
            return last().is(";", text) || (keyword(last(), "atomic") && keyword(beforeLast(), "begin")) ? -1 : 0;
        }
        return 0;
    }

    private boolean createsRoutine() {
        int i = keyword(significant(1), "or") ? 3 : 1;
        return keyword(significant(0), "create")
                && (keyword(significant(i), "function") || keyword(significant(i), "procedure"));
    }

    private void finish() {
        if (to >= 0) {
            found.add(new StatementTokens(text, List.copyOf(tokens.subList(from, to + 1))));
        }
        from = -1;
        to = -1;
        significant.clear();
    }

    private boolean keyword(Token token, String lowerCase) {
        return token.isKeyword(lowerCase, text);
    }

    private Token significant(int index) {
        return index >= 0 && index < significant.size() ? significant.get(index) : SqlLexer.NOTHING;
    }

    private Token last() {
        return significant(significant.size() - 1);
    }

    private Token beforeLast() {
        return significant(significant.size() - 2);
    }
}
