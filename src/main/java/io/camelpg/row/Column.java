package io.camelpg.row;

import io.camelpg.type.PgType;
import org.jspecify.annotations.Nullable;

/**
 * One column of a result.
 *
 * @param typmod PostgreSQL's type modifier, -1 for none
 * @param nullable false only where the column is one of a table that declares it NOT NULL
 * @param issue null, or what cannot be done with the column
 */
public record Column(String name, PgType type, int typmod, boolean nullable, @Nullable String issue) {}
