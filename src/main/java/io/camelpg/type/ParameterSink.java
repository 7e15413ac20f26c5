package io.camelpg.type;

/** Where a bound value goes: one call a value, in the format that the type chose. */
public interface ParameterSink {
    /** PostgreSQL's input syntax of the value; free of NUL characters and lone surrogates. */
    void text(String value);

    /** PostgreSQL's binary format of the value; the array is the sink's to keep. */
    void binary(byte[] value);
}
