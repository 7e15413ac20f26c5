/**
 * The component as Camel sees it: options, endpoints, where arguments come from and where results go. May import every
 * room but {@code app}; the only one, with {@code app} and {@code console}, that imports Camel.
 */
@NullMarked
package io.camelpg;

import org.jspecify.annotations.NullMarked;
