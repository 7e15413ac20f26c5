/**
 * The standalone application that runs what is in {@code routes/}, with a PostgreSQL of its own where none is named. May
 * import everything; nothing imports it, and a program that embeds the library needs none of it.
 */
@NullMarked
package io.camelpg.app;

import org.jspecify.annotations.NullMarked;
