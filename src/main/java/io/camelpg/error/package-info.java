/** What can go wrong, stated once: codes, the exception, and faults collected. Imports nothing of this component. */
@NullMarked
package io.camelpg.error;

import org.jspecify.annotations.NullMarked;
