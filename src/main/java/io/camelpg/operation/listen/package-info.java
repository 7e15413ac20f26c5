/**
 * {@code pg:listen}: one connection that listens for all who want to hear of a database, and what waits for each of them.
 */
@NullMarked
package io.camelpg.operation.listen;

import org.jspecify.annotations.NullMarked;
