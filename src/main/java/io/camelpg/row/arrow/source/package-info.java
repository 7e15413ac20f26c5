/**
 * Streams and files of Arrow's IPC as rows: the other direction of the package above. What is in them is not trusted: every
 * length is checked before anything is made of it, and memory is only taken for bytes that have arrived.
 */
@NullMarked
package io.camelpg.row.arrow.source;

import org.jspecify.annotations.NullMarked;
