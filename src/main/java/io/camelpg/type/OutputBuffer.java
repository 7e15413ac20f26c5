package io.camelpg.type;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow at the end and can be drained from the front: what JSON and CSV are printed into. Text in it is UTF-8.
 * Not thread-safe.
 */
public final class OutputBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int head;
    private int end;

    public OutputBuffer() {
        this(512);
    }

    /** @param capacity bytes to hold before it grows */
    public OutputBuffer(int capacity) {
        bytes = new byte[Math.max(capacity, 32)];
    }

    /** Appends the low 8 bits. */
    public void write(int value) {
        if (end == bytes.length) {
            reserve(1);
        }
        bytes[end++] = (byte) value;
    }

    public void write(byte[] data, int offset, int length) {
        reserve(length);
        System.arraycopy(data, offset, bytes, end, length);
        end += length;
    }

    /** Appends text of ASCII characters only. */
    @SuppressWarnings("deprecation") // the one String method that copies Latin-1 without an array in between
    public void ascii(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, bytes, end);
        end += length;
    }

    /** Appends the text's UTF-8 bytes as they are. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        write(utf8, 0, utf8.length);
    }

    /** Appends a number in decimal digits. */
    public void digits(long value) {
        reserve(20);
        end = Digits.put(bytes, end, value);
    }

    /** Appends a number of zero or above, padded with zeros to at least the given width of up to 20. */
    void digits(long value, int width) {
        int count = Digits.count(value);
        reserve(40);
        for (int i = count; i < width; i++) {
            bytes[end++] = '0';
        }
        end = Digits.put(bytes, end, value);
    }

    /** Appends exactly two digits. */
    void twoDigits(int value) {
        reserve(2);
        Digits.putPair(bytes, end, value);
        end += 2;
    }

    /** Appends exactly four digits. */
    void fourDigits(int value) {
        reserve(4);
        int high = value / 100;
        Digits.putPair(bytes, end, high);
        Digits.putPair(bytes, end + 2, value - high * 100);
        end += 4;
    }

    /** Appends bytes in lower-case hexadecimal. */
    void hex(byte[] data, int offset, int length) {
        reserve(Math.multiplyExact(length, 2));
        for (int i = offset; i < offset + length; i++) {
            bytes[end++] = HEX[(data[i] >> 4) & 15];
            bytes[end++] = HEX[data[i] & 15];
        }
    }

    /**
     * Appends a JSON string of UTF-8 text.
     *
     * @throws io.camelpg.error.PgException PG-314 where the bytes are not UTF-8
     */
    public void jsonString(byte[] utf8, int offset, int length) {
        int limit = offset + length;
        reserve(length + 2);
        bytes[end++] = '"';
        int i = offset;
        while (i < limit) {
            byte b = utf8[i];
            if (b < 0) {
                int sequence = Utf8.sequence(utf8, i, limit);
                reserve(limit - i + 1);
                for (int k = 0; k < sequence; k++) {
                    bytes[end++] = utf8[i++];
                }
            } else if (b < ' ' || b == '"' || b == '\\') {
                escape(b);
                reserve(limit - i + 1);
                i++;
            } else {
                bytes[end++] = b;
                i++;
            }
        }
        write('"');
    }

    /** Appends a JSON string. */
    public void jsonString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        jsonString(utf8, 0, utf8.length);
    }

    private void escape(byte b) {
        write('\\');
        switch (b) {
            case '"', '\\' -> write(b);
            case '\n' -> write('n');
            case '\r' -> write('r');
            case '\t' -> write('t');
            case '\b' -> write('b');
            case '\f' -> write('f');
            default -> {
                ascii("u00");
                write(HEX[b >> 4]);
                write(HEX[b & 15]);
            }
        }
    }

    /** Puts quotes around what was appended since {@code from}, doubling quotes and backslashes or escaping them. */
    void quoteFrom(int from, boolean doubled) {
        int special = 0;
        for (int i = head + from; i < end; i++) {
            if (bytes[i] == '"' || bytes[i] == '\\') {
                special++;
            }
        }
        reserve(special + 2);
        int start = head + from;
        int to = end + special + 1;
        bytes[to--] = '"';
        for (int i = end - 1; i >= start; i--) {
            byte b = bytes[i];
            bytes[to--] = b;
            if (b == '"' || b == '\\') {
                bytes[to--] = doubled ? b : (byte) '\\';
            }
        }
        bytes[start] = '"';
        end += special + 2;
    }

    /** Turns line breaks among what was appended since {@code from} into spaces. */
    void joinLines(int from) {
        for (int i = head + from; i < end; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
    }

    /** The byte at a position counted from the first that was not drained. */
    byte at(int position) {
        return bytes[head + position];
    }

    void int32(int value) {
        reserve(4);
        Wire.putInt32(bytes, end, value);
        end += 4;
    }

    void int16(int value) {
        write(value >> 8);
        write(value);
    }

    void int64(long value) {
        reserve(8);
        Wire.putInt64(bytes, end, value);
        end += 8;
    }

    /** Puts a number over what was appended at a position counted from the first byte that was not drained. */
    void int32At(int position, int value) {
        Wire.putInt32(bytes, head + position, value);
    }

    /** The array that holds the content, from index 0 to {@link #size()}; valid until the next call. */
    public byte[] array() {
        if (head > 0) {
            System.arraycopy(bytes, head, bytes, 0, end - head);
            end -= head;
            head = 0;
        }
        return bytes;
    }

    /** How many bytes were appended and not yet drained. */
    public int size() {
        return end - head;
    }

    /** Forgets the content and keeps the memory. */
    public void reset() {
        head = 0;
        end = 0;
    }

    /** Forgets what was appended after the given size. */
    public void truncate(int size) {
        end = head + size;
    }

    /** Writes the content; it stays in the buffer. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, head, end - head);
    }

    /** Moves up to {@code length} bytes out from the front, and returns how many. */
    public int drainTo(byte[] target, int offset, int length) {
        int count = Math.min(length, end - head);
        System.arraycopy(bytes, head, target, offset, count);
        head += count;
        if (head == end) {
            reset();
        }
        return count;
    }

    byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, head, end);
    }

    /** The content as text. */
    @Override
    public String toString() {
        return new String(bytes, head, end - head, StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (bytes.length - end < more) {
            array();
            long needed = (long) end + more;
            if (needed > bytes.length) {
                if (needed > Integer.MAX_VALUE - 16) {
                    throw Rejection.tooLarge();
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * end), Integer.MAX_VALUE - 16));
            }
        }
    }
}
