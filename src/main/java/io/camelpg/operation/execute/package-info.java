/** pg:execute: one statement that changes something, once or for a batch. Imports no other verb. */
@NullMarked
package io.camelpg.operation.execute;

import org.jspecify.annotations.NullMarked;
