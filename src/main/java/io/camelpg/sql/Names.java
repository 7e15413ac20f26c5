package io.camelpg.sql;

import org.jspecify.annotations.Nullable;

/** What a name in SQL text means: folded to lower case where it is unquoted, unescaped where it is quoted. */
final class Names {
    /** The escape character of U&"" without UESCAPE. */
    static final char BACKSLASH = '\\';

    private Names() {}

    /** Lower case, ASCII letters only, as the server folds names in UTF-8. */
    static String fold(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isUpper(name.charAt(i))) {
                return foldFrom(name, i);
            }
        }
        return name;
    }

    private static String foldFrom(String name, int first) {
        char[] folded = name.toCharArray();
        for (int i = first; i < folded.length; i++) {
            if (isUpper(folded[i])) {
                folded[i] = (char) (folded[i] + ('a' - 'A'));
            }
        }
        return new String(folded);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean hasUnicodeEscapes(String written) {
        return written.startsWith("U&") || written.startsWith("u&");
    }

    /**
     * The name that is written so.
     *
     * @param written an identifier, a quoted identifier, or U&"" without its UESCAPE
     * @param escape the escape character of U&""
     * @return null where an escape is not well formed
     */
    static @Nullable String value(String written, char escape) {
        if (written.startsWith("\"")) {
            return unquote(written, 1);
        }
        return hasUnicodeEscapes(written) ? unescape(unquote(written, 3), escape) : fold(written);
    }

    private static String unquote(String written, int from) {
        return written.substring(from, written.length() - 1).replace("\"\"", "\"");
    }

    private static @Nullable String unescape(String body, char escape) {
        StringBuilder name = new StringBuilder(body.length());
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            if (c != escape) {
                name.append(c);
                i++;
            } else if (i + 1 < body.length() && body.charAt(i + 1) == escape) {
                name.append(c);
                i += 2;
            } else {
                boolean six = body.startsWith("+", i + 1);
                int digits = i + (six ? 2 : 1);
                int end = digits + (six ? 6 : 4);
                int codePoint = hexadecimal(body, digits, end);
                if (codePoint <= 0 || codePoint > Character.MAX_CODE_POINT) {
                    return null;
                }
                name.appendCodePoint(codePoint); // halves of a surrogate pair join by standing side by side
                i = end;
            }
        }
        return name.toString();
    }

    private static int hexadecimal(String body, int from, int to) {
        if (to > body.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = body.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
