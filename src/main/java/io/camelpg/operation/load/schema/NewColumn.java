package io.camelpg.operation.load.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column that a table is to have.
 *
 * @param type as SQL
 * @param field that it is made for; null for a column that no field has
 */
public record NewColumn(String name, String type, @Nullable String field) {

    /** A column that no field of a row has, but the loader fills. */
    public static NewColumn extra(String name, String type) {
        return new NewColumn(name, type, null);
    }

    /** Whether its name says no more what the field's was. */
    boolean renamed() {
        return field != null && !field.equals(name);
    }
}
