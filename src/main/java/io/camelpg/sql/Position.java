package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;

/**
 * A place in SQL text as an editor shows it. Lines end with LF, CR or both.
 *
 * @param line counts from 1
 * @param column counts characters from 1
 */
record Position(int line, int column) {
    static Position of(String text, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(line, text.codePointCount(lineStart, offset) + 1);
    }

    /** An error at this offset of the text. The message names the place and never quotes the text. */
    static PgException error(PgErrorCode code, String text, int offset, String what) {
        return new PgException(code, "At " + of(text, offset) + " of the SQL: " + what);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
