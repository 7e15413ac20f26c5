package io.camelpg.sql;

import java.util.List;

/**
 * SQL text as it may be shown to anybody: its constants are {@code ?}, its comments are gone, its whitespace is single.
 * Made for text that others wrote, such as that of {@code pg_stat_activity}: it may be cut off anywhere, and from where it
 * cannot be read for certain, nothing of it is shown.
 */
public final class MaskedSql {
    private static final int LONGEST = 1000;
    private static final String CUT = "…";

    private MaskedSql() {}

    /** The text without what it was called with; lists of constants are one, so that it is the same however long they are. */
    public static String of(String text) {
        List<Token> tokens = SqlLexer.tokensAsFarAsReadable(text);
        StringBuilder shown = new StringBuilder();
        boolean space = false;
        int end = 0;
        int words = 0;
        boolean setting = false;
        for (Token token : tokens) {
            end = token.end();
            if (token.kind().trivia()) {
                space = true;
                continue;
            }
            String part = text.substring(token.start(), end);
            if (setting && words >= 2) {
                // what a setting is set to need not be in quotes
                return cut(shown);
            }
            boolean ends = token.is(";", text);
            words = ends ? 0 : words + 1;
            setting = !ends && (setting || (words == 1 && takesBareValues(token, text)));
            if (ambiguous(token, part)) {
                return cut(shown);
            }
            boolean constant = token.kind() == TokenKind.STRING || token.kind() == TokenKind.NUMBER;
            if (constant && endsWithConstantList(shown)) {
                shown.setLength(shown.lastIndexOf(","));
                space = false;
                continue;
            }
            if (space && !shown.isEmpty()) {
                shown.append(' ');
            }
            space = false;
            shown.append(constant ? "?" : part);
            if (shown.length() > LONGEST) {
                shown.setLength(LONGEST);
                return cut(shown);
            }
        }
        return end < text.stripTrailing().length() ? cut(shown) : shown.toString();
    }

    private static boolean takesBareValues(Token first, String text) {
        return first.isKeyword("set", text) || first.isKeyword("execute", text);
    }

    /** Another session may read backslashes as escapes (standard_conforming_strings): then the string ends elsewhere. */
    private static boolean ambiguous(Token token, String part) {
        return token.kind() == TokenKind.STRING && part.indexOf('\\') >= 0 && "eE$".indexOf(part.charAt(0)) < 0;
    }

    private static boolean endsWithConstantList(StringBuilder shown) {
        int i = shown.length() - 1;
        while (i >= 0 && shown.charAt(i) == ' ') {
            i--;
        }
        return i > 0 && shown.charAt(i) == ',' && shown.charAt(i - 1) == '?';
    }

    private static String cut(StringBuilder shown) {
        return shown.isEmpty() ? CUT : shown.append(' ').append(CUT).toString();
    }
}
