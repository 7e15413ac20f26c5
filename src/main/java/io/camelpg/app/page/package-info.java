/** The page {@code GET /}: what runs, how fast, and how to try it. Knows Camel's routes and {@code PgMonitor}, no route by name. */
@NullMarked
package io.camelpg.app.page;

import org.jspecify.annotations.NullMarked;
