package io.camelpg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What pg:upsert has to give: each row by itself, one after another, with SQL written by hand. */
final class UpsertOracle {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final String table;
    private final String key;
    private final String onConflict;
    private final Map<String, String> types;
    private final boolean absentIsNull;
    private final Set<String> notNull;
    long inserted;
    long updated;
    long skipped;
    long deleted;
    final Set<Long> rejected = new TreeSet<>();

    /** @param types of all columns, in order */
    UpsertOracle(
            Connection connection,
            String table,
            String key,
            String onConflict,
            boolean absentIsNull,
            Set<String> notNull,
            Map<String, String> types) {
        this.connection = connection;
        this.table = table;
        this.key = key;
        this.onConflict = onConflict;
        this.absentIsNull = absentIsNull;
        this.notNull = notNull;
        this.types = types;
    }

    void apply(List<Map<String, Object>> rows) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 0; i < rows.size(); i++) {
            execute("SAVEPOINT s", List.of());
            try {
                apply(rows.get(i));
                execute("RELEASE SAVEPOINT s", List.of());
            } catch (SQLException e) {
                if (!e.getSQLState().startsWith("22") && !e.getSQLState().startsWith("23")) {
                    throw e;
                }
                execute("ROLLBACK TO SAVEPOINT s", List.of());
                rejected.add((long) i);
            }
        }
        connection.commit();
    }

    private void apply(Map<String, Object> sent) throws SQLException {
        Map<String, Object> row = new LinkedHashMap<>(sent);
        boolean delete = Boolean.TRUE.equals(row.remove("gone"));
        List<Object> keyAndVersion = new ArrayList<>(List.of(row.get(key)));
        String where = " WHERE " + key + " = ?::" + types.get(key);
        String newer = "";
        if (onConflict.equals("newer")) {
            newer = " AND (v IS NULL OR v < ?::" + types.get("v") + ")";
            keyAndVersion.add(row.get("v"));
        }
        if (delete) {
            int count = execute("DELETE FROM " + table + where + newer, keyAndVersion);
            deleted += count;
            skipped += 1 - count;
            return;
        }
        if (absentIsNull) {
            types.keySet().stream()
                    .filter(column -> !notNull.contains(column))
                    .forEach(column -> row.putIfAbsent(column, null));
        }
        // what cannot be inserted can still update
        boolean complete = row.keySet().containsAll(notNull);
        boolean exists = execute("SELECT FROM " + table + where, List.of(row.get(key))) > 0;
        List<String> columns = List.copyOf(row.keySet());
        // the key stays as it is stored, however it is written here
        List<String> others =
                columns.stream().filter(column -> !column.equals(key)).toList();
        if (exists && !complete && !onConflict.equals("nothing")) {
            List<Object> values = new ArrayList<>();
            others.forEach(column -> values.add(row.get(column)));
            values.addAll(keyAndVersion);
            count(
                    execute(
                            "UPDATE " + table + " SET "
                                    + others.stream()
                                            .map(column -> column + " = ?::" + types.get(column))
                                            .collect(Collectors.joining(", "))
                                    + where + newer,
                            values),
                    true);
            return;
        }
        String action = onConflict.equals("nothing")
                ? "NOTHING"
                : "UPDATE SET "
                        + others.stream()
                                .map(column -> column + " = EXCLUDED." + column)
                                .collect(Collectors.joining(", "))
                        + (onConflict.equals("newer") ? " WHERE t.v IS NULL OR t.v < EXCLUDED.v" : "");
        int count = execute(
                "INSERT INTO " + table + " AS t (" + String.join(", ", columns) + ") VALUES ("
                        + columns.stream()
                                .map(column -> "?::" + types.get(column))
                                .collect(Collectors.joining(", "))
                        + ") ON CONFLICT (" + key + ") DO " + action,
                new ArrayList<>(row.values()));
        count(count, exists);
    }

    private void count(int changed, boolean existed) {
        inserted += existed ? 0 : changed;
        updated += existed ? changed : 0;
        skipped += 1 - changed;
    }

    private int execute(String sql, List<Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, text(values.get(i)));
            }
            if (!statement.execute()) {
                return statement.getUpdateCount();
            }
            int rows = 0;
            while (statement.getResultSet().next()) {
                rows++;
            }
            return rows;
        }
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Map<?, ?>) {
            try {
                return JSON.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        return value == null ? null : value.toString();
    }
}
