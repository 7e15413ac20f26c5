package io.camelpg.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that fit into PostgreSQL's 63 bytes: the same for the same name, and others for others. */
public final class ShortName {
    /** Digits of a hash with which names are told apart that begin alike. */
    public static final int DIGITS = 8;

    private ShortName() {}

    /** The name itself, or of one that is too long its beginning, with digits of a hash of all of it behind. */
    public static String of(String name) {
        return cut(name, Identifier.MAX_BYTES).equals(name) ? name : told(name, name, DIGITS);
    }

    /**
     * A name with digits of a hash behind it.
     *
     * @param beginning what comes before them, as far as it fits
     * @param whole what the hash is of
     * @param digits how many of it, at most 40
     */
    public static String told(String beginning, String whole, int digits) {
        String suffix = '_' + hash(whole).substring(0, digits);
        return cut(beginning, Identifier.MAX_BYTES - suffix.length()) + suffix;
    }

    /** As many whole characters as fit in so many bytes of UTF-8. */
    public static String cut(String name, int bytes) {
        int size = 0;
        int i = 0;
        while (i < name.length()) {
            int c = name.codePointAt(i);
            size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (size > bytes) {
                break;
            }
            i += Character.charCount(c);
        }
        return name.substring(0, i);
    }

    /** SHA-256, in hexadecimal digits. */
    public static String hash(String text) {
        try {
            // of the characters themselves: UTF-8 has no bytes for half a surrogate pair
            byte[] bytes = new byte[2 * text.length()];
            for (int i = 0; i < text.length(); i++) {
                bytes[2 * i] = (byte) (text.charAt(i) >> 8);
                bytes[2 * i + 1] = (byte) text.charAt(i);
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
