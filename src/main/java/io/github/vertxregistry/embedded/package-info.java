/**
 * A container registry over a folder: Docker Registry HTTP API version 2 and OCI Distribution 1.1, as one verticle. The
 * handlers run on the verticle's event loop and hold no file; the stores block and run on worker threads only.
 */
package io.github.vertxregistry.embedded;
