package io.camelpg.operation.load;

import io.camelpg.type.OutputBuffer;
import io.camelpg.type.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of CSV: its bytes, in UTF-8, without the line's end. */
final class CsvRecord {
    private static final byte[] END_OF_DATA = {'\\', '.'};
    private static final byte[] QUOTED_END_OF_DATA = {'"', '\\', '.', '"'};

    private final byte[] bytes;
    private final int[] commas;

    /** @param commas where they are that end a field */
    CsvRecord(byte[] bytes, int[] commas) {
        this.bytes = bytes;
        this.commas = commas;
    }

    int size() {
        return commas.length + 1;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isUtf8() {
        return Utf8.isValid(bytes, 0, bytes.length);
    }

    private int start(int field) {
        return field == 0 ? 0 : commas[field - 1] + 1;
    }

    private int end(int field) {
        return field == commas.length ? bytes.length : commas[field];
    }

    /** Some of its fields. */
    CsvRecord only(boolean[] kept) {
        OutputBuffer out = new OutputBuffer(bytes.length);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (kept[i]) {
                if (!ends.isEmpty()) {
                    out.write(',');
                }
                out.write(bytes, start(i), end(i) - start(i));
                ends.add(out.size());
            }
        }
        byte[] left = Arrays.copyOf(out.array(), out.size());
        return new CsvRecord(
                left,
                ends.stream()
                        .limit(ends.size() - 1L)
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    /** With the line's end. */
    void appendTo(OutputBuffer out) {
        // below PostgreSQL 18 such a line ends the data
        byte[] line = Arrays.equals(bytes, END_OF_DATA) ? QUOTED_END_OF_DATA : bytes;
        out.write(line, 0, line.length);
        out.write('\n');
    }

    /** The fields' values. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            texts.add(unquoted(new String(bytes, start(i), end(i) - start(i), StandardCharsets.UTF_8)));
        }
        return texts;
    }

    /** As {@link #texts()}, with null for an empty field without quotes. */
    List<@Nullable String> values() {
        List<@Nullable String> values = new ArrayList<>(texts());
        for (int i = 0; i < size(); i++) {
            if (start(i) == end(i)) {
                values.set(i, null);
            }
        }
        return values;
    }

    private static String unquoted(String field) {
        if (field.indexOf('"') < 0) {
            return field;
        }
        StringBuilder text = new StringBuilder(field.length());
        boolean quoted = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c != '"') {
                text.append(c);
            } else if (quoted && i + 1 < field.length() && field.charAt(i + 1) == '"') {
                text.append(c);
                i++;
            } else {
                quoted = !quoted;
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
