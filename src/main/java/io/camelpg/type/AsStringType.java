package io.camelpg.type;

import org.jspecify.annotations.Nullable;

/** A type whose values are read as their text. */
final class AsStringType extends PgType {
    private final PgType type;

    AsStringType(PgType type) {
        super(type.oid(), type.name());
        this.type = type;
    }

    @Override
    public Object read(byte[] data, int offset, int length, Format format) {
        OutputBuffer text = new OutputBuffer(length + 16);
        type.writeText(data, offset, length, format, text);
        return text.toString();
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        type.bind(value, sink);
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        OutputBuffer text = new OutputBuffer(length + 16);
        type.writeText(data, offset, length, format, text);
        out.jsonString(text.array(), 0, text.size());
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        type.writeText(data, offset, length, format, out);
    }

    @Override
    public boolean readsBinary() {
        return type.readsBinary();
    }

    @Override
    public int length(int typmod) {
        return type.length(typmod);
    }

    @Override
    public int precision(int typmod) {
        return type.precision(typmod);
    }

    @Override
    public int scale(int typmod) {
        return type.scale(typmod);
    }

    @Override
    public PgType asString() {
        return this;
    }

    @Override
    public @Nullable String issue() {
        return type.issue();
    }

    @Override
    boolean takesWhole(Object value) {
        return type.takesWhole(value);
    }
}
