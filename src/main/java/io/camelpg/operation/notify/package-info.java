/** {@code pg:notify}: a word to whoever listens on a channel. */
@NullMarked
package io.camelpg.operation.notify;

import org.jspecify.annotations.NullMarked;
