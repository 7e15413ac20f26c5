/** pg:extract: what a table or view contains, all of it or what is new since the last time. Imports no other verb. */
@NullMarked
package io.camelpg.operation.extract;

import org.jspecify.annotations.NullMarked;
