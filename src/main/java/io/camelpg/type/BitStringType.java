package io.camelpg.type;

/** bit(n) and bit varying(n): a String of 0 and 1. Binary: the number of bits, then the bits from the left. */
final class BitStringType extends StringType {
    BitStringType(int oid, String name) {
        super(oid, name);
    }

    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.atLeast(this, length, 4);
        int bits = Wire.int32(data, offset);
        if (bits < 0 || length != 4 + (bits + 7L) / 8) {
            throw Rejection.malformed(this, length);
        }
        for (int i = 0; i < bits; i++) {
            out.write((data[offset + 4 + i / 8] & 0x80 >> i % 8) == 0 ? '0' : '1');
        }
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof Boolean bit) {
            sink.text(bit ? "1" : "0");
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, "Give the bits as text, such as '0101'");
        }
    }

    @Override
    public int length(int typmod) {
        return typmod;
    }
}
