package io.camelpg.type;

import java.time.LocalDate;
import java.time.LocalDateTime;

/** date: LocalDate, whose MAX and MIN are the infinities. Binary: days from 2000-01-01. */
final class DateType extends PgType {
    private static final long FIRST = CivilDate.epochDay(-4713, 11, 24);
    private static final long LAST = CivilDate.epochDay(5_874_897, 12, 31);

    DateType(int oid) {
        super(oid, "date");
    }

    /** Days from 2000-01-01; the ends of int are the infinities. */
    private int days(byte[] data, int offset, int length, Format format) {
        if (format == Format.BINARY) {
            Wire.expect(this, length, 4);
            return Wire.int32(data, offset);
        }
        if (Wire.is("infinity", data, offset, length)) {
            return Integer.MAX_VALUE;
        }
        if (Wire.is("-infinity", data, offset, length)) {
            return Integer.MIN_VALUE;
        }
        DateTimeReader reader = new DateTimeReader(this, data, offset, length);
        long days = reader.date() - CivilDate.POSTGRES_EPOCH_DAY;
        reader.end();
        if (days != (int) days) {
            throw Rejection.malformed(this, length);
        }
        return (int) days;
    }

    @Override
    public LocalDate read(byte[] data, int offset, int length, Format format) {
        int days = days(data, offset, length, format);
        if (days == Integer.MAX_VALUE) {
            return LocalDate.MAX;
        }
        return days == Integer.MIN_VALUE
                ? LocalDate.MIN
                : LocalDate.ofEpochDay((long) days + CivilDate.POSTGRES_EPOCH_DAY);
    }

    @Override
    public ColumnForm columnForm() {
        return ColumnForm.DATE;
    }

    @Override
    public long columnNumber(byte[] data, int offset, int length, Format format) {
        int days = days(data, offset, length, format);
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            throw Rejection.noColumnForm(this, days > 0 ? "infinity" : "-infinity");
        }
        return (long) days + CivilDate.POSTGRES_EPOCH_DAY;
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        int infinity = Moments.infinity(value);
        if (infinity != 0) {
            sink.binary(Wire.bytesOfInt32(infinity > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE));
            return;
        }
        LocalDateTime moment = Moments.wallClock(value);
        if (moment != null) {
            long epochDay = moment.toLocalDate().toEpochDay();
            if (epochDay < FIRST || epochDay > LAST) {
                throw Rejection.value(this, value, "the range is 4714-11-24 BC to 5874897-12-31");
            }
            sink.binary(Wire.bytesOfInt32((int) (epochDay - CivilDate.POSTGRES_EPOCH_DAY)));
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, "Give a LocalDate, another date of java.time or java.util, or text");
        }
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.write('"');
        write(days(data, offset, length, format), true, out);
        out.write('"');
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        write(days(data, offset, length, format), false, out);
    }

    private static void write(int days, boolean json, OutputBuffer out) {
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            out.ascii(days > 0 ? "infinity" : "-infinity");
        } else {
            long epochDay = (long) days + CivilDate.POSTGRES_EPOCH_DAY;
            DateTimePrinter.date(epochDay, json, out);
            DateTimePrinter.era(epochDay, json, out);
        }
    }
}
