package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import org.jspecify.annotations.Nullable;

/**
 * The ways to write a placeholder: {@code :name}, {@code :{expression}}, each with {@code in:} after the colon for a
 * collection; camel-sql's {@code #} after the colon and {@code $} before the brace change nothing.
 */
final class PlaceholderScanner {
    private static final String COLLECTION = "in:";

    private PlaceholderScanner() {}

    /** The placeholder whose colon is at this offset, or null where the colon begins none. */
    static @Nullable Token named(String text, int colon) {
        int i = colon + 1;
        if (text.startsWith("#", i)) {
            i++;
        }
        boolean collection = text.startsWith(COLLECTION, i) && beginsBody(text, i + COLLECTION.length());
        if (collection) {
            i += COLLECTION.length();
        }
        if (!beginsBody(text, i)) {
            return null;
        }
        if (LexicalRules.isIdentifierStart(text.charAt(i))) {
            int end = endOfName(text, i);
            Placeholder name = new Placeholder.Named(text.substring(i, end), collection);
            return new Token(TokenKind.PLACEHOLDER, colon, end, name);
        }
        int brace = text.indexOf('{', i);
        int end = endOfBraces(text, brace);
        if (end < 0) {
            throw invalid(text, colon, "the braces of a placeholder begin here and do not end");
        }
        String expression = text.substring(brace + 1, end - 1).strip();
        if (expression.isEmpty()) {
            throw invalid(text, colon, "a placeholder with nothing between its braces");
        }
        Placeholder value = new Placeholder.Expression(expression, collection);
        return new Token(TokenKind.PLACEHOLDER, colon, end, value);
    }

    /** @param end the end of the digits after the dollar sign */
    static Token positional(String text, int dollar, int end) {
        int first = dollar + 1;
        while (first < end - 1 && text.charAt(first) == '0') {
            first++;
        }
        if (end - first > 9) {
            throw Position.error(
                    PgErrorCode.TOO_MANY_PARAMETERS, text, dollar, "the number of a parameter is beyond 65535");
        }
        int number = Integer.parseInt(text.substring(first, end));
        if (number == 0) {
            throw invalid(text, dollar, "parameters are counted from $1");
        }
        return new Token(TokenKind.PARAMETER, dollar, end, new Placeholder.Positional(number));
    }

    private static boolean beginsBody(String text, int i) {
        return text.startsWith("{", i)
                || text.startsWith("${", i)
                || (i < text.length() && LexicalRules.isIdentifierStart(text.charAt(i)));
    }

    /** As PostgreSQL's identifiers, without the dollar sign. */
    private static int endOfName(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) != '$' && LexicalRules.isIdentifierPart(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Braces nest; those within quotes do not count, and a backslash takes the next character with it in there. */
    private static int endOfBraces(String text, int brace) {
        int depth = 0;
        char quote = 0;
        for (int i = brace; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static PgException invalid(String text, int offset, String what) {
        return Position.error(PgErrorCode.INVALID_PLACEHOLDER, text, offset, what);
    }
}
