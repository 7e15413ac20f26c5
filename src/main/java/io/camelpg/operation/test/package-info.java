/** {@code pg:test}: does the connection work, and if not, what is to be done. */
@NullMarked
package io.camelpg.operation.test;

import org.jspecify.annotations.NullMarked;
