/**
 * Jobs that are kept in the database. May import nothing else of the application.
 */
@NullMarked
package io.camelpg.app.quartz;

import org.jspecify.annotations.NullMarked;
