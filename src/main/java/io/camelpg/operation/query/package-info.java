/** pg:query: one statement that only reads. Imports no other verb. */
@NullMarked
package io.camelpg.operation.query;

import org.jspecify.annotations.NullMarked;
