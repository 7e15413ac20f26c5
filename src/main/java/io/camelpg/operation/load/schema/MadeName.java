package io.camelpg.operation.load.schema;

import io.camelpg.sql.Identifier;
import io.camelpg.sql.ShortName;
import java.util.Set;

/**
 * The name that a column gets for a field: letters, digits, {@code _} and {@code $} stay, what is no letter at its beginning
 * gets {@code _} before it, anything else becomes {@code _}; cut to 63 bytes between characters. The case stays: columns are
 * named in quotes. The same for the same field, whatever else there is.
 */
final class MadeName {
    /** "System Columns" in PostgreSQL's manual, section 5.6: every table has them. */
    private static final Set<String> SYSTEM = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private MadeName() {}

    static String of(String field) {
        StringBuilder name = new StringBuilder();
        if (field.isEmpty() || !begins(field.codePointAt(0)) || SYSTEM.contains(field)) {
            name.append('_');
        }
        boolean letters = false;
        for (int i = 0; i < field.length(); i += Character.charCount(field.codePointAt(i))) {
            int c = field.codePointAt(i);
            boolean part = Character.isLetterOrDigit(c) || c == '_' || c == '$';
            // a mark belongs to the letter before it
            letters = part || (letters && isMark(c));
            // what became the first character has made a place for itself
            if (letters) {
                name.appendCodePoint(c);
            } else if (i > 0) {
                name.append('_');
            }
        }
        return ShortName.cut(name.toString(), Identifier.MAX_BYTES);
    }

    private static boolean begins(int c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /**
     * The name for a field whose name is another column's.
     *
     * @param digits how many of a hash of the field's name it ends in
     */
    static String told(String field, int digits) {
        return ShortName.told(of(field), field, digits);
    }
}
