package io.camelpg.catalog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of the field that a column was made of, where it is not the column's own name: kept in the column's comment, as
 * {@code camel-pg field "…"}, beside whatever else somebody writes there.
 */
public final class KeptName {
    /** What the comment of such a column has in it. */
    public static final String MARK = "camel-pg field \"";

    private KeptName() {}

    /** The comment for a column that is made of that field. */
    public static String comment(String field) {
        StringBuilder comment = new StringBuilder(MARK);
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"' || c == '\\') {
                comment.append('\\').append(c);
            } else if (Character.isISOControl(c) || !isPaired(field, i)) {
                comment.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                comment.append(c);
            }
        }
        return comment.append('"').toString();
    }

    /** What no server stores are halves of surrogate pairs. */
    private static boolean isPaired(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        return !Character.isLowSurrogate(c) || (at > 0 && Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** The field that a comment names; null for none. */
    public static @Nullable String field(@Nullable String comment) {
        int mark = comment == null ? -1 : comment.indexOf(MARK);
        if (comment == null || mark < 0) {
            return null;
        }
        StringBuilder field = new StringBuilder();
        int i = mark + MARK.length();
        while (i < comment.length()) {
            char c = comment.charAt(i++);
            if (c == '"') {
                return field.toString();
            }
            if (c != '\\') {
                field.append(c);
            } else if (i < comment.length() && comment.charAt(i) != 'u') {
                field.append(comment.charAt(i++));
            } else {
                int code = hexadecimal(comment, i + 1);
                if (code < 0) {
                    return null;
                }
                field.append((char) code);
                i += 5;
            }
        }
        return null;
    }

    private static int hexadecimal(String text, int start) {
        if (start + 4 > text.length()) {
            return -1;
        }
        try {
            return Integer.parseUnsignedInt(text.substring(start, start + 4), 16);
        } catch (NumberFormatException e) { // somebody wrote it by hand
            return -1;
        }
    }
}
