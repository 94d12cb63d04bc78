/** One running operation as the code that works on it sees it. Free of Vert.x, so that blocking code can use it. */
package io.github.vertxregistry.task;
