package io.github.vertxregistry.registry;

import io.github.vertxregistry.http.Attempt;

/** Several requests that are tried again as one; see {@link UploadsEndpoint#repeat}. */
public interface Tries<T> extends Attempt<T> {}
