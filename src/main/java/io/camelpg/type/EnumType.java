package io.camelpg.type;

/**
 * An enum. Labels are left to the server to check: ALTER TYPE … ADD VALUE may have added one since the type was loaded.
 */
final class EnumType extends TextType {
    EnumType(int oid, String name) {
        super(oid, name, false);
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof Enum<?> constant) {
            sink.text(constant.name());
        } else if (!bindText(value, sink)) {
            bindOther(
                    value,
                    sink,
                    "Give the label as a String, or a Java enum whose constants are named like the labels");
        }
    }
}
