package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.error.Problems;
import io.camelpg.operation.BadRows;
import io.camelpg.operation.UnknownFields;
import io.camelpg.operation.upsert.Absent;
import io.camelpg.operation.upsert.OnConflict;
import io.camelpg.operation.upsert.UpsertPlan;
import io.camelpg.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of pg:upsert: whether they go together, and what they say. */
final class UpsertOptions {
    private static final PgConfiguration INITIAL = new PgConfiguration();

    private UpsertOptions() {}

    static void check(PgConfiguration options, Problems problems) {
        boolean newer = options.getOnConflict() == OnConflict.newer;
        problems.require(
                options.getKeys() == null || options.getConstraint() == null,
                "keys and constraint both say which key to go by: set one of them");
        problems.require(!newer || options.getVersionColumn() != null, "onConflict=newer needs versionColumn");
        problems.require(newer || options.getVersionColumn() == null, "versionColumn goes with onConflict=newer");
        problems.require(
                options.getAbsent().equals("keep") || options.getAbsent().equals("null"),
                "absent must be one of keep, null, not '" + options.getAbsent() + "'");
        list(problems, "keys", options.getKeys());
        list(problems, "returning", options.getReturning());
        checkRows(options, problems, "pg:upsert");
    }

    /** Of all verbs that write rows into a table. */
    static void checkRows(PgConfiguration options, Problems problems, String verb) {
        problems.require(options.getCommitEvery() >= 0, "commitEvery must not be negative");
        list(problems, "columns", options.getColumns());
        problems.require(options.getSql() == null, "sql is no option of " + verb + ", which writes its own");
        problems.require(!options.isAllowDynamicSql(), "allowDynamicSql is no option of " + verb);
        problems.require(options.getMaxRows() == 0, "maxRows is no option of " + verb);
        problems.require(options.getParameters().isEmpty(), "parameter. is no option of " + verb);
    }

    /** For endpoints of other verbs. */
    static void refuse(PgConfiguration options, PgVerb operation, Problems problems) {
        boolean otherKeys = operation == PgVerb.extract || operation == PgVerb.load;
        refuse(problems, "keys", options.getKeys() == null || otherKeys);
        refuse(problems, "constraint", options.getConstraint() == null);
        refuse(problems, "onConflict", options.getOnConflict() == INITIAL.getOnConflict());
        refuse(problems, "versionColumn", options.getVersionColumn() == null);
        refuse(problems, "absent", options.getAbsent().equals(INITIAL.getAbsent()));
        refuse(problems, "returning", options.getReturning() == null);
        refuse(problems, "deleteWhen", options.getDeleteWhen() == null || operation == PgVerb.load);
    }

    /** For endpoints of verbs that write no rows into a table. */
    static void refuseRows(PgConfiguration options, PgVerb operation, Problems problems) {
        String verbs = "pg:upsert and pg:load";
        refuse(problems, "columns", options.getColumns() == null || operation == PgVerb.extract, verbs);
        refuse(problems, "unknownFields", options.getUnknownFields().equals(INITIAL.getUnknownFields()), verbs);
        refuse(problems, "badRows", options.getBadRows() == BadRows.fail, verbs);
        refuse(problems, "commitEvery", options.getCommitEvery() == 0, verbs);
    }

    private static void refuse(Problems problems, String option, boolean unset) {
        refuse(problems, option, unset, "pg:upsert");
    }

    private static void refuse(Problems problems, String option, boolean unset, String verbs) {
        problems.require(unset, option + " is an option of " + verbs);
    }

    static List<String> list(Problems problems, String option, @Nullable String text) {
        List<String> names = names(text);
        problems.require(
                names.stream().noneMatch(String::isEmpty),
                option + " must be names separated by commas, not '" + text + "'");
        return names;
    }

    /** Names separated by commas; those in double quotes may have commas themselves. */
    static List<String> names(@Nullable String text) {
        List<String> names = new ArrayList<>();
        if (text == null) {
            return names;
        }
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                names.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        names.add(text.substring(start).strip());
        return names;
    }

    /** @throws PgException PG-501 */
    static UnknownFields unknownFields(PgConfiguration options) {
        UnknownFields unknown = UnknownFields.parse(options.getUnknownFields());
        if (unknown == null) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    "unknownFields must be one of fail, ignore, store:column, not '" + options.getUnknownFields()
                            + "'");
        }
        return unknown;
    }

    static UpsertPlan plan(PgConfiguration options, TableName table, long timeoutMillis) {
        return new UpsertPlan(
                table,
                timeoutMillis,
                names(options.getKeys()),
                options.getConstraint(),
                names(options.getColumns()),
                options.getOnConflict(),
                options.getVersionColumn(),
                options.getAbsent().equals("null") ? Absent.NULL : Absent.KEEP,
                unknownFields(options),
                names(options.getReturning()),
                options.getBadRows(),
                options.getCommitEvery());
    }
}
