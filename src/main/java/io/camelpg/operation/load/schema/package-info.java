/** What a table may become for the rows that are loaded into it. Imports what the room operation.load may import, never that. */
@NullMarked
package io.camelpg.operation.load.schema;

import org.jspecify.annotations.NullMarked;
