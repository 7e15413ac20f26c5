/** What happened, as records; logging and metrics only listen. May import error. */
@NullMarked
package io.camelpg.event;

import org.jspecify.annotations.NullMarked;
