package io.camelpg.type;

/** Appends the bytes of a value that is bound in binary, and notices one that is not. */
final class BinarySink implements ParameterSink {
    private final OutputBuffer out;
    private boolean taken;

    BinarySink(OutputBuffer out) {
        this.out = out;
    }

    boolean taken() {
        return taken;
    }

    @Override
    public void text(String value) {
        taken = false;
    }

    @Override
    public void binary(byte[] value) {
        out.write(value, 0, value.length);
        taken = true;
    }
}
