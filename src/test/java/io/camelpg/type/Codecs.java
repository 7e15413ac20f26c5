package io.camelpg.type;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Single values through a built-in type, for tests without a server. */
final class Codecs {
    private Codecs() {}

    static final TypeCatalog CATALOG = TypeCatalog.builtIn();

    static final PgType BOOLEAN = CATALOG.get(16);
    static final PgType BYTEA = CATALOG.get(17);
    static final PgType BIGINT = CATALOG.get(20);
    static final PgType SMALLINT = CATALOG.get(21);
    static final PgType INTEGER = CATALOG.get(23);
    static final PgType TEXT = CATALOG.get(25);
    static final PgType JSON = CATALOG.get(114);
    static final PgType REAL = CATALOG.get(700);
    static final PgType DOUBLE = CATALOG.get(701);
    static final PgType INET = CATALOG.get(869);
    static final PgType INTEGER_ARRAY = CATALOG.get(1007);
    static final PgType TEXT_ARRAY = CATALOG.get(1009);
    static final PgType VARCHAR = CATALOG.get(1043);
    static final PgType DATE = CATALOG.get(1082);
    static final PgType TIME = CATALOG.get(1083);
    static final PgType TIMESTAMP = CATALOG.get(1114);
    static final PgType TIMESTAMPTZ = CATALOG.get(1184);
    static final PgType INTERVAL = CATALOG.get(1186);
    static final PgType TIMETZ = CATALOG.get(1266);
    static final PgType NUMERIC = CATALOG.get(1700);
    static final PgType UUID = CATALOG.get(2950);
    static final PgType JSONB = CATALOG.get(3802);
    static final PgType TSTZRANGE = CATALOG.get(3910);

    static Object read(PgType type, String text) {
        byte[] bytes = framed(text.getBytes(StandardCharsets.UTF_8));
        return type.read(bytes, 3, bytes.length - 5, Format.TEXT);
    }

    static Object readBinary(PgType type, String hex) {
        byte[] bytes = framed(bytes(hex));
        return type.read(bytes, 3, bytes.length - 5, Format.BINARY);
    }

    static String json(PgType type, String text) {
        OutputBuffer out = new OutputBuffer(1);
        byte[] bytes = framed(text.getBytes(StandardCharsets.UTF_8));
        type.writeJson(bytes, 3, bytes.length - 5, Format.TEXT, out);
        return out.toString();
    }

    static String jsonOfBinary(PgType type, String hex) {
        OutputBuffer out = new OutputBuffer(1);
        byte[] bytes = framed(bytes(hex));
        type.writeJson(bytes, 3, bytes.length - 5, Format.BINARY, out);
        return out.toString();
    }

    static String text(PgType type, String text) {
        OutputBuffer out = new OutputBuffer(1);
        byte[] bytes = framed(text.getBytes(StandardCharsets.UTF_8));
        type.writeText(bytes, 3, bytes.length - 5, Format.TEXT, out);
        return out.toString();
    }

    /** What a value is bound as: its text, or its bytes in hexadecimal after 0x. */
    static String bound(PgType type, Object value) {
        StringBuilder bound = new StringBuilder();
        type.bind(value, new ParameterSink() {
            @Override
            public void text(String text) {
                bound.append(text);
            }

            @Override
            public void binary(byte[] bytes) {
                bound.append("0x").append(HexFormat.of().formatHex(bytes));
            }
        });
        return bound.toString();
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Values lie anywhere in an array: bytes around it show whether a codec keeps to its own. */
    private static byte[] framed(byte[] value) {
        byte[] framed = new byte[value.length + 5];
        java.util.Arrays.fill(framed, (byte) '7');
        System.arraycopy(value, 0, framed, 3, value.length);
        return framed;
    }
}
