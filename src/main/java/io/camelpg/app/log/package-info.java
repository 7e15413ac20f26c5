/**
 * How the application logs, and what it leaves out. May import nothing else of the application.
 */
@NullMarked
package io.camelpg.app.log;

import org.jspecify.annotations.NullMarked;
