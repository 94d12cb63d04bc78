/**
 * The command line: one class per command. It deploys the same verticles as any user does and sends the same messages; it
 * calls nothing of what lies behind them.
 */
package io.github.vertxregistry.cli;
