package io.camelpg.type;

/**
 * Walks over the text format of arrays, composites and ranges, which quote alike: within double quotes a backslash makes
 * the next byte literal, and a doubled quote is one. After {@link #item} the item's bytes are the {@link #length} bytes of
 * {@link #data} from {@link #start}; they are the wire's own unless it had escapes.
 */
final class LiteralScanner {
    private final PgType type;
    private final byte[] wire;
    private final int limit;
    private final int size;
    private int at;

    private byte[] data;
    private int start;
    private int length;
    private boolean quoted;

    LiteralScanner(PgType type, byte[] wire, int offset, int size) {
        this.type = type;
        this.wire = wire;
        this.at = offset;
        this.limit = offset + size;
        this.size = size;
        this.data = wire;
    }

    byte[] data() {
        return data;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Whether the item was in quotes, so that it is neither NULL nor absent. */
    boolean quoted() {
        return quoted;
    }

    /** Whether the item is the bare word NULL. */
    boolean isNull() {
        return !quoted
                && length == 4
                && (data[start] | 32) == 'n'
                && (data[start + 1] | 32) == 'u'
                && (data[start + 2] | 32) == 'l'
                && (data[start + 3] | 32) == 'l';
    }

    /** The next byte, or -1 at the end. */
    int peek() {
        return at < limit ? wire[at] : -1;
    }

    byte next() {
        if (at >= limit) {
            throw malformed();
        }
        return wire[at++];
    }

    void expect(char c) {
        if (next() != c) {
            throw malformed();
        }
    }

    boolean skip(char c) {
        if (at < limit && wire[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    void end() {
        if (at != limit) {
            throw malformed();
        }
    }

    RuntimeException malformed() {
        return Rejection.malformed(type, size);
    }

    /** Reads an item up to one of the bytes that can follow it, which stays the next byte. */
    void item(char separator, char close, char otherClose) {
        data = wire;
        quoted = skip('"');
        start = at;
        int i = at;
        if (quoted) {
            while (i < limit && wire[i] != '"' && wire[i] != '\\') {
                i++;
            }
            if (i + 1 < limit && wire[i] == '"' && isAny(wire[i + 1], separator, close, otherClose)) {
                length = i - start;
                at = i + 1;
                return;
            }
            at--; // back to the quote
            unescape(separator, close, otherClose);
            return;
        }
        while (i < limit && wire[i] != '"' && wire[i] != '\\' && !isAny(wire[i], separator, close, otherClose)) {
            i++;
        }
        if (i < limit && isAny(wire[i], separator, close, otherClose)) {
            length = i - start;
            at = i;
        } else {
            unescape(separator, close, otherClose);
        }
    }

    private void unescape(char separator, char close, char otherClose) {
        OutputBuffer text = new OutputBuffer(64);
        boolean within = false;
        while (within || at >= limit || !isAny(wire[at], separator, close, otherClose)) {
            byte b = next();
            if (b == '"') {
                quoted = true;
                if (within && skip('"')) {
                    text.write('"');
                } else {
                    within = !within;
                }
            } else {
                text.write(b == '\\' ? next() : b);
            }
        }
        data = text.array();
        start = 0;
        length = text.size();
    }

    private static boolean isAny(byte b, char separator, char close, char otherClose) {
        return b == separator || b == close || b == otherClose;
    }
}
