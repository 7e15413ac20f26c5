package io.camelpg.row.arrow;

import io.camelpg.type.Format;
import io.camelpg.type.OutputBuffer;

/** Texts and other strings of bytes, one behind the other. */
final class BytesColumn extends ArrowColumn {
    /** Appends a value's bytes. */
    @FunctionalInterface
    interface Printer {
        void print(byte[] data, int offset, int length, Format format, OutputBuffer out);
    }

    private final Printer printer;
    private final OutputBuffer bytes = new OutputBuffer(1024);
    /** Where each begins, and after the last where that ends. */
    private final Cells offsets = new Cells(256);

    BytesColumn(Printer printer) {
        this.printer = printer;
        offsets.int32(0);
    }

    @Override
    long append(byte[] data, int offset, int length, Format format) {
        int before = bytes.size();
        printer.print(data, offset, length, format, bytes);
        offsets.int32(bytes.size());
        return 4L + bytes.size() - before;
    }

    @Override
    long appendNull() {
        offsets.int32(bytes.size());
        return 4;
    }

    @Override
    void writeValues(Body body) {
        body.buffer(offsets.bytes(), offsets.size());
        body.buffer(bytes.array(), bytes.size());
    }

    @Override
    void resetValues() {
        bytes.reset();
        offsets.reset();
        offsets.int32(0);
    }
}
