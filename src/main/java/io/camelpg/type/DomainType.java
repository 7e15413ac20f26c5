package io.camelpg.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A domain: the type under it, with a name of its own and perhaps a modifier. Its constraints are the server's to check. */
final class DomainType extends PgType {
    private final PgType base;
    private final int baseTypmod;

    DomainType(int oid, String name, PgType base, int baseTypmod) {
        super(oid, name);
        this.base = base;
        this.baseTypmod = baseTypmod;
    }

    @Override
    public @Nullable Object read(byte[] data, int offset, int length, Format format) {
        return base.read(data, offset, length, format);
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        base.bind(value, sink);
    }

    @Override
    boolean appendBinary(Object value, OutputBuffer out) {
        return base.appendBinary(value, out);
    }

    @Override
    public void writeJson(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        base.writeJson(data, offset, length, format, out);
    }

    @Override
    public void writeText(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        base.writeText(data, offset, length, format, out);
    }

    @Override
    public ColumnForm columnForm() {
        return base.columnForm();
    }

    @Override
    public long columnNumber(byte[] data, int offset, int length, Format format) {
        return base.columnNumber(data, offset, length, format);
    }

    @Override
    public void columnDecimal(byte[] data, int offset, int length, Format format, int scale, WideInteger number) {
        base.columnDecimal(data, offset, length, format, scale, number);
    }

    @Override
    public void columnBytes(byte[] data, int offset, int length, Format format, OutputBuffer out) {
        base.columnBytes(data, offset, length, format, out);
    }

    @Override
    boolean hasAttributes() {
        return base.hasAttributes();
    }

    @Override
    public List<Part> parts() {
        return base.parts();
    }

    @Override
    public void eachPart(byte[] data, int offset, int length, Format format, PartVisitor visitor) {
        base.eachPart(data, offset, length, format, visitor);
    }

    @Override
    public boolean readsBinary() {
        return base.readsBinary();
    }

    private int typmod(int stated) {
        return stated == -1 ? baseTypmod : stated;
    }

    @Override
    public int length(int typmod) {
        return base.length(typmod(typmod));
    }

    @Override
    public int precision(int typmod) {
        return base.precision(typmod(typmod));
    }

    @Override
    public int scale(int typmod) {
        return base.scale(typmod(typmod));
    }

    @Override
    public @Nullable String issue() {
        return base.issue();
    }

    @Override
    boolean takesWhole(Object value) {
        return base.takesWhole(value);
    }
}
