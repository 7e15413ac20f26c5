package io.camelpg.type;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.TreeNode;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * JSON documents of a stream in UTF-8, read one at a time: the elements of one array, or documents one after another, as
 * NDJSON has them. Of these, one may also take several lines, as long as none but the first begins with <code>{</code>.
 * Not thread-safe.
 */
public final class JsonDocuments implements Iterator<@Nullable Object> {
    private static final int JSON = 114;
    private static final int BYTE_ORDER_MARK = 0xEF;
    private static final int BUFFER = 1 << 16;

    private final PushbackInputStream in;
    private final @Nullable JsonParser array;
    private final Deque<Object> ready = new ArrayDeque<>();
    private final byte[] buffer = new byte[BUFFER];
    private final OutputBuffer lines = new OutputBuffer(BUFFER);
    private int next;
    private int limit;
    private boolean ended;
    private long line;

    private static final Object NULL = new Object();

    private JsonDocuments(PushbackInputStream in, boolean inArray) throws IOException {
        this.in = in;
        this.array = inArray ? JsonReader.parser(in) : null;
        if (array != null) {
            array.nextToken();
        }
    }

    /** @throws PgException PG-106 where the stream cannot be read */
    public static JsonDocuments of(InputStream stream) {
        PushbackInputStream in = new PushbackInputStream(stream, 1);
        try {
            int first = in.read();
            if (first == BYTE_ORDER_MARK) {
                in.readNBytes(2);
                first = in.read();
            }
            while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
                first = in.read();
            }
            if (first >= 0) {
                in.unread(first);
            }
            return new JsonDocuments(in, first == '[');
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** @throws PgException PG-302 for half a surrogate pair */
    public static JsonDocuments of(String text) {
        return of(new ByteArrayInputStream(Utf8.encode(text)));
    }

    /** A tree of nodes as plain values. */
    public static @Nullable Object of(TreeNode node) {
        return JsonReader.read(TypeCatalog.builtIn().get(JSON), node);
    }

    private static PgException unreadable(IOException e) {
        return new PgException(PgErrorCode.INVALID_BODY, "the stream could not be read", null, null, e);
    }

    /** Whether documents follow one that is malformed. */
    public boolean goesOn() {
        return array == null;
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && !ended) {
            try {
                if (array == null) {
                    readLines();
                } else {
                    readElement(array);
                }
            } catch (IOException e) {
                ended = true;
                throw array == null
                        ? unreadable(e)
                        : new PgException(PgErrorCode.INVALID_BODY, "the array is no JSON at line " + lineOf(array));
            }
        }
        return !ready.isEmpty();
    }

    private static int lineOf(JsonParser parser) {
        return parser.currentLocation().getLineNr();
    }

    /** @throws PgException PG-106 for a document that is malformed; see {@link #goesOn()} */
    @Override
    public @Nullable Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object document = ready.remove();
        if (document instanceof Malformed malformed) {
            throw malformed.failure;
        }
        return document == NULL ? null : document;
    }

    private record Malformed(PgException failure) {}

    private void readElement(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new IOException("The array ends early");
        }
        if (token == JsonToken.END_ARRAY) {
            ended = true;
            if (parser.nextToken() != null) {
                throw new IOException("There is more behind the array");
            }
            return;
        }
        add(JsonReader.value(parser, token));
    }

    private void add(@Nullable Object document) {
        ready.add(document == null ? NULL : document);
    }

    /** Lines until one that begins the next document. */
    private void readLines() throws IOException {
        while (ready.isEmpty() && !ended) {
            lines.reset();
            long first = line + 1;
            do {
                appendLine();
            } while (!ended && peek() != '{' && peek() != -1);
            if (peek() == -1) {
                ended = true;
            }
            parse(first);
        }
    }

    /** The byte that comes next, -1 at the end. */
    private int peek() throws IOException {
        if (next == limit) {
            limit = in.read(buffer);
            next = 0;
            if (limit <= 0) {
                limit = 0;
                return -1;
            }
        }
        return buffer[next] & 0xFF;
    }

    private void appendLine() throws IOException {
        line++;
        while (peek() >= 0) {
            int end = next;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            boolean complete = end < limit;
            lines.write(buffer, next, end - next);
            next = complete ? end + 1 : end;
            if (complete) {
                lines.write('\n');
                return;
            }
        }
        ended = true;
    }

    private void parse(long first) {
        Deque<Integer> starts = new ArrayDeque<>();
        int end = 0;
        try (JsonParser parser = JsonReader.parser(lines.array(), lines.size())) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                int start = offset(parser.currentTokenLocation());
                add(JsonReader.value(parser, token));
                starts.add(start);
                end = offset(parser.currentLocation());
                token = parser.nextToken();
            }
        } catch (IOException e) {
            malformed(first, starts, end);
        }
    }

    private static int offset(JsonLocation location) {
        return (int) Math.max(location.getByteOffset(), 0);
    }

    /** Documents of the lines before stay; what shares a line with it goes. */
    private void malformed(long first, Deque<Integer> starts, int end) {
        int start = end;
        while (start < lines.size() && isSpace(start)) {
            start++;
        }
        while (!starts.isEmpty() && !beginsLine(start)) {
            start = starts.removeLast();
            ready.removeLast();
        }
        long line = first;
        for (int i = 0; i < start; i++) {
            line += lines.array()[i] == '\n' ? 1 : 0;
        }
        ready.add(new Malformed(
                new PgException(PgErrorCode.INVALID_BODY, "what begins at line " + line + " is no JSON document")));
    }

    private boolean isSpace(int at) {
        byte b = lines.array()[at];
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private boolean beginsLine(int start) {
        for (int i = start - 1; i >= 0 && isSpace(i); i--) {
            if (lines.array()[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
