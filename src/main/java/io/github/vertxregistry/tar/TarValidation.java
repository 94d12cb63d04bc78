package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.model.TarProblem;
import java.util.List;

/**
 * What a validation found.
 *
 * @param valid whether nothing is wrong
 * @param layout the layout, or null where none could be told
 * @param images how many images the tar names
 * @param problems everything that is wrong, in the order in which it was met
 */
public record TarValidation(boolean valid, TarLayout layout, int images, List<TarProblem> problems) {
    public TarValidation {
        problems = List.copyOf(problems);
    }
}
