/** Rows: a compact map, a one-pass stream, and the writers that turn rows into bodies. May import type and below. */
@NullMarked
package io.camelpg.row;

import org.jspecify.annotations.NullMarked;
