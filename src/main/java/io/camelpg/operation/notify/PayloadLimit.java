package io.camelpg.operation.notify;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.ChannelName;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much a notification can carry: "it must be specified as a simple string literal [...] shorter than 8000 bytes" (NOTIFY
 * in PostgreSQL's manual), counted as the server stores text.
 */
final class PayloadLimit {
    static final int MOST_BYTES = 7999;

    private PayloadLimit() {}

    /** Before there is a server to ask: no encoding has less than a byte for a character. */
    static void checkAnywhere(ChannelName channel, String payload) {
        if (payload.length() > MOST_BYTES) {
            int characters = payload.codePointCount(0, payload.length());
            if (characters > MOST_BYTES) {
                throw tooLong(channel, characters + " characters, and so at least as many bytes");
            }
        }
    }

    /**
     * @param encoding of the server, as it names it; null where it does not say
     * @throws PgException PG-319
     */
    static void check(ChannelName channel, String payload, @Nullable String encoding) {
        Charset charset = charset(encoding);
        // three bytes a character is the most that UTF-8 takes, a surrogate pair being two of them
        if (charset == null || payload.length() * 3L <= MOST_BYTES) {
            return;
        }
        int bytes = payload.getBytes(charset).length;
        if (bytes > MOST_BYTES) {
            throw tooLong(channel, bytes + " bytes in the server's encoding, " + encoding);
        }
    }

    /** Java's, where it has the same bytes; where there is none, the server has the word. */
    private static @Nullable Charset charset(@Nullable String encoding) {
        if (encoding == null) {
            return null;
        }
        String name = encoding.toUpperCase(Locale.ROOT);
        // SQL_ASCII takes the bytes as they come, and the driver sends UTF-8
        if (name.equals("UTF8") || name.equals("SQL_ASCII")) {
            return StandardCharsets.UTF_8;
        }
        boolean singleByte = name.startsWith("LATIN")
                || name.startsWith("WIN")
                || name.startsWith("ISO_8859")
                || name.startsWith("KOI8");
        return singleByte ? StandardCharsets.ISO_8859_1 : null;
    }

    private static PgException tooLong(ChannelName channel, String size) {
        return new PgException(
                PgErrorCode.PAYLOAD_TOO_LONG,
                "the payload for channel " + channel + " has " + size + ", and a notification carries at most "
                        + MOST_BYTES + " bytes; nothing was sent");
    }
}
