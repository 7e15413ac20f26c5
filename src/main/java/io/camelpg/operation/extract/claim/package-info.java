/**
 * A table as a queue: rows are claimed, and done, tried again later or set aside in the transaction that claimed them.
 * Imports what the room operation.extract may import, and that.
 */
@NullMarked
package io.camelpg.operation.extract.claim;

import org.jspecify.annotations.NullMarked;
