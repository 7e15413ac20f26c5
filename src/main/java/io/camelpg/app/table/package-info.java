/**
 * Creates the routes' tables where they are missing. May import nothing else of the application.
 */
@NullMarked
package io.camelpg.app.table;

import org.jspecify.annotations.NullMarked;
