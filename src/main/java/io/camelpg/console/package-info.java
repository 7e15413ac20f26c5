/** Camel's developer console {@code pg}. Knows the Camel face and nothing below it. */
@NullMarked
package io.camelpg.console;

import org.jspecify.annotations.NullMarked;
