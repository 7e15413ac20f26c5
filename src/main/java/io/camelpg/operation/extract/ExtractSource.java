package io.camelpg.operation.extract;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.Relation;
import io.camelpg.catalog.Relations;
import io.camelpg.catalog.TableFacts;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.SqlTemplate;
import io.camelpg.sql.TableName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A table or view that is there, with the statement that reads all of it.
 *
 * @param head what {@code full} is without the condition
 * @param full the columns and the condition of the endpoint are in it
 * @param none the same columns, without any row
 * @param incrementals as far as they were asked for
 */
record ExtractSource(
        Relation relation,
        TableFacts facts,
        String head,
        SqlTemplate full,
        SqlTemplate none,
        Map<Incremental, IncrementalSource> incrementals) {
    private static final int MOST_INCREMENTALS = 20;
    private static final String READABLE = "rpvmf";

    /**
     * Looks it up.
     *
     * @param chosenByMessage whether the name is data: then only what is on the search path is there
     * @throws PgException PG-206 where it is not there, PG-207 where a column is not, PG-504 where it has no rows to read
     */
    static ExtractSource find(Session session, ExtractPlan plan, TableName table, boolean chosenByMessage) {
        Relation relation = Relations.read(session, table);
        TableFacts facts = TableFacts.read(session, relation);
        if (chosenByMessage && !plan.anyTable() && !facts.onSearchPath()) {
            // The same as for one that does not exist.
            throw Relations.missing(session, table);
        }
        if (READABLE.indexOf(relation.kind()) < 0) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "pg:extract reads tables and views, and " + name(relation) + " is " + relation.kindName(),
                    null,
                    "Name a table, a partitioned or foreign table, a view or a materialized view",
                    null);
        }
        String head =
                "SELECT " + columns(plan, relation) + " FROM " + name(relation).quoted();
        String where = plan.where();
        String full = where == null ? head : head + " WHERE " + Condition.enclosed(where);
        return new ExtractSource(
                relation,
                facts,
                head,
                SqlTemplate.parse(full),
                SqlTemplate.parse(head + " LIMIT 0"),
                new ConcurrentHashMap<>());
    }

    /** The same table, for incremental reads. */
    IncrementalSource incremental(ExtractPlan plan, Incremental incremental) {
        IncrementalSource known = incrementals.get(incremental);
        if (known == null) {
            known = IncrementalSource.of(plan, this, incremental);
            if (incrementals.size() >= MOST_INCREMENTALS) {
                incrementals.clear();
            }
            incrementals.put(incremental, known);
        }
        return known;
    }

    static TableName name(Relation relation) {
        return new TableName(relation.schema(), relation.name());
    }

    /** All of them are asked for by a star, so that those are among them that are added later. */
    static String columns(ExtractPlan plan, Relation relation) {
        return plan.columns().isEmpty()
                ? "*"
                : plan.columns().stream()
                        .map(written -> Identifier.quote(
                                ColumnNames.find(relation, written).name()))
                        .collect(Collectors.joining(", "));
    }
}
