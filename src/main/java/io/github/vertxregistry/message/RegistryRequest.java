package io.github.vertxregistry.message;

/** A request that goes to a registry, and may leave open to which. */
public interface RegistryRequest<T> {
    /** Returns the registry's URL, or the id of an entry of the configuration; null for the default one. */
    String registry();

    /** Returns the same request to that registry. */
    T to(String registry);
}
