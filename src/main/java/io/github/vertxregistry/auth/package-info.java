/**
 * Who we are to a registry: its challenges, where credentials are found, and tokens. A credential goes to the origin that it
 * belongs to and to that origin's token server, and nowhere else; none is ever part of a message, a log or a
 * {@code toString}.
 */
package io.github.vertxregistry.auth;
