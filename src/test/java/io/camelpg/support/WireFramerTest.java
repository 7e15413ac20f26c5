package io.camelpg.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.WireHandshake.Phase;
import io.camelpg.support.WireMessage.Sender;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFramerTest {
    private final WireHandshake handshake = new WireHandshake();
    private final Seen client = new Seen();
    private final Seen server = new Seen();
    private final WireFramer fromClient = new WireFramer(Sender.CLIENT, handshake, client);
    private final WireFramer fromServer = new WireFramer(Sender.SERVER, handshake, server);

    private static final class Seen implements WireFramer.Listener {
        final List<String> messages = new ArrayList<>();
        final List<Integer> starts = new ArrayList<>();
        final List<Integer> ends = new ArrayList<>();
        int cancelRequests;

        @Override
        public void message(char type, String text, int start, int end) {
            messages.add(type + text);
            starts.add(start);
            ends.add(end);
        }

        @Override
        public void cancelRequest() {
            cancelRequests++;
        }
    }

    private static byte[] packet(int code, String rest) {
        byte[] payload = rest.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + payload.length)
                .putInt(8 + payload.length)
                .putInt(code)
                .put(payload)
                .array();
    }

    private static byte[] message(char type, String payload) {
        byte[] bytes = payload.getBytes(UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) type)
                .putInt(4 + bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static void feed(WireFramer framer, byte[] bytes, int chunkBytes) {
        for (int from = 0; from < bytes.length; from += chunkBytes) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunkBytes));
            framer.read(chunk, chunk.length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 10_000})
    void findsTheSameMessagesHoweverTheBytesAreCut(int chunkBytes) {
        byte[] startup = packet(196608, "user\0postgres\0\0");
        feed(fromClient, packet(WireHandshake.SSL_REQUEST, ""), chunkBytes);
        feed(fromServer, new byte[] {'N'}, chunkBytes);
        feed(fromClient, startup, chunkBytes);
        feed(fromServer, join(message('R', "\0\0\0\0"), message('K', "\0\0\1\2secr"), message('Z', "I")), chunkBytes);
        feed(
                fromClient,
                join(
                        message('P', "S_1\0SELECT 'ü', $1\0\0\0"),
                        message('B', "\0S_1\0"),
                        message('E', "\0\0\0\0\0"),
                        message('S', "")),
                chunkBytes);
        feed(
                fromServer,
                join(
                        message('D', "x".repeat(3000)),
                        message('E', "SERROR\0VERROR\0C22012\0Mdivision by zero\0\0"),
                        message('C', "INSERT 0 1\0"),
                        message('Z', "E")),
                chunkBytes);

        assertThat(client.messages).containsExactly("PSELECT 'ü', $1", "BSELECT 'ü', $1", "ESELECT 'ü', $1", "S");
        assertThat(server.messages).containsExactly("R", "K258", "ZI", "D", "E22012", "CINSERT 0 1", "ZE");
    }

    @Test
    void tellsWhereInTheChunkAMessageBegins() {
        fromClient.read(packet(196608, "\0"), 9);
        byte[] chunk = join(message('P', "\0SELECT 1\0\0\0"), message('S', ""), message('Q', "x\0"));
        fromClient.read(chunk, chunk.length - 1);
        fromClient.read(new byte[1], 1);

        assertThat(client.messages).containsExactly("PSELECT 1", "S", "Qx");
        assertThat(client.starts).containsExactly(0, 17, 0);
        assertThat(client.ends).containsExactly(17, 22, 1);
    }

    @Test
    void understandsNothingAfterTheServerAgreedToEncrypt() {
        byte[] request = packet(WireHandshake.SSL_REQUEST, "");
        fromClient.read(request, request.length);
        fromServer.read(new byte[] {'S'}, 1);
        byte[] looksLikeSync = message('S', "");
        fromClient.read(looksLikeSync, looksLikeSync.length);

        assertThat(handshake.phase()).isEqualTo(Phase.OPAQUE);
        assertThat(client.messages).isEmpty();
    }

    @Test
    void understandsNothingWhereTheClientBeginsWithTls() {
        fromClient.read(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0}, 10);

        assertThat(handshake.phase()).isEqualTo(Phase.OPAQUE);
    }

    @Test
    void seesACancelRequest() {
        byte[] request = packet(WireHandshake.CANCEL_REQUEST, "12345678");
        fromClient.read(request, request.length);

        assertThat(client.cancelRequests).isEqualTo(1);
        assertThat(client.messages).isEmpty();
    }
}
