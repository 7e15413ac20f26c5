package io.camelpg.type;

import java.time.Duration;
import java.time.Period;

/** interval: a String in ISO 8601, since no class of java.time has its three parts. */
final class IntervalType extends StringType {
    IntervalType(int oid) {
        super(oid, "interval");
    }

    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.expect(this, length, 16);
        new IntervalParts(Wire.int32(data, offset + 12), Wire.int32(data, offset + 8), Wire.int64(data, offset))
                .write(out);
    }

    private void write(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        if (format == Format.BINARY) {
            print(data, offset, length, out);
        } else {
            IntervalText.parse(this, data, offset, length).write(out);
        }
    }

    @Override
    public String read(byte[] data, int offset, int length, Format format) {
        OutputBuffer text = new OutputBuffer(32);
        write(data, offset, length, format, text);
        return text.toString();
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof Duration duration) {
            sink.binary(IntervalParts.of(this, duration).binary());
        } else if (value instanceof Period period) {
            sink.binary(IntervalParts.of(this, period).binary());
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, "Give a Duration, a Period, or text such as 'P1DT2H'");
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.write('"');
        write(data, offset, length, format, out);
        out.write('"');
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        write(data, offset, length, format, out);
    }

    /** The lower half of the modifier; 0xFFFF there means that none was stated. */
    @Override
    public int precision(int typmod) {
        int digits = typmod & 0xFFFF;
        return typmod == -1 || digits == 0xFFFF ? -1 : digits;
    }
}
