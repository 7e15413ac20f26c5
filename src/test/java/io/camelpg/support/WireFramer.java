package io.camelpg.support;

import io.camelpg.support.WireHandshake.Phase;
import io.camelpg.support.WireMessage.Sender;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds the messages in one direction of a connection, however the bytes are cut into chunks. For one thread. */
final class WireFramer {
    private static final int MAX_TEXT_BYTES = 1 << 20;
    /** Of a Bind only the names at its beginning are wanted, not the values. */
    private static final int MAX_NAMES_BYTES = 256;

    private static final byte TLS_HANDSHAKE_RECORD = 0x16;

    /** Told of each message when its last byte has been read. */
    interface Listener {
        /**
         * @param text see {@link WireMessage#text()}
         * @param start where in the chunk the message begins; 0 where it began in an earlier one
         * @param end where in the chunk the next one begins
         */
        void message(char type, String text, int start, int end);

        void cancelRequest();
    }

    private final Sender sender;
    private final WireHandshake handshake;
    private final Listener listener;
    private final WireStatements statements = new WireStatements();
    private final ByteBuffer head = ByteBuffer.allocate(8);
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private boolean inPayload;
    private int payloadLeft;
    private char type;
    private int start;

    WireFramer(Sender sender, WireHandshake handshake, Listener listener) {
        this.sender = sender;
        this.handshake = handshake;
        this.listener = listener;
    }

    /** Reads the first {@code length} bytes of a chunk. */
    void read(byte[] chunk, int length) {
        start = 0;
        int at = 0;
        while (at < length) {
            Phase phase = handshake.phase();
            if (phase == Phase.OPAQUE) {
                return;
            }
            if (inPayload) {
                at = payload(chunk, at, length);
            } else if (phase == Phase.ENCRYPTION_ANSWER && sender == Sender.SERVER) {
                handshake.answer(chunk[at++]);
            } else if (phase == Phase.STARTUP && sender == Sender.CLIENT) {
                startup(chunk[at++]);
            } else {
                if (head.position() == 0) {
                    start = at;
                }
                at = header(chunk, at);
            }
        }
    }

    private void startup(byte next) {
        if (head.position() == 0 && next == TLS_HANDSHAKE_RECORD) {
            handshake.opaque();
            return;
        }
        head.put(next);
        if (head.position() == 8) {
            payloadLeft = head.getInt(0) - 8;
            int code = head.getInt(4);
            head.clear();
            type = 0;
            inPayload = payloadLeft > 0;
            if (code == WireHandshake.CANCEL_REQUEST) {
                listener.cancelRequest();
            }
            handshake.packet(code);
        }
    }

    private int header(byte[] chunk, int at) {
        head.put(chunk[at]);
        if (head.position() == 5) {
            type = (char) head.get(0);
            payloadLeft = head.getInt(1) - 4;
            head.clear();
            text.reset();
            inPayload = true;
            if (payloadLeft == 0) {
                end(at + 1);
            }
        }
        return at + 1;
    }

    private int payload(byte[] chunk, int from, int length) {
        int taken = Math.min(payloadLeft, length - from);
        if (text.size() < wanted()) {
            text.write(chunk, from, taken);
        }
        payloadLeft -= taken;
        if (payloadLeft == 0) {
            end(from + taken);
        }
        return from + taken;
    }

    private void end(int at) {
        inPayload = false;
        if (type != 0) {
            listener.message(type, text(), start, at);
        }
        start = 0;
    }

    private int wanted() {
        if (sender == Sender.SERVER) {
            return "CZEK".indexOf(type) < 0 ? 0 : MAX_TEXT_BYTES;
        }
        return type == 'B' || type == 'E' ? MAX_NAMES_BYTES : type == 'P' || type == 'Q' ? MAX_TEXT_BYTES : 0;
    }

    private String text() {
        if (wanted() == 0) {
            return "";
        }
        if (sender == Sender.SERVER && type == 'K') {
            return String.valueOf(ByteBuffer.wrap(text.toByteArray()).getInt());
        }
        String payload = text.toString(StandardCharsets.UTF_8);
        return sender == Sender.SERVER ? serverText(payload) : clientText(payload);
    }

    private String serverText(String payload) {
        if (type == 'Z') {
            return payload;
        }
        int code = payload.startsWith("C") ? 0 : payload.indexOf("\0C") + 1;
        return string(payload, type == 'E' ? code + 1 : 0);
    }

    private String clientText(String payload) {
        String name = string(payload, 0);
        // A second string follows the name in Parse and Bind.
        return switch (type) {
            case 'P' -> statements.parsed(name, string(payload, name.length() + 1));
            case 'B' -> statements.bound(name, string(payload, name.length() + 1));
            case 'E' -> statements.executed(name);
            default -> name;
        };
    }

    private static String string(String payload, int from) {
        int end = payload.indexOf('\0', from);
        return payload.substring(from, end < 0 ? payload.length() : end);
    }
}
