package io.camelpg.row.arrow.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What strings of bytes stand for. */
enum Texts {
    TEXT {
        @Override
        Object of(Slice bytes) {
            String text = new String(bytes.bytes(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
            if (text.indexOf('\uFFFD') >= 0) {
                requireUtf8(bytes);
            }
            return text;
        }
    },
    BYTES {
        @Override
        Object of(Slice bytes) {
            return Arrays.copyOfRange(bytes.bytes(), bytes.offset(), bytes.offset() + bytes.length());
        }
    };

    abstract Object of(Slice bytes);

    /** The replacement character is there by itself, or stands for what could not be read. */
    private static void requireUtf8(Slice bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.bytes(), bytes.offset(), bytes.length()));
        } catch (CharacterCodingException e) {
            throw Faults.value("is a text that is not UTF-8");
        }
    }
}
