package io.camelpg.operation.discover;

import java.util.List;
import java.util.stream.Collectors;

/** Text that means nothing but itself in Markdown, in cells of tables and elsewhere, and stays on one line. */
final class MarkdownText {
    private static final String SPECIAL = "\\`*[]<>#|~&!$";

    private MarkdownText() {}

    /** Words. Line breaks become {@code <br>}. */
    static String text(String words) {
        StringBuilder out = new StringBuilder(words.length() + 8);
        String lines = words.replace("\r\n", "\n").strip();
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            if (c == '\n' || c == '\r') {
                out.append("<br>");
            } else if (Character.isISOControl(c)) {
                out.append(picture(c));
            } else {
                if (SPECIAL.indexOf(c) >= 0
                        || (c == '_' && !isInWord(lines, i))
                        || (out.isEmpty() && "+-=_".indexOf(c) >= 0)) {
                    out.append('\\');
                }
                out.append(c);
            }
        }
        return out.toString();
    }

    /** An underscore between letters and digits is no emphasis. */
    private static boolean isInWord(String words, int i) {
        return i > 0
                && i + 1 < words.length()
                && Character.isLetterOrDigit(words.charAt(i - 1))
                && Character.isLetterOrDigit(words.charAt(i + 1));
    }

    /** As code in a cell of a table, which a bar would end. */
    static String cell(String code) {
        return code(code).replace("|", "\\|");
    }

    /** As code, between more backticks than are in it; not in tables. */
    static String code(String code) {
        if (code.isEmpty()) {
            return "*empty*";
        }
        StringBuilder line = new StringBuilder(code.length());
        int run = 0;
        int longest = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            run = c == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
            line.append(Character.isISOControl(c) ? picture(c) : c);
        }
        String fence = "`".repeat(longest + 1);
        String gap = longest > 0 ? " " : "";
        return fence + gap + line + gap + fence;
    }

    static String codes(List<String> codes) {
        return codes.stream().map(MarkdownText::code).collect(Collectors.joining(", "));
    }

    /** The character that shows a control character. */
    private static char picture(char control) {
        return control < ' ' ? (char) ('\u2400' + control) : '\ufffd';
    }
}
