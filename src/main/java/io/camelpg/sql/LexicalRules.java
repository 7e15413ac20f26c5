package io.camelpg.sql;

/**
 * Where the lexical elements of PostgreSQL end: "Lexical Structure" in its manual (section 4.1), and its scanner {@code
 * src/backend/parser/scan.l} where the manual is silent. Each {@code endOf} takes the offset where the element starts and
 * returns the offset after it, or {@link #UNTERMINATED}. Assumes {@code standard_conforming_strings = on}.
 */
final class LexicalRules {
    static final int UNTERMINATED = -1;

    private LexicalRules() {}

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Every character beyond ASCII may be part of a name, spaces and signs included. */
    static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c) || c == '$';
    }

    static boolean isOperator(char c) {
        return "+-*/<>=~!@#%^&|`?".indexOf(c) >= 0;
    }

    static int endOfSpace(String text, int start) {
        int i = start;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The byte order mark of a file, which the server would read as a name, with whitespace around it; 0 without one. */
    static int endOfByteOrderMark(String text) {
        int end = 0;
        for (int i = 0; i < text.length() && (isSpace(text.charAt(i)) || text.charAt(i) == '\uFEFF'); i++) {
            if (text.charAt(i) == '\uFEFF') {
                end = i + 1;
            }
        }
        return end;
    }

    /** A comment ends at CR or LF, or with the text. */
    static int endOfLineComment(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    /** Comments nest. */
    static int endOfBlockComment(String text, int start) {
        int depth = 1;
        int i = start + 2;
        while (i < text.length()) {
            if (text.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return UNTERMINATED;
    }

    /**
     * @param quote offset of the opening quote, after any prefix
     * @param backslashes whether a backslash takes the next character with it, as in E''
     */
    static int endOfString(String text, int quote, boolean backslashes) {
        int i = quote + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\' && backslashes) {
                i += 2;
            } else if (c != '\'') {
                i++;
            } else if (text.startsWith("'", i + 1)) {
                i += 2;
            } else {
                int next = continuation(text, i + 1);
                if (next < 0) {
                    return i + 1;
                }
                i = next + 1;
            }
        }
        return UNTERMINATED;
    }

    /** The quote that continues a string after its closing quote: beyond whitespace and comments with a line break. */
    private static int continuation(String text, int afterQuote) {
        boolean lineBreak = false;
        int i = afterQuote;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                lineBreak |= c == '\n' || c == '\r';
                i++;
            } else if (text.startsWith("--", i)) {
                i = endOfLineComment(text, i);
            } else {
                return c == '\'' && lineBreak ? i : -1;
            }
        }
        return -1;
    }

    /** @param quote offset of the opening double quote */
    static int endOfQuotedIdentifier(String text, int quote) {
        int i = quote + 1;
        while (i < text.length()) {
            if (text.charAt(i) != '"') {
                i++;
            } else if (text.startsWith("\"", i + 1)) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return UNTERMINATED;
    }

    /** Where the opening delimiter {@code $tag$} at this dollar sign ends, or -1 where none begins. */
    static int endOfDollarDelimiter(String text, int start) {
        int i = start + 1;
        if (i < text.length() && isIdentifierStart(text.charAt(i))) {
            while (i < text.length() && text.charAt(i) != '$' && isIdentifierPart(text.charAt(i))) {
                i++;
            }
        }
        return i < text.length() && text.charAt(i) == '$' ? i + 1 : -1;
    }

    /** @param delimiterEnd the end of the opening delimiter */
    static int endOfDollarQuote(String text, int start, int delimiterEnd) {
        String delimiter = text.substring(start, delimiterEnd);
        int close = text.indexOf(delimiter, delimiterEnd);
        return close < 0 ? UNTERMINATED : close + delimiter.length();
    }

    static int endOfIdentifier(String text, int start) {
        int i = start;
        while (i < text.length() && isIdentifierPart(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static int endOfDigits(String text, int start) {
        int i = start;
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /**
     * A number as PostgreSQL 12 reads it. In the later forms {@code 0x1F} and {@code 1_000} the rest is lexed as a name,
     * which ends at the same place.
     */
    static int endOfNumber(String text, int start) {
        int i = endOfDigits(text, start);
        if (text.startsWith(".", i) && !text.startsWith("..", i)) {
            i = endOfDigits(text, i + 1);
        }
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int exponent = i + 1;
            if (text.startsWith("+", exponent) || text.startsWith("-", exponent)) {
                exponent++;
            }
            int end = endOfDigits(text, exponent);
            if (end > exponent) {
                i = end;
            }
        }
        return i;
    }

    /** Comments begin even in the middle of operator characters. */
    static int endOfOperator(String text, int start) {
        int i = start + 1;
        while (i < text.length()
                && isOperator(text.charAt(i))
                && !text.startsWith("--", i)
                && !text.startsWith("/*", i)) {
            i++;
        }
        return i;
    }
}
