package io.camelpg.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.jooq.BatchBindStep;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStep5;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** jOOQ with INSERT … ON CONFLICT DO UPDATE, on one connection, without its logging. */
final class UpsertJooq implements UpsertContender {
    /** Of five parameters each; a statement takes at most 32,767. */
    private static final int ROWS = 1_000;

    private static final Field<Integer> ID = DSL.field(DSL.name("id"), SQLDataType.INTEGER);
    private static final Field<String> NAME = DSL.field(DSL.name("name"), SQLDataType.CLOB);
    private static final Field<BigDecimal> PRICE = DSL.field(DSL.name("price"), SQLDataType.NUMERIC);
    private static final Field<Timestamp> CREATED = DSL.field(DSL.name("created_at"), SQLDataType.TIMESTAMP);
    private static final Field<Boolean> ACTIVE = DSL.field(DSL.name("active"), SQLDataType.BOOLEAN);

    /** How the rows get there. */
    enum Way {
        BATCH("jOOQ batch + rewrite"),
        ROWS("jOOQ, many rows a statement");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    private final Way way;
    private Connection connection;
    private DSLContext jooq;
    private Table<Record> table;

    UpsertJooq(Way way) {
        this.way = way;
    }

    @Override
    public String name() {
        return way.title;
    }

    @Override
    public String how() {
        return switch (way) {
            case BATCH ->
                "batch(insertInto….onConflict….doUpdate()).bind(…), reWriteBatchedInserts=true, one transaction";
            case ROWS -> "insertInto….values(…) of " + ROWS + " rows, onConflict….doUpdate(), one transaction";
        };
    }

    @Override
    public void start(int port, String target) throws SQLException {
        String rewrite = way == Way.BATCH ? "&reWriteBatchedInserts=true" : "";
        connection = DriverManager.getConnection(BenchServer.jdbcUrl(port) + rewrite);
        connection.setAutoCommit(false);
        jooq = DSL.using(connection, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
        table = DSL.table(DSL.name(target));
    }

    private InsertValuesStep5<Record, Integer, String, BigDecimal, Timestamp, Boolean> insert() {
        return jooq.insertInto(table, ID, NAME, PRICE, CREATED, ACTIVE);
    }

    private static Query onConflict(InsertValuesStep5<Record, Integer, String, BigDecimal, Timestamp, Boolean> insert) {
        return insert.onConflict(ID)
                .doUpdate()
                .set(NAME, DSL.excluded(NAME))
                .set(PRICE, DSL.excluded(PRICE))
                .set(CREATED, DSL.excluded(CREATED))
                .set(ACTIVE, DSL.excluded(ACTIVE));
    }

    @Override
    public void upsert(List<Map<String, Object>> rows) throws SQLException {
        switch (way) {
            case BATCH -> {
                BatchBindStep batch = jooq.batch(onConflict(insert().values(0, "", BigDecimal.ZERO, null, false)));
                for (Map<String, Object> row : rows) {
                    batch = batch.bind(
                            row.get("id"), row.get("name"), row.get("price"), row.get("created_at"), row.get("active"));
                }
                batch.execute();
            }
            case ROWS -> {
                for (int from = 0; from < rows.size(); from += ROWS) {
                    var insert = insert();
                    for (Map<String, Object> row : rows.subList(from, Math.min(rows.size(), from + ROWS))) {
                        insert = insert.values(
                                (Integer) row.get("id"),
                                (String) row.get("name"),
                                (BigDecimal) row.get("price"),
                                (Timestamp) row.get("created_at"),
                                (Boolean) row.get("active"));
                    }
                    onConflict(insert).execute();
                }
            }
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
