package io.camelpg.sql;

/** What a stretch of SQL text is. Together the tokens of a text cover it without gaps. */
enum TokenKind {
    WHITESPACE,
    LINE_COMMENT,
    BLOCK_COMMENT,
    /** A constant in quotes: {@code '…'}, E'', B'', X'', N'', U&'' with its continuations, or dollar quoted. */
    STRING,
    /** A name or keyword without quotes. */
    IDENTIFIER,
    /** A name in double quotes, U&"" included. */
    QUOTED_IDENTIFIER,
    NUMBER,
    /** {@code $n}. */
    PARAMETER,
    /** A named placeholder or one with an expression. */
    PLACEHOLDER,
    OPERATOR,
    /** Brackets, comma, semicolon, dot, {@code ::}, {@code :=} and a colon that begins no placeholder. */
    SYMBOL,
    /** A character that PostgreSQL's lexer does not know; the server will say so. */
    OTHER;

    /** Whether the parser never sees it. */
    boolean trivia() {
        return this == WHITESPACE || this == LINE_COMMENT || this == BLOCK_COMMENT;
    }
}
