/** What the database contains, asked for when it is needed. May import session and below. */
@NullMarked
package io.camelpg.catalog;

import org.jspecify.annotations.NullMarked;
