package io.camelpg.session;

import org.jspecify.annotations.Nullable;

/**
 * A part of what several sessions read together.
 *
 * @param plan the same for many parts
 * @param values of its parameters
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, to the statement
public record ReadPart(StatementPlan plan, @Nullable Object[] values) {}
