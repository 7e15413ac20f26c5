package io.camelpg.sql;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of SQL text.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param placeholder what a {@link TokenKind#PLACEHOLDER} or {@link TokenKind#PARAMETER} stands for, else null
 */
record Token(TokenKind kind, int start, int end, @Nullable Placeholder placeholder) {
    Token(TokenKind kind, int start, int end) {
        this(kind, start, end, null);
    }

    /** Whether its text is exactly this, compared as it is written. */
    boolean is(String expected, String text) {
        return end - start == expected.length() && text.startsWith(expected, start);
    }

    /** Whether it is this keyword: without quotes, in upper or lower case. */
    boolean isKeyword(String lowerCase, String text) {
        return kind == TokenKind.IDENTIFIER
                && end - start == lowerCase.length()
                && Names.fold(text.substring(start, end)).equals(lowerCase);
    }
}
