/** pg:load: many rows into a table, through COPY. Imports what the room operation may import. */
@NullMarked
package io.camelpg.operation.load;

import org.jspecify.annotations.NullMarked;
