/**
 * {@code pg:discover}: schemas, tables, columns, keys and relationships, as Maps, JSON, Markdown or a diagram. Imports no
 * other verb. It reads the system catalogs with a statement of its own: what it tells of thousands of tables at once has
 * little in common with what a writer needs of one ({@code catalog.Relation}: OIDs of types to cast to, triggers, rules),
 * and nothing of it is kept, so that every call shows the database as it is.
 */
@NullMarked
package io.camelpg.operation.discover;

import org.jspecify.annotations.NullMarked;
