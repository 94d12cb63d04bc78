package io.github.vertxregistry.sync;

import io.github.vertxregistry.message.SyncFailure;
import java.util.List;

/**
 * What there is to do.
 *
 * @param found how many images of the source were chosen
 * @param copies those that the target lacks, or has another of, or of which only a copy can tell
 * @param vanished tags of the target that the source has no more
 * @param failures repositories that could not be looked at
 */
record Plan(int found, List<Tagged> copies, List<Tagged> vanished, List<SyncFailure> failures) {}
