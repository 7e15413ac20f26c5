package io.camelpg.operation.discover;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names as Mermaid takes them. Names of entities and labels are in double quotes, where some characters mean something to
 * Mermaid whatever is around them: look-alikes take their places. Types and names of columns are single words.
 */
final class MermaidNames {
    /** @param schema empty where it is not shown */
    record Name(String schema, String table) {}

    private static final String SPECIAL = "\"%\\#<>;{}`&";
    private static final String LOOK_ALIKE = "”％＼＃＜＞；｛｝｀＆";
    private static final Set<String> KEYS = Set.of("pk", "fk", "uk");

    private final Map<Name, String> known = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** In double quotes; two names never become the same. */
    String quoted(Name name) {
        String before = known.get(name);
        if (before != null) {
            return before;
        }
        String base = plain(name.schema().isEmpty() ? name.table() : name.schema() + '.' + name.table());
        String written = base;
        for (int number = 2; !taken.add(written); number++) {
            written = base + " (" + number + ")";
        }
        String quoted = '"' + written + '"';
        known.put(name, quoted);
        return quoted;
    }

    /** Fit to stand within double quotes; not empty. */
    static String plain(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int special = SPECIAL.indexOf(c);
            if (special >= 0) {
                text.append(LOOK_ALIKE.charAt(special));
            } else {
                text.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
            }
        }
        return text.toString();
    }

    /** A single word: other characters than letters, digits, hyphens and what arrays have become underscores. */
    static String word(String name) {
        StringBuilder word = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = isLetter(c);
            boolean other = (c >= '0' && c <= '9') || c == '-' || c == '[' || c == ']';
            if (word.isEmpty() && !letter) {
                word.append('_');
            }
            if (letter || other) {
                word.append(c);
            } else if (!word.isEmpty() && word.charAt(word.length() - 1) != '_') {
                word.append('_');
            }
        }
        return KEYS.contains(word.toString().toLowerCase(Locale.ROOT)) ? "_" + word : word.toString();
    }

    /** One that Mermaid takes for one, too. */
    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '\u00c0' && Character.isLetter(c));
    }
}
