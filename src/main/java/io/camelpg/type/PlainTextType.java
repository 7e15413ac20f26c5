package io.camelpg.type;

import org.jspecify.annotations.Nullable;

/** A type whose values are known here by their text format only. */
final class PlainTextType extends StringType {
    private final @Nullable String issue;
    private final @Nullable String numberHint;

    PlainTextType(int oid, String name, @Nullable String issue, @Nullable String numberHint) {
        super(oid, name);
        this.issue = issue;
        this.numberHint = numberHint;
    }

    /** A type that this component has not heard of. */
    static PlainTextType unknown(int oid, String name) {
        return new PlainTextType(
                oid, name, "the type " + name + " has no Java type here; its values are given as text", null);
    }

    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        throw Rejection.notInBinary(this);
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (!bindText(value, sink)) {
            bindOther(value, sink, value instanceof Number ? numberHint : null);
        }
    }

    @Override
    public boolean readsBinary() {
        return false;
    }

    @Override
    public @Nullable String issue() {
        return issue;
    }
}
