/** {@code pg:transaction}: several statements, all or nothing. */
@NullMarked
package io.camelpg.operation.transaction;

import org.jspecify.annotations.NullMarked;
