package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.nio.charset.StandardCharsets;

/** Names of PostgreSQL's objects: "Identifiers and Key Words" in its manual, section 4.1.1. */
public final class Identifier {
    /** The longest name in bytes of UTF-8; the server cuts longer ones, so that two of them could become one. */
    public static final int MAX_BYTES = 63;

    private Identifier() {}

    /**
     * The name in double quotes, so that the server takes it as it is.
     *
     * @throws PgException INVALID_NAME, as {@link #require(String)}
     */
    public static String quote(String name) {
        return '"' + require(name).replace("\"", "\"\"") + '"';
    }

    /**
     * The name itself, where it can be one.
     *
     * @throws PgException INVALID_NAME where it is empty, longer than {@link #MAX_BYTES}, or has a character that no server
     *     can store
     */
    public static String require(String name) {
        if (name.isEmpty()) {
            throw invalid("A name is empty");
        }
        int length = name.length() > MAX_BYTES ? name.length() : name.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_BYTES) {
            throw invalid("The name that begins with " + printable(name.substring(0, 20)) + " has " + name.length()
                    + " characters, more than " + MAX_BYTES + " bytes");
        }
        if (name.indexOf(0) >= 0) {
            throw invalid("The name " + printable(name) + " has a NUL character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw invalid("The name " + printable(name) + " has half a surrogate pair");
        }
        return name;
    }

    static PgException invalid(String what) {
        return new PgException(PgErrorCode.INVALID_NAME, what);
    }

    /** Fit for a line of a log. */
    static String printable(String name) {
        return '\'' + name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?") + '\'';
    }
}
