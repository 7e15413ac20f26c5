package io.camelpg;

import com.fasterxml.jackson.core.TreeNode;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.Format;
import io.camelpg.type.ParameterSink;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** From a body to what a notification carries, and back. */
final class NotificationPayload implements ParameterSink {
    private static final PgType JSON = TypeCatalog.builtIn().get(114);
    private static final PgType TEXT = TypeCatalog.builtIn().get(25);

    /** Of a stream; far more than fits. */
    private static final int MOST_READ = 1 << 20;

    private String text = "";

    private NotificationPayload() {}

    /**
     * Text and bytes as they are; maps, collections, arrays, records, beans and JSON trees as JSON; values as their text;
     * nothing for null.
     *
     * @throws PgException PG-106, PG-301, PG-302
     */
    static String of(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return "";
        }
        if (BodyRows.isStream(body)) {
            return read(BodyRows.stream(exchange, body));
        }
        boolean structured = body instanceof TreeNode
                || body instanceof Collection
                || body.getClass().isArray();
        Map<?, ?> fields = structured || body instanceof CharSequence ? null : NamedValues.fields(body);
        NotificationPayload payload = new NotificationPayload();
        if (structured || fields != null) {
            JSON.bind(fields == null ? body : fields, payload);
        } else {
            TEXT.bind(body, payload);
        }
        return payload.text;
    }

    private static String read(InputStream stream) {
        try (stream) {
            byte[] bytes = stream.readNBytes(MOST_READ);
            return bytes.length == MOST_READ
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
        } catch (CharacterCodingException e) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the body is not text in UTF-8");
        } catch (IOException e) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the stream could not be read", null, null, e);
        }
    }

    /**
     * The document of a payload; null for none.
     *
     * @throws PgException PG-320, without the payload
     */
    static @Nullable Object parsed(String channel, String payload) {
        if (payload.isEmpty()) {
            return null;
        }
        byte[] utf8 = payload.getBytes(StandardCharsets.UTF_8);
        try {
            return JSON.read(utf8, 0, utf8.length, Format.TEXT);
        } catch (PgException e) {
            throw new PgException(
                    PgErrorCode.PAYLOAD_NOT_JSON,
                    "a notification on channel " + channel + " has a payload of " + utf8.length
                            + " bytes that is not JSON");
        }
    }

    @Override
    public void text(String value) {
        text = value;
    }

    @Override
    public void binary(byte[] value) {
        throw new IllegalStateException("text and json are text");
    }
}
