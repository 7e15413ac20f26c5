package io.camelpg.sql;

import java.util.List;

/** The placeholders of other tools, <code>${name}</code>: made {@code :name}, which is bound. */
public final class BracedPlaceholders {
    private BracedPlaceholders() {}

    /**
     * The text with <code>:name</code> for each <code>${name}</code> that stands in it as a value; what is quoted or a
     * comment stays.
     *
     * @throws io.camelpg.error.PgException SYNTAX as {@link SqlTemplate#parse}
     */
    public static String named(String text) {
        if (!text.contains("${")) {
            return text;
        }
        StringBuilder named = new StringBuilder(text.length());
        List<Token> tokens = SqlLexer.tokens(text);
        for (int i = 0; i < tokens.size(); i++) {
            if (isBraced(text, tokens, i)) {
                named.append(':')
                        .append(
                                text,
                                tokens.get(i + 2).start(),
                                tokens.get(i + 2).end());
                i += 3;
            } else {
                named.append(text, tokens.get(i).start(), tokens.get(i).end());
            }
        }
        return named.toString();
    }

    private static boolean isBraced(String text, List<Token> tokens, int i) {
        return i + 3 < tokens.size()
                && is(text, tokens.get(i), "$")
                && is(text, tokens.get(i + 1), "{")
                && tokens.get(i + 2).kind() == TokenKind.IDENTIFIER
                && is(text, tokens.get(i + 3), "}");
    }

    private static boolean is(String text, Token token, String character) {
        return token.kind() == TokenKind.OTHER && text.startsWith(character, token.start());
    }
}
