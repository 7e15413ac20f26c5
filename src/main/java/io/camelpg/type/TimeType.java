package io.camelpg.type;

import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.Date;

/**
 * time and timetz. PostgreSQL's 24:00 is LocalTime.MAX, in both directions. Binary: microseconds of the day, for timetz
 * then the seconds west of Greenwich.
 */
abstract class TimeType extends PgType {
    static final long MICROS_PER_DAY = 86_400_000_000L;

    TimeType(int oid, String name) {
        super(oid, name);
    }

    final LocalTime timeOf(long micros, int length) {
        return checked(micros, length) == MICROS_PER_DAY ? LocalTime.MAX : LocalTime.ofNanoOfDay(micros * 1_000);
    }

    final long checked(long micros, int length) {
        if (micros < 0 || micros > MICROS_PER_DAY) {
            throw Rejection.malformed(this, length);
        }
        return micros;
    }

    static long microsOf(LocalTime time) {
        return time.toSecondOfDay() * 1_000_000L + Moments.roundedMicros(time.get(ChronoField.NANO_OF_SECOND));
    }

    @Override
    public final int precision(int typmod) {
        return typmod;
    }

    @Override
    public final void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        out.write('"');
        writeText(data, offset, length, format, out);
        out.write('"');
    }

    /** time without time zone: LocalTime. */
    static final class Local extends TimeType {
        Local(int oid) {
            super(oid, "time without time zone");
        }

        private long micros(byte[] data, int offset, int length, Format format) {
            if (format == Format.BINARY) {
                Wire.expect(this, length, 8);
                return Wire.int64(data, offset);
            }
            DateTimeReader reader = new DateTimeReader(this, data, offset, length);
            long micros = reader.time();
            reader.end();
            return micros;
        }

        @Override
        public ColumnForm columnForm() {
            return ColumnForm.TIME;
        }

        @Override
        public long columnNumber(byte[] data, int offset, int length, Format format) {
            long micros = checked(micros(data, offset, length, format), length);
            if (micros == MICROS_PER_DAY) {
                throw Rejection.noColumnForm(this, "24:00");
            }
            return micros;
        }

        @Override
        public LocalTime read(byte[] data, int offset, int length, Format format) {
            return timeOf(micros(data, offset, length, format), length);
        }

        @Override
        public void bind(Object value, ParameterSink sink) {
            if (value instanceof LocalTime time) {
                sink.binary(Wire.bytesOfInt64(microsOf(time)));
            } else if (value instanceof java.sql.Time time) {
                // java.sql.Time.toLocalTime drops the milliseconds
                Instant moment = Instant.ofEpochMilli(time.getTime());
                sink.binary(Wire.bytesOfInt64(microsOf(LocalTime.ofInstant(moment, ZoneId.systemDefault()))));
            } else if (!bindText(value, sink)) {
                bindOther(value, sink, "Give a LocalTime, a java.sql.Time or text; of a date and time, its time");
            }
        }

        @Override
        public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
            DateTimePrinter.time(checked(micros(data, offset, length, format), length), out);
        }
    }

    /** time with time zone: OffsetTime. */
    static final class Zoned extends TimeType {
        Zoned(int oid) {
            super(oid, "time with time zone");
        }

        /** PostgreSQL's offsets end before 16 hours. */
        private ZoneOffset zone(long seconds, int length) {
            if (Math.abs(seconds) >= 16 * 3600) {
                throw Rejection.malformed(this, length);
            }
            return ZoneOffset.ofTotalSeconds((int) seconds);
        }

        @Override
        public OffsetTime read(byte[] data, int offset, int length, Format format) {
            if (format == Format.BINARY) {
                Wire.expect(this, length, 12);
                LocalTime time = timeOf(Wire.int64(data, offset), length);
                return time.atOffset(zone(-(long) Wire.int32(data, offset + 8), length));
            }
            DateTimeReader reader = new DateTimeReader(this, data, offset, length);
            LocalTime time = timeOf(reader.time(), length);
            ZoneOffset zone = zone(reader.offset(), length);
            reader.end();
            return time.atOffset(zone);
        }

        @Override
        public void bind(Object value, ParameterSink sink) {
            OffsetTime time = null;
            if (value instanceof OffsetTime offsetTime) {
                time = offsetTime;
            } else if (value instanceof OffsetDateTime moment) {
                time = moment.toOffsetTime();
            } else if (value instanceof ZonedDateTime moment) {
                time = moment.toOffsetDateTime().toOffsetTime();
            }
            if (time != null) {
                byte[] bytes = new byte[12];
                Wire.putInt64(bytes, 0, microsOf(time.toLocalTime()));
                Wire.putInt32(bytes, 8, -time.getOffset().getTotalSeconds());
                sink.binary(bytes);
            } else if (value instanceof LocalTime local) {
                // the session's time zone completes it
                OutputBuffer text = new OutputBuffer(32);
                DateTimePrinter.time(microsOf(local), text);
                sink.text(text.toString());
            } else if (!bindText(value, sink)) {
                bindOther(value, sink, value instanceof Date ? "Give an OffsetTime, or text" : null);
            }
        }

        @Override
        public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
            if (format == Format.BINARY) {
                Wire.expect(this, length, 12);
                DateTimePrinter.time(checked(Wire.int64(data, offset), length), out);
                DateTimePrinter.offset(zone(-(long) Wire.int32(data, offset + 8), length), out);
            } else {
                DateTimeReader reader = new DateTimeReader(this, data, offset, length);
                DateTimePrinter.time(reader.time(), out);
                DateTimePrinter.offset(zone(reader.offset(), length), out);
                reader.end();
            }
        }
    }
}
