/** A table that takes another one's place. Imports what the room operation.load may import, never that. */
@NullMarked
package io.camelpg.operation.load.swap;

import org.jspecify.annotations.NullMarked;
