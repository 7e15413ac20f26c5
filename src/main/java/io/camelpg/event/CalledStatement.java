package io.camelpg.event;

import org.jspecify.annotations.Nullable;

/**
 * What was called, as people know it.
 *
 * @param route in which it was called; null outside of routes
 * @param source the file or the bean that has the statement; null where the route itself has it
 * @param text of the statement without values, or the name of the table
 */
public record CalledStatement(@Nullable String route, @Nullable String source, String text) {}
