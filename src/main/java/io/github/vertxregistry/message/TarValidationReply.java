package io.github.vertxregistry.message;

import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.model.TarProblem;
import java.util.List;

/**
 * What is wrong with a tar.
 *
 * @param valid whether there is no problem
 * @param layout the layout, or null where none can be told
 * @param images how many images
 * @param problems all that was found
 */
public record TarValidationReply(boolean valid, TarLayout layout, int images, List<TarProblem> problems) {
    public TarValidationReply {
        problems = List.copyOf(problems);
    }
}
