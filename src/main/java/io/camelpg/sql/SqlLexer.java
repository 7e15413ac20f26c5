package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts SQL text into tokens as PostgreSQL's own lexer does, and finds the placeholders in between. A state machine: its
 * state is the stack of open brackets and the last two tokens that count, because a colon within {@code a[1:2]} is
 * PostgreSQL's, and elsewhere begins a placeholder.
 */
final class SqlLexer {
    private enum Level {
        PARENTHESIS(')'),
        /** The index or slice of an array: {@code a[…]}. */
        SUBSCRIPT(']'),
        /** {@code ARRAY[…]} and the brackets within it. */
        CONSTRUCTOR(']');

        final char close;

        Level(char close) {
            this.close = close;
        }
    }

    private record Open(Level level, int offset) {}

    /** Stands for a token where there is none. */
    static final Token NOTHING = new Token(TokenKind.WHITESPACE, 0, 0);

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int at;
    private Token last = NOTHING;
    private Token beforeLast = NOTHING;

    private SqlLexer(String text) {
        this.text = text;
    }

    /**
     * The tokens of a text; together they cover it.
     *
     * @throws PgException SYNTAX for something that begins and does not end, for brackets that do not match and for
     *     characters no server can receive; INVALID_PLACEHOLDER
     */
    static List<Token> tokens(String text) {
        return new SqlLexer(text).run();
    }

    /** The tokens of a text that may be cut off, or be no SQL: those before the place where it cannot be read. */
    static List<Token> tokensAsFarAsReadable(String text) {
        SqlLexer lexer = new SqlLexer(text);
        try {
            return lexer.run();
        } catch (PgException e) {
            return lexer.tokens;
        }
    }

    private List<Token> run() {
        rejectUnsendable();
        int start = LexicalRules.endOfByteOrderMark(text);
        if (start > 0) {
            add(TokenKind.WHITESPACE, start);
        }
        while (at < text.length()) {
            next(text.charAt(at));
        }
        if (!open.isEmpty()) {
            throw syntax(open.getFirst().offset(), "a bracket is opened here and not closed");
        }
        return tokens;
    }

    private void rejectUnsendable() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw syntax(i, "a NUL character");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw syntax(i, "half a surrogate pair");
            }
        }
    }

    private void next(char c) {
        if (LexicalRules.isSpace(c)) {
            add(TokenKind.WHITESPACE, LexicalRules.endOfSpace(text, at));
        } else if (text.startsWith("--", at)) {
            add(TokenKind.LINE_COMMENT, LexicalRules.endOfLineComment(text, at));
        } else if (text.startsWith("/*", at)) {
            add(TokenKind.BLOCK_COMMENT, ended(LexicalRules.endOfBlockComment(text, at), "a comment"));
        } else if (c == '\'' || c == '"') {
            quoted(at);
        } else if (LexicalRules.isIdentifierStart(c)) {
            word(c);
        } else if (LexicalRules.isDigit(c) || (c == '.' && digitAt(at + 1))) {
            add(TokenKind.NUMBER, LexicalRules.endOfNumber(text, at));
        } else if (c == '$') {
            dollar();
        } else if (c == ':') {
            colon();
        } else if (LexicalRules.isOperator(c)) {
            add(TokenKind.OPERATOR, LexicalRules.endOfOperator(text, at));
        } else {
            punctuation(c);
        }
    }

    private void quoted(int quote) {
        if (text.charAt(quote) == '"') {
            add(
                    TokenKind.QUOTED_IDENTIFIER,
                    ended(LexicalRules.endOfQuotedIdentifier(text, quote), "a quoted identifier"));
        } else {
            boolean backslashes = quote == at + 1 && (text.charAt(at) == 'E' || text.charAt(at) == 'e');
            add(TokenKind.STRING, ended(LexicalRules.endOfString(text, quote, backslashes), "a string"));
        }
    }

    private void word(char c) {
        if ("eEbBxXnN".indexOf(c) >= 0 && text.startsWith("'", at + 1)) {
            quoted(at + 1);
        } else if ((c == 'u' || c == 'U') && (text.startsWith("&'", at + 1) || text.startsWith("&\"", at + 1))) {
            quoted(at + 2);
        } else {
            add(TokenKind.IDENTIFIER, LexicalRules.endOfIdentifier(text, at));
        }
    }

    private void dollar() {
        if (digitAt(at + 1)) {
            int end = LexicalRules.endOfDigits(text, at + 1);
            add(PlaceholderScanner.positional(text, at, end));
            return;
        }
        int delimiter = LexicalRules.endOfDollarDelimiter(text, at);
        if (delimiter < 0) {
            add(TokenKind.OTHER, at + 1);
        } else {
            add(TokenKind.STRING, ended(LexicalRules.endOfDollarQuote(text, at, delimiter), "a dollar-quoted string"));
        }
    }

    private void colon() {
        int run = at + 1;
        while (text.startsWith(":", run)) {
            run++;
        }
        if (run > at + 1) {
            add(TokenKind.SYMBOL, run);
        } else if (text.startsWith("=", run)) {
            add(TokenKind.SYMBOL, run + 1);
        } else if (!open.isEmpty() && open.getFirst().level() == Level.SUBSCRIPT) {
            if (text.startsWith("{", run)) {
                throw Position.error(
                        PgErrorCode.INVALID_PLACEHOLDER,
                        text,
                        at,
                        "a colon directly within a subscript is PostgreSQL's slice; put the placeholder into"
                                + " parentheses: a[(:{…})]");
            }
            add(TokenKind.SYMBOL, run);
        } else {
            Token placeholder = PlaceholderScanner.named(text, at);
            if (placeholder == null) {
                add(TokenKind.SYMBOL, run);
            } else {
                add(placeholder);
            }
        }
    }

    private void punctuation(char c) {
        switch (c) {
            case '(' -> open.push(new Open(Level.PARENTHESIS, at));
            case '[' -> open.push(new Open(subscriptHere() ? Level.SUBSCRIPT : Level.CONSTRUCTOR, at));
            case ')', ']' -> {
                if (open.isEmpty() || open.pop().level().close != c) {
                    throw syntax(at, "a bracket is closed here that was not opened");
                }
            }
            case ',', ';' -> {}
            case '.' -> {
                add(TokenKind.SYMBOL, text.startsWith("..", at) ? at + 2 : at + 1);
                return;
            }
            default -> {
                add(TokenKind.OTHER, at + 1);
                return;
            }
        }
        add(TokenKind.SYMBOL, at + 1);
    }

    /** Whether a bracket here takes a part of the value before it. */
    private boolean subscriptHere() {
        return switch (last.kind()) {
            case QUOTED_IDENTIFIER, PARAMETER, PLACEHOLDER -> true;
            // after a dot any word is a name: t.array[1:2]
            case IDENTIFIER ->
                beforeLast.is(".", text) || !ReservedWords.contains(text.substring(last.start(), last.end()));
            case SYMBOL -> last.is(")", text) || last.is("]", text);
            case STRING -> beforeLast.isKeyword("uescape", text);
            case WHITESPACE, LINE_COMMENT, BLOCK_COMMENT, NUMBER, OPERATOR, OTHER -> false;
        };
    }

    private boolean digitAt(int offset) {
        return offset < text.length() && LexicalRules.isDigit(text.charAt(offset));
    }

    private void add(TokenKind kind, int end) {
        add(new Token(kind, at, end));
    }

    private void add(Token token) {
        tokens.add(token);
        at = token.end();
        if (!token.kind().trivia()) {
            beforeLast = last;
            last = token;
        }
    }

    private int ended(int end, String what) {
        if (end == LexicalRules.UNTERMINATED) {
            throw syntax(at, what + " begins here and does not end");
        }
        return end;
    }

    private PgException syntax(int offset, String what) {
        return Position.error(PgErrorCode.SYNTAX, text, offset, what);
    }
}
