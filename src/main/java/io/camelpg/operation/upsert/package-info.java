/** pg:upsert: rows into a table by a unique key, with INSERT … ON CONFLICT. Imports no other verb. */
@NullMarked
package io.camelpg.operation.upsert;

import org.jspecify.annotations.NullMarked;
