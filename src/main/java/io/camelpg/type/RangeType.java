package io.camelpg.type;

/**
 * Ranges and multiranges: Strings such as {@code [1,10)} and {@code {[1,3),[5,8)}}. Binary (rangetypes.c): a byte of flags,
 * then the bounds that there are, each after its length; multiranges: the number of ranges, each after its length.
 */
final class RangeType extends PgType {
    private static final int EMPTY = 0x01;
    private static final int LOWER_INCLUSIVE = 0x02;
    private static final int UPPER_INCLUSIVE = 0x04;
    private static final int LOWER_INFINITE = 0x08;
    private static final int UPPER_INFINITE = 0x10;

    private final PgType subtype;
    private final boolean multi;

    RangeType(int oid, String name, PgType subtype, boolean multi) {
        super(oid, name);
        this.subtype = subtype;
        this.multi = multi;
    }

    @Override
    boolean hasAttributes() {
        return subtype.hasAttributes();
    }

    @Override
    public String read(byte[] data, int offset, int length, Format format) {
        OutputBuffer text = new OutputBuffer(64);
        writeText(data, offset, length, format, text);
        return text.toString();
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (!bindText(value, sink)) {
            bindOther(value, sink, multi ? "Give text such as '{[1,3),[5,8)}'" : "Give text such as '[1,10)'");
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        OutputBuffer text = new OutputBuffer(64);
        writeText(data, offset, length, format, text);
        out.jsonString(text.array(), 0, text.size());
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            if (multi) {
                binaryRanges(data, offset, length, out);
            } else {
                binaryRange(data, offset, length, out);
            }
        } else {
            LiteralScanner scanner = new LiteralScanner(this, data, offset, length);
            if (multi) {
                textRanges(scanner, out);
            } else {
                textRange(scanner, out);
            }
            scanner.end();
        }
    }

    private void binaryRanges(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.atLeast(this, length, 4);
        int count = Wire.int32(data, offset);
        int limit = offset + length;
        int at = offset + 4;
        out.write('{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.write(',');
            }
            int size = ArrayBinary.elementLength(this, data, at, limit);
            binaryRange(data, at + 4, size, out);
            at += 4 + size;
        }
        out.write('}');
        if (at != limit) {
            throw Rejection.malformed(this, length);
        }
    }

    private void binaryRange(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.atLeast(this, length, 1);
        int flags = data[offset];
        int limit = offset + length;
        int at = offset + 1;
        if ((flags & EMPTY) != 0) {
            out.ascii("empty");
        } else {
            out.write((flags & LOWER_INCLUSIVE) != 0 ? '[' : '(');
            if ((flags & LOWER_INFINITE) == 0) {
                at = binaryBound(data, at, limit, out);
            }
            out.write(',');
            if ((flags & UPPER_INFINITE) == 0) {
                at = binaryBound(data, at, limit, out);
            }
            out.write((flags & UPPER_INCLUSIVE) != 0 ? ']' : ')');
        }
        if (at != limit) {
            throw Rejection.malformed(this, length);
        }
    }

    private int binaryBound(byte[] data, int at, int limit, OutputBuffer out) {
        int size = ArrayBinary.elementLength(this, data, at, limit);
        if (size < 0) {
            throw Rejection.malformed(this, limit);
        }
        bound(data, at + 4, size, Format.BINARY, out);
        return at + 4 + size;
    }

    private void textRanges(LiteralScanner scanner, OutputBuffer out) {
        scanner.expect('{');
        out.write('{');
        if (scanner.peek() != '}') {
            textRange(scanner, out);
            while (scanner.skip(',')) {
                out.write(',');
                textRange(scanner, out);
            }
        }
        scanner.expect('}');
        out.write('}');
    }

    private void textRange(LiteralScanner scanner, OutputBuffer out) {
        byte open = scanner.next();
        if (open == 'e') {
            for (char c : "mpty".toCharArray()) {
                scanner.expect(c);
            }
            out.ascii("empty");
            return;
        }
        if (open != '[' && open != '(') {
            throw scanner.malformed();
        }
        out.write(open);
        textBound(scanner, out);
        scanner.expect(',');
        out.write(',');
        textBound(scanner, out);
        byte close = scanner.next();
        if (close != ']' && close != ')') {
            throw scanner.malformed();
        }
        out.write(close);
    }

    private void textBound(LiteralScanner scanner, OutputBuffer out) {
        scanner.item(',', ')', ']');
        if (scanner.quoted() || scanner.length() > 0) {
            bound(scanner.data(), scanner.start(), scanner.length(), Format.TEXT, out);
        }
    }

    private void bound(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        int from = out.size();
        subtype.writeText(data, offset, length, format, out);
        if (Quoting.boundNeedsQuotes(out, from)) {
            out.quoteFrom(from, true);
        }
    }

    @Override
    public boolean readsBinary() {
        return subtype.readsBinary();
    }
}
