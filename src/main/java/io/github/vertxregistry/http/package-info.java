/**
 * The only package that touches the HTTP clients: requests and answers as values, the one sender, watchdogs, limits for
 * each host, and the table from an answer to a failure.
 */
package io.github.vertxregistry.http;
