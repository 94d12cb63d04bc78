package io.github.vertxregistry.sync;

import java.util.List;

/**
 * What has become of a step.
 *
 * @param node the node that did it
 * @param copied what was copied
 * @param there how many the target had when it came to them
 * @param bytes bytes of blobs that were sent
 * @param failed what could not be copied
 */
record StepResult(String node, List<Tagged> copied, int there, long bytes, List<Failed> failed) {
    StepResult {
        copied = List.copyOf(copied);
        failed = List.copyOf(failed);
    }

    /** Returns the same without what another try may help. */
    StepResult withoutAgain() {
        return new StepResult(
                node,
                copied,
                there,
                bytes,
                failed.stream().filter(one -> !one.again()).toList());
    }
}
