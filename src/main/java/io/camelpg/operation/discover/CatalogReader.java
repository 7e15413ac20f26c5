package io.camelpg.operation.discover;

import io.camelpg.catalog.NearestNames;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowStream;
import io.camelpg.session.ScriptPart;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the catalog's statement, and puts together what it returns. One a call. */
final class CatalogReader {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogReader.class);

    /**
     * What functions say of an object that was dropped meanwhile: they look at the catalogs of the moment, and not at the
     * statement's snapshot. XX000 is "cache lookup failed" and "could not open relation".
     */
    private static final Set<String> CHANGED = Set.of("XX000", "42P01", "42703", "42704", "3F000");

    /** Classes of SQLSTATEs: connection, state of the transaction, somebody's or the deadline's intervention. */
    private static final Set<String> NOT_THE_CATALOGS = Set.of("08", "25", "57");

    private static final StatementPlan UNCOMPILED =
            StatementPlan.system("SELECT pg_catalog.set_config('jit', 'off', true)");

    private static final int ATTEMPTS = 3;
    private static final Part[] PARTS = Part.values();

    private final Session session;
    private final @Nullable TableName target;

    CatalogReader(Session session, @Nullable TableName target) {
        this.session = session;
        this.target = target;
    }

    /** @throws PgException PG-206 where there is no such schema or table, with the nearest name */
    Map<String, @Nullable Object> read() {
        Discovery found = found();
        if (target != null && found.isEmpty()) {
            throw unknown(target);
        }
        return found.database(types(found));
    }

    /** Tables may be dropped while they are looked at; and where it fails for another reason, the rest is told without. */
    private Discovery found() {
        for (int attempt = 1; ; attempt++) {
            try {
                return ask(null);
            } catch (PgException e) {
                String state = e.sqlState();
                if (state == null || NOT_THE_CATALOGS.contains(state.substring(0, 2))) {
                    throw e;
                }
                if (!session.joined()) {
                    session.rollback();
                }
                LOG.debug("The catalogs could not be read in full, attempt {}", attempt, e);
                if (attempt == ATTEMPTS || !CHANGED.contains(state)) {
                    return ask(e);
                }
            }
        }
    }

    /** @param failure that the functions which can fail led to, and are left out for; null to call them */
    private Discovery ask(@Nullable PgException failure) {
        String schema = target == null ? null : target.schema();
        String name = target == null ? null : target.name();
        RowStream rows = rows(new @Nullable Object[] {schema, name, failure == null});
        RowDecoder decoder = new RowDecoder(rows, false);
        Discovery found = new Discovery(failure == null ? null : failure.detail());
        while (rows.advance()) {
            found.add(
                    PARTS[(int) number(decoder, 0)],
                    number(decoder, 1),
                    number(decoder, 2),
                    (int) number(decoder, 3),
                    new Node((Map<?, ?>) Objects.requireNonNull(decoder.value(4))));
        }
        return found;
    }

    /**
     * In one round trip. Servers that compile expressions (jit) would take seconds to compile these, so it is off for the
     * transaction; not in a scope, whose transaction goes on.
     */
    private RowStream rows(@Nullable Object[] values) {
        if (session.joined()) {
            return Objects.requireNonNull(session.read(Part.ALL, values, 0).rows());
        }
        ScriptPart uncompiled = new ScriptPart(1, 2, "", UNCOMPILED, new @Nullable Object[0]);
        ScriptPart all = new ScriptPart(2, 2, "", Part.ALL, values);
        try {
            return Objects.requireNonNull(
                    session.script(List.of(uncompiled, all), "READ ONLY").get(1).rows());
        } catch (PgException e) {
            // its text and number would say nothing to anybody
            throw e.getCause() instanceof PgException original ? original : e;
        }
    }

    private static long number(RowDecoder row, int column) {
        return ((Number) Objects.requireNonNull(row.value(column))).longValue();
    }

    private Map<Integer, PgType> types(Discovery found) {
        List<Integer> oids = new ArrayList<>(found.typeOids());
        List<PgType> types = session.database().types(session, oids);
        Map<Integer, PgType> byOid = new HashMap<>();
        for (int i = 0; i < oids.size(); i++) {
            byOid.put(oids.get(i), types.get(i));
        }
        return byOid;
    }

    private PgException unknown(TableName wanted) {
        String what = wanted.schema() == null
                ? "there is neither a schema \"" + wanted + "\" nor a table or view of that name in the search path"
                : "relation \"" + wanted + "\" does not exist";
        PgException failure = new PgException(PgErrorCode.UNDEFINED_TABLE, what, "42P01", null, null);
        return NearestNames.hinted(session, failure, wanted.schema() == null);
    }
}
