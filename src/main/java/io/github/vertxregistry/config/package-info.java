/** What can be configured: records with defaults, read from JSON and checked when a verticle is deployed. */
package io.github.vertxregistry.config;
