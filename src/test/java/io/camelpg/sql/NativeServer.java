package io.camelpg.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Oid;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.Tuple;

/**
 * Sends native text as it is, through Parse, Bind and Execute: past the driver's own parser, which would look for {@code ?}
 * and semicolons. The server then refuses several statements, and a number of parameters that is not its own.
 */
final class NativeServer {
    /** "protocol_violation": the number of parameters bound is not the number that the server found. */
    static final String PROTOCOL_VIOLATION = "08P01";

    private static final Pattern LAST_NUMBER = Pattern.compile("(?s).*[^0-9]([0-9]+)[^0-9]*");
    private static final Pattern SEVERAL_STATEMENTS = Pattern.compile("multiple commands");

    private final QueryExecutor executor;

    NativeServer(Connection connection) throws SQLException {
        this.executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
    }

    /** The first row, as text. */
    List<String> select(String text, List<String> values) throws SQLException {
        Query query = executor.wrap(List.of(new NativeQuery(text, new int[values.size()], false, SqlCommand.BLANK)));
        ParameterList parameters = query.createParameterList();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                parameters.setNull(i + 1, Oid.UNSPECIFIED);
            } else {
                parameters.setStringParameter(i + 1, values.get(i), Oid.UNSPECIFIED);
            }
        }
        FirstRow row = new FirstRow();
        executor.execute(
                query, parameters, row, 1, 0, QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN);
        return row.values;
    }

    /**
     * How many parameters the server finds in a text; empty where it refuses the text. Binds none, so that the server says
     * how many it requires; runs the text only where that is none, too.
     */
    OptionalInt parameters(String text) throws SQLException {
        try {
            select(text, List.of());
            return OptionalInt.of(0);
        } catch (SQLException e) {
            if (SEVERAL_STATEMENTS.matcher(String.valueOf(e.getMessage())).find()) {
                throw e;
            }
            Matcher required = LAST_NUMBER.matcher(String.valueOf(e.getMessage()));
            return PROTOCOL_VIOLATION.equals(e.getSQLState()) && required.matches()
                    ? OptionalInt.of(Integer.parseInt(required.group(1)))
                    : OptionalInt.empty();
        }
    }

    private static final class FirstRow extends ResultHandlerBase {
        private final List<String> values = new ArrayList<>();

        @Override
        public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
            for (Tuple tuple : tuples) {
                for (int i = 0; i < tuple.fieldCount(); i++) {
                    byte[] value = tuple.get(i);
                    values.add(value == null ? null : new String(value, StandardCharsets.UTF_8));
                }
            }
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            // names are cut to 63 bytes with a notice
        }
    }
}
