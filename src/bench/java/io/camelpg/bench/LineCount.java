package io.camelpg.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Takes the lines of a big stream and keeps nothing but their number, the first one and the last one. */
final class LineCount extends OutputStream {
    private byte[] first = {};
    private ByteArrayOutputStream last = new ByteArrayOutputStream();
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lines;
    private long bytes;

    long lines() {
        return lines;
    }

    long bytes() {
        return bytes;
    }

    /** One row that comes without its line end. */
    void row(byte[] json) {
        bytes += json.length;
        line.writeBytes(json);
        end();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] chunk, int from, int length) {
        bytes += length;
        int begin = from;
        for (int at = from; at < from + length; at++) {
            if (chunk[at] == '\n') {
                line.write(chunk, begin, at - begin);
                end();
                begin = at + 1;
            }
        }
        line.write(chunk, begin, from + length - begin);
    }

    private void end() {
        lines++;
        if (lines == 1) {
            first = line.toByteArray();
        }
        ByteArrayOutputStream ended = line;
        line = last;
        last = ended;
        line.reset();
    }

    /**
     * @param json whether a line is a JSON object, whose values are then looked at
     * @throws WrongAnswer if these are not the rows from 1 to the given number
     */
    void check(long rows, boolean json) throws IOException {
        if (lines != rows || line.size() > 0) {
            throw new WrongAnswer(rows + " lines expected, not " + lines + " and " + line.size() + " bytes");
        }
        if (json) {
            check(first, 1);
            check(last.toByteArray(), rows);
        }
    }

    private static void check(byte[] json, long id) throws IOException {
        Item given = Item.from(new ObjectMapper().readValue(json, Map.class));
        if (!given.equals(Item.of(id))) {
            throw new WrongAnswer("row " + id + " is " + given);
        }
    }
}
