package io.camelpg.type;

import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;

/**
 * Statements whose parameters and rows are the bytes on the wire. Rows come in text format first; the same statement run
 * again is known to the driver, which then asks for binary where it was told to.
 */
final class WireSession implements AutoCloseable, TypeSource {
    private final Connection connection;
    private final QueryExecutor executor;
    final TypeCatalog catalog = new TypeCatalog(this);
    private int loads;

    WireSession(String database) throws SQLException {
        connection = TestPostgres.connect(database);
        executor = connection.unwrap(PgConnection.class).getQueryExecutor();
    }

    /** A field of a row. */
    record Value(PgType type, int typmod, Format format, byte[] bytes) {
        Object read() {
            return bytes == null ? null : type.read(bytes, 0, bytes.length, format);
        }

        String json() {
            OutputBuffer out = new OutputBuffer(1);
            type.writeJson(bytes, 0, bytes.length, format, out);
            return out.toString();
        }

        String text() {
            OutputBuffer out = new OutputBuffer(1);
            type.writeText(bytes, 0, bytes.length, format, out);
            return out.toString();
        }
    }

    /** A value for a parameter of a type. */
    record Parameter(PgType type, Object value) {}

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a statement whose placeholders are question marks, in the wanted format as far as types read it. */
    List<List<Value>> rows(Format format, String sql, Parameter... parameters) throws SQLException {
        Query query = executor.createQuery(sql, false, true).query;
        ParameterList list = query.createParameterList();
        for (int i = 0; i < parameters.length; i++) {
            int index = i + 1;
            PgType type = parameters[i].type();
            if (parameters[i].value() == null) {
                list.setNull(index, type.oid());
                continue;
            }
            type.bind(parameters[i].value(), new ParameterSink() {
                @Override
                public void text(String value) {
                    set(() -> list.setStringParameter(index, value, type.oid()));
                }

                @Override
                public void binary(byte[] value) {
                    set(() -> list.setBinaryParameter(index, value, type.oid()));
                }
            });
        }
        try {
            executor.setBinaryReceiveOids(java.util.Set.of());
            List<List<Value>> rows = run(query, list);
            if (format == Format.BINARY && !rows.isEmpty()) {
                for (Value value : rows.get(0)) {
                    if (value.type().readsBinary()) {
                        executor.addBinaryReceiveOid(value.type().oid());
                    }
                }
                rows = run(query, list);
            }
            return rows;
        } finally {
            query.close();
        }
    }

    /** The values of a statement with one column. */
    List<Value> column(Format format, String sql, Parameter... parameters) throws SQLException {
        return rows(format, sql, parameters).stream().map(row -> row.get(0)).toList();
    }

    private List<List<Value>> run(Query query, ParameterList parameters) throws SQLException {
        List<Tuple> tuples = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        executor.execute(
                query,
                parameters,
                new ResultHandlerBase() {
                    @Override
                    public void handleResultRows(Query from, Field[] columns, List<Tuple> rows, ResultCursor cursor) {
                        fields.addAll(List.of(columns));
                        tuples.addAll(rows);
                    }

                    @Override
                    public void handleWarning(SQLWarning warning) {
                        // of no interest
                    }
                },
                0,
                0,
                QueryExecutor.QUERY_SUPPRESS_BEGIN);
        // the tuples' formats are those of this execution, so they are looked at before any other runs
        List<Format> formats = fields.stream()
                .map(field -> field.getFormat() == Field.BINARY_FORMAT ? Format.BINARY : Format.TEXT)
                .toList();
        List<Integer> oids = fields.stream().map(Field::getOID).toList();
        List<Integer> typmods = fields.stream().map(Field::getMod).toList();
        List<List<Value>> rows = new ArrayList<>();
        for (Tuple tuple : tuples) {
            List<Value> row = new ArrayList<>();
            for (int i = 0; i < oids.size(); i++) {
                row.add(new Value(catalog.get(oids.get(i)), typmods.get(i), formats.get(i), tuple.get(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    @Override
    public List<TypeDescription> load(Collection<Integer> oids) {
        loads++;
        List<TypeDescription> descriptions = new ArrayList<>();
        try {
            PgType oidArray = TypeCatalog.builtIn().arrayOf(26);
            String sql = TypeCatalog.loadQuery().replace("$1", "?");
            for (List<Value> row : rows(Format.TEXT, sql, new Parameter(oidArray, oids))) {
                descriptions.add(
                        TypeDescription.of(row.stream().map(Value::read).toArray()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return descriptions;
    }

    /** How often types were asked for. */
    int loads() {
        return loads;
    }

    /** The type of a name in the database. */
    PgType type(String sqlName) throws SQLException {
        String sql = "SELECT ?::regtype::oid::int8";
        Value oid = column(Format.TEXT, sql, new Parameter(TypeCatalog.builtIn().get(25), sqlName))
                .get(0);
        return catalog.get((int) ((Number) oid.read()).longValue());
    }

    private interface Setting {
        void run() throws SQLException;
    }

    private static void set(Setting setting) {
        try {
            setting.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
