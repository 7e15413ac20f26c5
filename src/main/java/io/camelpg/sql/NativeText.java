package io.camelpg.sql;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/** The text for the server: its own {@code $n} instead of placeholders. */
final class NativeText {
    private final StringBuilder out = new StringBuilder();

    private NativeText() {}

    /**
     * @param rewritten keywords to be replaced, by the offset where they start
     * @param numbers from the number of an occurrence (counted from 0) to its {@code $n}
     */
    static String of(StatementTokens statement, Map<Integer, String> rewritten, IntUnaryOperator numbers) {
        NativeText text = new NativeText();
        int occurrence = 0;
        boolean afterPlaceholder = false;
        for (Token token : statement.all()) {
            String replacement = rewritten.get(token.start());
            if (token.placeholder() != null) {
                text.parameter(token, numbers.applyAsInt(occurrence++));
            } else if (replacement != null) {
                text.keyword(replacement);
            } else {
                text.copy(statement.text(), token, afterPlaceholder);
            }
            afterPlaceholder = token.kind() == TokenKind.PLACEHOLDER;
        }
        return text.out.toString();
    }

    /** {@code a:b} must not become the identifier {@code a$1}. */
    private void parameter(Token token, int number) {
        if (token.kind() == TokenKind.PLACEHOLDER && LexicalRules.isIdentifierPart(lastCharacter())) {
            out.append(' ');
        }
        out.append('$').append(number);
    }

    private void keyword(String replacement) {
        if (LexicalRules.isOperator(lastCharacter())) {
            out.append(' ');
        }
        out.append(replacement);
    }

    /** {@code :{a}5} must not become {@code $15}. */
    private void copy(String text, Token token, boolean afterPlaceholder) {
        if (afterPlaceholder && LexicalRules.isIdentifierPart(text.charAt(token.start()))) {
            out.append(' ');
        }
        out.append(text, token.start(), token.end());
    }

    private char lastCharacter() {
        return out.isEmpty() ? ' ' : out.charAt(out.length() - 1);
    }
}
