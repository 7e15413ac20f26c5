package io.camelpg.type;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.nio.charset.StandardCharsets;

/** Text in UTF-8, with nothing replaced silently in either direction. */
public final class Utf8 {
    private Utf8() {}

    /** Decodes, or fails with PG-314 where the bytes are not UTF-8. */
    static String decode(byte[] data, int offset, int length) {
        String text = new String(data, offset, length, StandardCharsets.UTF_8);
        // the decoder puts U+FFFD for what it cannot read; text may also contain one of its own
        if (text.indexOf('\uFFFD') >= 0) {
            check(data, offset, length);
        }
        return text;
    }

    /** Fails with PG-314 where the bytes are not UTF-8. */
    static void check(byte[] data, int offset, int length) {
        if (!isValid(data, offset, length)) {
            throw notUtf8();
        }
    }

    /** Whether the bytes are UTF-8. */
    public static boolean isValid(byte[] data, int offset, int length) {
        int limit = offset + length;
        int i = offset;
        while (i < limit) {
            if (i + 8 <= limit && (Wire.int64(data, i) & 0x8080808080808080L) == 0) {
                i += 8;
            } else if (data[i] >= 0) {
                i++;
            } else {
                int sequence = sequenceOrNone(data, i, limit);
                if (sequence == 0) {
                    return false;
                }
                i += sequence;
            }
        }
        return true;
    }

    /** The length of the sequence of several bytes that starts here; fails with PG-314 where there is none. */
    static int sequence(byte[] data, int at, int limit) {
        int length = sequenceOrNone(data, at, limit);
        if (length == 0) {
            throw notUtf8();
        }
        return length;
    }

    /** As {@link #sequence}, or 0 (Unicode 15, table 3-7). */
    private static int sequenceOrNone(byte[] data, int at, int limit) {
        int first = data[at] & 0xFF;
        if (first >= 0xC2 && first <= 0xDF && continues(data, at + 1, limit, 0x80, 0xBF)) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            int low = first == 0xE0 ? 0xA0 : 0x80;
            int high = first == 0xED ? 0x9F : 0xBF;
            if (continues(data, at + 1, limit, low, high) && continues(data, at + 2, limit, 0x80, 0xBF)) {
                return 3;
            }
        }
        if (first >= 0xF0 && first <= 0xF4) {
            int low = first == 0xF0 ? 0x90 : 0x80;
            int high = first == 0xF4 ? 0x8F : 0xBF;
            if (continues(data, at + 1, limit, low, high)
                    && continues(data, at + 2, limit, 0x80, 0xBF)
                    && continues(data, at + 3, limit, 0x80, 0xBF)) {
                return 4;
            }
        }
        return 0;
    }

    private static PgException notUtf8() {
        return new PgException(
                PgErrorCode.DATA_ERROR,
                "A text from the server is not valid UTF-8",
                null,
                "Look at the encoding of the database (SHOW server_encoding); SQL_ASCII lets any bytes in",
                null);
    }

    private static boolean continues(byte[] data, int at, int limit, int low, int high) {
        if (at >= limit) {
            return false;
        }
        int b = data[at] & 0xFF;
        return b >= low && b <= high;
    }

    /**
     * Encodes a message's text.
     *
     * @throws PgException PG-302 for half a surrogate pair, which the encoder would make a question mark
     */
    public static byte[] encode(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    throw new PgException(
                            PgErrorCode.TEXT_NOT_STORABLE,
                            "The text has half a surrogate pair at character " + (i + 1));
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /**
     * Returns text that PostgreSQL can store.
     *
     * @throws PgException PG-302 for a NUL character or half a surrogate pair
     */
    static String storable(PgType type, CharSequence value) {
        String text = value.toString();
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw notStorable(type, "a NUL character", i);
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    throw notStorable(type, "half a surrogate pair", i);
                }
                i++;
            }
        }
        return text;
    }

    private static PgException notStorable(PgType type, String what, int position) {
        return new PgException(
                PgErrorCode.TEXT_NOT_STORABLE,
                "A text for the type " + type.name() + " has " + what + " at character " + (position + 1));
    }
}
