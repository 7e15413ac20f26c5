/** {@code pg:monitor}: what the server and this program's connections are doing, for whoever has to find out why. */
@NullMarked
package io.camelpg.operation.monitor;

import org.jspecify.annotations.NullMarked;
