/** Types of values: one codec each, for reading, binding and printing. May import event and error. */
@NullMarked
package io.camelpg.type;

import org.jspecify.annotations.NullMarked;
