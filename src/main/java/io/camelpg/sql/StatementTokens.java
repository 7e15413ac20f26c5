package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.ArrayList;
import java.util.List;

/** The tokens of one statement, without its semicolon and without trivia at its ends, except for comments before it. */
final class StatementTokens {
    private final String text;
    private final List<Token> all;
    private final List<Token> significant;
    private final List<String> words;

    /** @param all begins with a comment or the first significant token, and ends with a significant token */
    StatementTokens(String text, List<Token> all) {
        this.text = text;
        this.all = all;
        this.significant = new ArrayList<>();
        this.words = new ArrayList<>();
        for (Token token : all) {
            if (!token.kind().trivia()) {
                significant.add(token);
                words.add(wordOf(token));
            }
        }
    }

    private String wordOf(Token token) {
        return switch (token.kind()) {
            case IDENTIFIER -> Names.fold(written(token));
            case SYMBOL -> written(token);
            case WHITESPACE,
                    LINE_COMMENT,
                    BLOCK_COMMENT,
                    STRING,
                    QUOTED_IDENTIFIER,
                    NUMBER,
                    PARAMETER,
                    PLACEHOLDER,
                    OPERATOR,
                    OTHER -> "";
        };
    }

    String text() {
        return text;
    }

    /** With the whitespace and comments in between. */
    List<Token> all() {
        return all;
    }

    /** Without whitespace and comments. */
    List<Token> significant() {
        return significant;
    }

    int size() {
        return significant.size();
    }

    String written(Token token) {
        return text.substring(token.start(), token.end());
    }

    /** The unquoted word (in lower case) or symbol at this place, or an empty string for anything else. */
    String word(int index) {
        return index >= 0 && index < words.size() ? words.get(index) : "";
    }

    /** Whether these words and symbols stand at this place. */
    boolean at(int index, String... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!word(index + i).equals(expected[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether these words and symbols follow each other anywhere. */
    boolean contain(String... expected) {
        for (int i = 0; i <= words.size() - expected.length; i++) {
            if (at(i, expected)) {
                return true;
            }
        }
        return false;
    }

    /** Where the first word is: behind the parentheses in front of a query. */
    int first() {
        int i = 0;
        while (word(i).equals("(")) {
            i++;
        }
        return i;
    }

    boolean isName(int index) {
        if (index < 0 || index >= significant.size()) {
            return false;
        }
        TokenKind kind = significant.get(index).kind();
        return kind == TokenKind.IDENTIFIER || kind == TokenKind.QUOTED_IDENTIFIER;
    }

    /** Whether the name at this place goes on with UESCAPE and its character. */
    boolean isEscaped(int index) {
        return isName(index)
                && Names.hasUnicodeEscapes(written(significant.get(index)))
                && word(index + 1).equals("uescape");
    }

    /**
     * What the name at this place is called: folded, or unquoted and unescaped.
     *
     * @throws PgException SYNTAX where an escape cannot be read
     */
    String name(int index) {
        Token token = significant.get(index);
        char escape = isEscaped(index) ? escapeCharacter(index + 2) : Names.BACKSLASH;
        String name = Names.value(written(token), escape);
        if (name == null) {
            throw Position.error(PgErrorCode.SYNTAX, text, token.start(), "an escape in U&\"…\" is not well formed");
        }
        return name;
    }

    /** The server takes other strings too, but whoever hides a name so does not get past here. */
    private char escapeCharacter(int index) {
        if (index < significant.size()) {
            String literal = written(significant.get(index));
            if (literal.length() == 3 && literal.startsWith("'")) {
                return literal.charAt(1);
            }
        }
        Token uescape = significant.get(index - 1);
        throw Position.error(PgErrorCode.SYNTAX, text, uescape.start(), "UESCAPE takes one character in single quotes");
    }
}
