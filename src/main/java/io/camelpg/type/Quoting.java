package io.camelpg.type;

/** Which items need quotes in the literals of arrays, composites and ranges (their output functions in the server). */
final class Quoting {
    private Quoting() {}

    static boolean arrayElementNeedsQuotes(OutputBuffer out, int start, char delimiter) {
        int end = out.size();
        for (int i = start; i < end; i++) {
            byte b = out.at(i);
            if (b == '{' || b == '}' || b == delimiter || isSpecial(b)) {
                return true;
            }
        }
        return end == start || (end == start + 4 && isWordNull(out, start));
    }

    static boolean attributeNeedsQuotes(OutputBuffer out, int start) {
        int end = out.size();
        for (int i = start; i < end; i++) {
            byte b = out.at(i);
            if (b == '(' || b == ')' || b == ',' || isSpecial(b)) {
                return true;
            }
        }
        return end == start;
    }

    static boolean boundNeedsQuotes(OutputBuffer out, int start) {
        int end = out.size();
        for (int i = start; i < end; i++) {
            byte b = out.at(i);
            if (b == '(' || b == ')' || b == '[' || b == ']' || b == ',' || isSpecial(b)) {
                return true;
            }
        }
        return end == start;
    }

    /** Quotes, backslashes and the white space of the C locale. */
    private static boolean isSpecial(byte b) {
        return b == '"' || b == '\\' || b == ' ' || (b >= '\t' && b <= '\r');
    }

    private static boolean isWordNull(OutputBuffer out, int start) {
        return (out.at(start) | 32) == 'n'
                && (out.at(start + 1) | 32) == 'u'
                && (out.at(start + 2) | 32) == 'l'
                && (out.at(start + 3) | 32) == 'l';
    }
}
