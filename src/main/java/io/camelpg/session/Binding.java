package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.type.ParameterSink;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;

/** Hands values to the driver, each encoded by its type. */
final class Binding implements ParameterSink {
    private final ParameterList list;
    private int index;
    private int oid;

    private Binding(ParameterList list) {
        this.list = list;
    }

    /** One list for one execution, behind the settings where there are any. */
    static ParameterList bind(
            @Nullable MessageSettings settings, StatementPlan plan, Query query, @Nullable Object[] values) {
        ParameterList list = query.createParameterList();
        Binding binding = new Binding(list);
        binding.bindFrom(binding.first(settings), plan, values);
        return list;
    }

    /** One list for settings only. */
    static ParameterList bind(MessageSettings settings, Query query) {
        ParameterList list = query.createParameterList();
        new Binding(list).first(settings);
        return list;
    }

    /** The place behind the settings. */
    private int first(@Nullable MessageSettings settings) {
        if (settings == null) {
            return 1;
        }
        bindFrom(1, settings.plan(), settings.values());
        return 1 + settings.plan().parameterCount();
    }

    /** One list for as many executions as there are sets; errors name the set, counted from the given number. */
    static ParameterList bindAll(
            @Nullable MessageSettings settings,
            StatementPlan plan,
            Query query,
            List<@Nullable Object[]> sets,
            long firstNumber) {
        ParameterList list = query.createParameterList();
        Binding binding = new Binding(list);
        int first = binding.first(settings);
        for (int i = 0; i < sets.size(); i++) {
            try {
                binding.bindFrom(first + i * plan.parameterCount(), plan, sets.get(i));
            } catch (PgException e) {
                throw BatchCollector.failure(e, firstNumber + i);
            }
        }
        return list;
    }

    /** One list for several statements, each with values of its own. */
    static ParameterList bindEach(@Nullable MessageSettings settings, List<ScriptPart> parts, Query query) {
        ParameterList list = query.createParameterList();
        Binding binding = new Binding(list);
        int first = binding.first(settings);
        for (int i = 0; i < parts.size(); i++) {
            ScriptPart part = parts.get(i);
            try {
                binding.bindFrom(first, part.plan(), part.values());
            } catch (PgException e) {
                throw part.failed(e);
            }
            first += part.plan().parameterCount();
        }
        return list;
    }

    private void bindFrom(int first, StatementPlan plan, @Nullable Object[] values) {
        for (int i = 0; i < plan.parameterCount(); i++) {
            index = first + i;
            oid = plan.oid(i);
            Object value = values[plan.argument(i)];
            try {
                if (value == null) {
                    list.setNull(index, oid);
                } else {
                    plan.type(i).bind(value, this);
                }
            } catch (PgException e) {
                throw new PgException(e.errorCode(), plan.label(i) + ": " + e.detail(), e.sqlState(), e.hint(), null);
            } catch (SQLException e) {
                throw new PgException(
                        PgErrorCode.VALUE_REJECTED, plan.label(i) + " cannot be bound", e.getSQLState(), null, null);
            }
        }
    }

    @Override
    public void text(String value) {
        try {
            list.setStringParameter(index, value, oid);
        } catch (SQLException e) {
            throw new IllegalStateException("parameter " + index + " does not exist", e);
        }
    }

    @Override
    public void binary(byte[] value) {
        try {
            list.setBinaryParameter(index, value, oid);
        } catch (SQLException e) {
            throw new IllegalStateException("parameter " + index + " does not exist", e);
        }
    }
}
