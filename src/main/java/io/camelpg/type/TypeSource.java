package io.camelpg.type;

import java.util.Collection;
import java.util.List;

/** Reads descriptions of types from a database, with {@link TypeCatalog#loadQuery()}. */
@FunctionalInterface
public interface TypeSource {
    /** One description for each of the types that exist, in any order; OIDs unknown to the database are left out. */
    List<TypeDescription> load(Collection<Integer> oids);
}
