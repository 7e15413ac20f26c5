package io.camelpg.row.arrow.source;

import io.camelpg.type.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What strings of bytes stand for. */
enum Texts {
    TEXT {
        @Override
        Object of(Slice bytes) {
            String text = new String(bytes.bytes(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
            // the replacement character is there by itself, or stands for what could not be read
            if (text.indexOf('\uFFFD') >= 0 && !Utf8.isValid(bytes.bytes(), bytes.offset(), bytes.length())) {
                throw Faults.value("is a text that is not UTF-8");
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
}
