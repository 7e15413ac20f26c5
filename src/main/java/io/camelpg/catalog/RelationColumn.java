package io.camelpg.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table or view, as {@code pg_attribute} and {@code pg_type} have it.
 *
 * @param typeOid in {@code pg_type}; above 2³¹ negative
 * @param arrayOid the array type over this type, 0 where there is none
 * @param typeName the type without its modifier, fit for a cast: {@code bpchar}, {@code numeric}
 * @param declaredType the type with its modifier, fit for a cast: {@code character(3)}, {@code numeric(10,2)}
 * @param typmod PostgreSQL's type modifier, -1 for none
 * @param category {@code pg_type.typcategory}, of a domain that of its base type: A is an array, C a composite
 * @param domain whether the type is a domain
 * @param notNull whether the column or its domain refuses NULL
 * @param hasDefault whether an INSERT may leave it out although it refuses NULL
 * @param generated whether its value is always calculated from others
 * @param identityAlways whether it is GENERATED ALWAYS AS IDENTITY
 * @param collation the name of its collation, quoted; null for none or the database's default
 * @param bitwise whether equal values have equal bytes, as far as the collation goes
 * @param field the name of the field that it was made of, as {@link KeptName} has it; null for none
 */
public record RelationColumn(
        String name,
        int typeOid,
        int arrayOid,
        String typeName,
        String declaredType,
        int typmod,
        char category,
        boolean domain,
        boolean notNull,
        boolean hasDefault,
        boolean generated,
        boolean identityAlways,
        @Nullable String collation,
        boolean bitwise,
        @Nullable String field) {}
