package io.camelpg.operation;

import io.camelpg.catalog.RelationColumn;
import io.camelpg.session.Session;
import io.camelpg.sql.Identifier;
import io.camelpg.type.Format;
import io.camelpg.type.OutputBuffer;
import io.camelpg.type.ParameterSink;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column that rows may fill.
 *
 * @param quoted its name, fit for SQL
 * @param many the type of an array of its values
 * @param asText whether such an array has the values' text: arrays cannot go in an array (unnest would take them apart),
 *     nor can composites (it would make columns of them)
 */
public record TargetColumn(RelationColumn column, String quoted, PgType type, PgType many, boolean asText) {
    private static final int TEXT_ARRAY = 1009;
    private static final String IN_PIECES = "AC";
    /** bigint, smallint, integer, date, timestamp, timestamptz: in binary, whole numbers in their order. */
    private static final Set<Integer> ORDINAL = Set.of(20, 21, 23, 1082, 1114, 1184);

    public static TargetColumn of(Session session, RelationColumn column) {
        boolean asText = IN_PIECES.indexOf(column.category()) >= 0 || column.arrayOid() == 0;
        return new TargetColumn(
                column,
                Identifier.quote(column.name()),
                session.database().type(session, column.typeOid()),
                asText
                        ? TypeCatalog.builtIn().get(TEXT_ARRAY)
                        : session.database().type(session, column.arrayOid()),
                asText);
    }

    public String name() {
        return column.name();
    }

    /** As messages name it. */
    public String label() {
        return "column \"" + name() + "\"";
    }

    /** A value as an element of an array. */
    @Nullable
    public Object element(@Nullable Object value) {
        return value == null || !asText ? value : text(value);
    }

    private String text(Object value) {
        Literal literal = new Literal(type);
        type.bind(value, literal);
        return literal.text;
    }

    /** Where the value stands among others of its type; null where only the server knows. */
    @Nullable
    public Long ordinal(@Nullable Object value) {
        if (value == null || column.typmod() >= 0 || !ORDINAL.contains(column.typeOid())) {
            return null;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        Ordinal ordinal = new Ordinal();
        type.bind(value, ordinal);
        return ordinal.value;
    }

    /** Whether the value can be bound at all. @throws io.camelpg.error.PgException PG-301 or PG-302 if not */
    public void check(@Nullable Object value) {
        if (value != null) {
            type.bind(value, Nowhere.INSTANCE);
        }
    }

    private static final class Literal implements ParameterSink {
        private final PgType type;
        private String text = "";

        Literal(PgType type) {
            this.type = type;
        }

        @Override
        public void text(String value) {
            text = value;
        }

        @Override
        public void binary(byte[] value) {
            OutputBuffer out = new OutputBuffer();
            type.writeText(value, 0, value.length, Format.BINARY, out);
            text = out.toString();
        }
    }

    private static final class Ordinal implements ParameterSink {
        private @Nullable Long value;

        @Override
        public void text(String value) {
            // in a form that only the server reads
        }

        @Override
        public void binary(byte[] bytes) {
            long whole = bytes[0];
            for (int i = 1; i < bytes.length; i++) {
                whole = whole << 8 | bytes[i] & 0xFF;
            }
            value = whole;
        }
    }

    private enum Nowhere implements ParameterSink {
        INSTANCE;

        @Override
        public void text(String value) {
            // only whether there is one
        }

        @Override
        public void binary(byte[] value) {
            // only whether there is one
        }
    }
}
