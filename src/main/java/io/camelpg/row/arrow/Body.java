package io.camelpg.row.arrow;

import io.camelpg.type.OutputBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a record batch consists of: nodes and buffers, in the order of the schema's fields and what is in them. */
final class Body {
    /** Every buffer begins at a multiple of it. */
    static final int ALIGNMENT = 8;

    private static final byte[] PADDING = new byte[ALIGNMENT];

    record Node(int length, int nulls) {}

    /** @param offset from the body's begin */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Piece(byte[] bytes, int length, long offset) {}

    private final List<Node> nodes = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private long length;

    /** A column with its values' presence, which is left out where all are there. */
    void node(Bits present) {
        nodes.add(new Node(present.count(), present.clear()));
        buffer(present.bytes(), present.clear() == 0 ? 0 : present.byteCount());
    }

    void buffer(byte[] bytes, int size) {
        pieces.add(new Piece(bytes, size, length));
        length += padded(size);
    }

    static long padded(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** In bytes, with padding. */
    long length() {
        return length;
    }

    void writeTo(OutputBuffer out) {
        for (Piece piece : pieces) {
            out.write(piece.bytes(), 0, piece.length());
            out.write(PADDING, 0, (int) (padded(piece.length()) - piece.length()));
        }
    }
}
