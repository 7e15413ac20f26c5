/** Statements on a leased connection: prepared, bound, run, fetched, through the driver's query executor. May import row and below. */
@NullMarked
package io.camelpg.session;

import org.jspecify.annotations.NullMarked;
