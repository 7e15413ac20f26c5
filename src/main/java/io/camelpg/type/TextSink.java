package io.camelpg.type;

/** Collects a bound value as text, whatever format its type prefers. */
record TextSink(PgType type, OutputBuffer out) implements ParameterSink {
    @Override
    public void text(String value) {
        out.text(value);
    }

    @Override
    public void binary(byte[] value) {
        type.writeText(value, 0, value.length, Format.BINARY, out);
    }
}
