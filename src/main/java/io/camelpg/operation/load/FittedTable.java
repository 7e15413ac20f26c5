package io.camelpg.operation.load;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.Relations;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.KnownTables;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.SourceRow;
import io.camelpg.operation.load.schema.SeenFields;
import io.camelpg.operation.load.schema.SourceColumns;
import io.camelpg.operation.load.schema.TableFit;
import io.camelpg.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table that a contract makes one for the rows, or measures them by, as they come. */
public final class FittedTable implements TableOfCall {
    private static final Logger LOG = LoggerFactory.getLogger(FittedTable.class);

    private final LoadPlan plan;
    private final KnownTables<LoadTarget> tables;
    private final Session session;
    private final TableFit fit;
    private final SourceColumns source;
    private final SeenFields seen = new SeenFields();
    private final Set<SchemaChange> kept = new LinkedHashSet<>();
    private final Set<SchemaChange> pending = new LinkedHashSet<>();
    private @Nullable Relation relation;
    private Map<String, String> columns = Map.of();
    private @Nullable LoadTarget target;
    /** Whether the catalog was read anew in this call, which is done with the lock that other loaders ask for. */
    private boolean current;

    public FittedTable(
            LoadPlan plan, KnownTables<LoadTarget> tables, Session session, TableFit fit, SourceColumns source) {
        this.plan = plan;
        this.tables = tables;
        this.session = session;
        this.fit = fit;
        this.source = source;
        this.relation = tables.knows(session) ? tables.get(session).relation() : null;
    }

    @Override
    public LoadTarget get() {
        LoadTarget known = target;
        if (known == null) {
            throw new IllegalStateException("no row was seen yet");
        }
        return known;
    }

    @Override
    public boolean seesFirst() {
        return true;
    }

    @Override
    public void see(SourceRow row) {
        seen.add(row);
    }

    @Override
    public void see(List<String> fields) {
        seen.addTexts(fields);
    }

    @Override
    public void fit(boolean more) {
        // another may change the table between the look at it and the first row, but not twice
        if (more || current) {
            fit.lock(session);
        }
        TableFit.Fitted fitted = fit.fit(session, relation, seen, source);
        current = current || !fitted.changes().isEmpty();
        boolean other = !fitted.relation().equals(relation);
        if (target == null || other || !fitted.columns().equals(columns)) {
            target = LoadTarget.fitted(plan, fitted, session);
            relation = fitted.relation();
            columns = fitted.columns();
        }
        pending.addAll(fitted.changes());
    }

    @Override
    public boolean renew() {
        if (current) {
            return false;
        }
        current = true;
        relation = null;
        target = null;
        forget();
        session.database().forgetTypes();
        return true;
    }

    @Override
    public boolean isOtherNow(PgException failure) {
        String state = failure.sqlState();
        boolean value = failure.errorCode() == PgErrorCode.VALUE_REJECTED || (state != null && state.startsWith("22"));
        Relation before = relation;
        return value && before != null && renew() && !before.equals(Relations.find(session, plan.table()));
    }

    @Override
    public void forget() {
        tables.forget(session);
    }

    @Override
    public void committed() {
        boolean changed = !pending.isEmpty();
        pending.forEach(change -> LOG.info("{}", change));
        kept.addAll(pending);
        pending.clear();
        LoadTarget known = target;
        if (session.joined() || known == null) {
            // what a scope did may still be undone
            if (changed) {
                forget();
            }
        } else {
            tables.put(session, known);
        }
    }

    @Override
    public void undone() {
        if (!pending.isEmpty()) {
            pending.clear();
            relation = null;
            target = null;
            forget();
        }
    }

    @Override
    public List<SchemaChange> changes() {
        List<SchemaChange> changes = new ArrayList<>(kept);
        Relation last = relation;
        if (last != null) {
            changes.addAll(fit.absent(session, last, seen));
        }
        return changes;
    }
}
