package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.TarImage;

/** An image of a tar together with what its config tells. */
record ReadImage(TarImage image, ImageConfig config) {}
