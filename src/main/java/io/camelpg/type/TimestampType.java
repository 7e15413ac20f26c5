package io.camelpg.type;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * timestamp and timestamptz. Binary: microseconds from 2000-01-01 00:00, in UTC for timestamptz; the ends of long are the
 * infinities.
 */
abstract class TimestampType extends PgType {
    private static final long EPOCH_SECOND = CivilDate.POSTGRES_EPOCH_DAY * 86_400L;
    /** 4714-11-24 BC, the first day of the Julian period. */
    private static final long FIRST = -211_813_488_000_000_000L;
    /** 294277-01-01, which is the first moment that no longer fits. */
    private static final long END = 9_223_371_331_200_000_000L;

    private final boolean zoned;

    TimestampType(int oid, String name, boolean zoned) {
        super(oid, name);
        this.zoned = zoned;
    }

    final long micros(byte[] data, int offset, int length, Format format) {
        if (format == Format.BINARY) {
            Wire.expect(this, length, 8);
            return Wire.int64(data, offset);
        }
        if (Wire.is("infinity", data, offset, length)) {
            return Long.MAX_VALUE;
        }
        if (Wire.is("-infinity", data, offset, length)) {
            return Long.MIN_VALUE;
        }
        DateTimeReader reader = new DateTimeReader(this, data, offset, length);
        long day = reader.date() - CivilDate.POSTGRES_EPOCH_DAY;
        reader.space();
        long time = reader.time();
        if (zoned) {
            time -= reader.offset() * 1_000_000L;
        }
        reader.end();
        // a year of six digits can pass the range of long
        if (Math.abs(day) > 110_000_000) {
            throw Rejection.malformed(this, length);
        }
        try {
            return Math.addExact(Math.multiplyExact(day, TimeType.MICROS_PER_DAY), time);
        } catch (ArithmeticException e) {
            throw Rejection.malformed(this, length);
        }
    }

    @Override
    public final ColumnForm columnForm() {
        return zoned ? ColumnForm.INSTANT : ColumnForm.TIMESTAMP;
    }

    @Override
    public final long columnNumber(byte[] data, int offset, int length, Format format) {
        long micros = micros(data, offset, length, format);
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            throw Rejection.noColumnForm(this, micros > 0 ? "infinity" : "-infinity");
        }
        if (micros > Long.MAX_VALUE - EPOCH_SECOND * 1_000_000) {
            throw Rejection.noColumnForm(this, "a moment after 294247-01-10T04:00:54.775807");
        }
        return micros + EPOCH_SECOND * 1_000_000;
    }

    static LocalDateTime utc(long micros) {
        long second = Math.floorDiv(micros, 1_000_000L);
        int nanos = (int) (micros - second * 1_000_000) * 1_000;
        return LocalDateTime.ofEpochSecond(second + EPOCH_SECOND, nanos, ZoneOffset.UTC);
    }

    final void bindMoment(Object value, Instant moment, ParameterSink sink) {
        long second = moment.getEpochSecond() - EPOCH_SECOND;
        boolean fits = Math.abs(second) <= END / 1_000_000;
        long micros = fits ? second * 1_000_000 + Moments.roundedMicros(moment.getNano()) : END;
        if (micros < FIRST || micros >= END) {
            throw Rejection.value(this, value, "the range is 4714-11-24 BC to 294276-12-31");
        }
        sink.binary(Wire.bytesOfInt64(micros));
    }

    final void bindOtherKind(Object value, ParameterSink sink) {
        int infinity = Moments.infinity(value);
        if (infinity != 0) {
            sink.binary(Wire.bytesOfInt64(infinity > 0 ? Long.MAX_VALUE : Long.MIN_VALUE));
        } else if (!bindText(value, sink)) {
            String hint = value instanceof Number
                    ? "For seconds since 1970 say to_timestamp(:name)"
                    : "Give a date and time of java.time or java.util, or text";
            bindOther(value, sink, hint);
        }
    }

    @Override
    public final void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.write('"');
        write(micros(data, offset, length, format), true, out);
        out.write('"');
    }

    @Override
    public final void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        write(micros(data, offset, length, format), false, out);
    }

    private void write(long micros, boolean json, OutputBuffer out) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            out.ascii(micros > 0 ? "infinity" : "-infinity");
            return;
        }
        long day = Math.floorDiv(micros, TimeType.MICROS_PER_DAY);
        long epochDay = day + CivilDate.POSTGRES_EPOCH_DAY;
        DateTimePrinter.date(epochDay, json, out);
        out.write('T');
        DateTimePrinter.time(micros - day * TimeType.MICROS_PER_DAY, out);
        if (zoned) {
            out.write('Z');
        }
        DateTimePrinter.era(epochDay, json, out);
    }

    @Override
    public final int precision(int typmod) {
        return typmod;
    }

    /** timestamp without time zone: LocalDateTime. */
    static final class Local extends TimestampType {
        Local(int oid) {
            super(oid, "timestamp without time zone", false);
        }

        @Override
        public LocalDateTime read(byte[] data, int offset, int length, Format format) {
            long micros = micros(data, offset, length, format);
            if (micros == Long.MAX_VALUE) {
                return LocalDateTime.MAX;
            }
            return micros == Long.MIN_VALUE ? LocalDateTime.MIN : utc(micros);
        }

        @Override
        public void bind(Object value, ParameterSink sink) {
            LocalDateTime local = Moments.infinity(value) == 0 ? Moments.wallClock(value) : null;
            if (local == null) {
                bindOtherKind(value, sink);
            } else {
                bindMoment(value, local.toInstant(ZoneOffset.UTC), sink);
            }
        }
    }

    /** timestamp with time zone: OffsetDateTime in UTC. */
    static final class Zoned extends TimestampType {
        Zoned(int oid) {
            super(oid, "timestamp with time zone", true);
        }

        @Override
        public OffsetDateTime read(byte[] data, int offset, int length, Format format) {
            long micros = micros(data, offset, length, format);
            if (micros == Long.MAX_VALUE) {
                return OffsetDateTime.MAX;
            }
            return micros == Long.MIN_VALUE ? OffsetDateTime.MIN : OffsetDateTime.of(utc(micros), ZoneOffset.UTC);
        }

        @Override
        public void bind(Object value, ParameterSink sink) {
            Instant moment = Moments.infinity(value) == 0 ? Moments.instant(value) : null;
            if (moment == null) {
                bindOtherKind(value, sink);
            } else {
                bindMoment(value, moment, sink);
            }
        }
    }
}
