package io.camelpg.row.arrow.source;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.arrow.LittleEndian;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.flatbuf.Message;
import org.jspecify.annotations.Nullable;

/** The messages of a stream or a file, one after another. Not thread-safe. */
final class MessageStream {
    private static final int CONTINUATION = 0xFFFF_FFFF;
    private static final int LONGEST_METADATA = 64 << 20;
    private static final byte[] FILE_MAGIC = "ARROW1\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int STEP = 1 << 20;
    private static final long LARGEST_BODY = 1L << 30;

    private final InputStream in;
    private final long largestBody = Math.min(LARGEST_BODY, Runtime.getRuntime().maxMemory() / 4);
    private byte[] body = new byte[0];
    private boolean begun;

    MessageStream(InputStream in) {
        this.in = in;
    }

    /** The next message, null at the marked end. @throws PgException PG-106 */
    @Nullable
    Message next() {
        byte[] prefix = read(8, "of a message");
        if (!begun && Arrays.equals(prefix, FILE_MAGIC)) {
            prefix = read(8, "of a message");
        }
        if (LittleEndian.int32(prefix, 0) != CONTINUATION) {
            throw Faults.malformed(begun ? "a message does not begin with its marker" : "it does not begin like one");
        }
        begun = true;
        int length = LittleEndian.int32(prefix, 4);
        if (length == 0) {
            return null;
        }
        if (length < 0 || length > LONGEST_METADATA) {
            throw Faults.malformed("the metadata of a message says to have " + length + " bytes");
        }
        ByteBuffer metadata =
                ByteBuffer.wrap(read(length, "of a message's metadata")).order(ByteOrder.LITTLE_ENDIAN);
        try {
            Message message = Message.getRootAsMessage(metadata);
            body = body(message.bodyLength());
            return message;
        } catch (IndexOutOfBoundsException e) {
            throw Faults.malformed("a message's metadata points outside of itself", e);
        }
    }

    private byte[] body(long length) {
        if (length < 0) {
            throw Faults.malformed("a message says to have " + length + " bytes");
        }
        if (length > largestBody) {
            throw Faults.unsupported(
                    "a record batch of " + length + " bytes, and " + largestBody + " can be read with this memory",
                    "Write smaller record batches, such as with pyarrow's max_chunksize");
        }
        return read((int) length, "of a message");
    }

    /** The body of the last message; belongs to whoever takes it. */
    byte[] body() {
        return body;
    }

    /** Memory grows with what has come, not with what is announced. */
    private byte[] read(int length, String what) {
        byte[] bytes = new byte[Math.min(length, STEP)];
        int size = 0;
        try {
            while (size < length) {
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * size));
                }
                int count = in.read(bytes, size, bytes.length - size);
                if (count < 0) {
                    throw Faults.malformed("it ends after " + size + " of " + length + " bytes " + what
                            + (size == 0 && length == 8 ? ", where the mark of its end is missing" : ""));
                }
                size += count;
            }
        } catch (IOException e) {
            throw new PgException(PgErrorCode.INVALID_BODY, "the stream could not be read", null, null, e);
        }
        return bytes;
    }
}
