/**
 * Messages of the metrics topic: decoding, batches, and positions that are kept in the database. May import nothing else of
 * the application.
 */
@NullMarked
package io.camelpg.app.metrics;

import org.jspecify.annotations.NullMarked;
