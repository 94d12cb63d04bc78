/** What image layouts are written as: every byte's place known before the first is written, files that appear when they are whole. */
package io.github.vertxregistry.layout;
