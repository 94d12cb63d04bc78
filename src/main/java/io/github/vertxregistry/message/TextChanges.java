package io.github.vertxregistry.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of texts that have names: labels, variables, annotations.
 *
 * @param set those that get a value, in this order
 * @param unset those that go; one that is not there is none too many
 */
public record TextChanges(Map<String, String> set, List<String> unset) {
    /** All stays as it is. */
    public static final TextChanges NONE = new TextChanges(null, null);

    public TextChanges {
        set = Fields.texts("set", set);
        unset = unset == null ? List.of() : List.copyOf(unset);
        if (unset.size() > Fields.MAX_PAIRS) {
            throw Fields.count("unset", unset.size(), 0, Fields.MAX_PAIRS);
        }
    }

    /** Returns whether nothing changes. */
    boolean isNone() {
        return set.isEmpty() && unset.isEmpty();
    }

    TextChanges with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(set);
        more.put(name, value);
        return new TextChanges(more, unset);
    }

    TextChanges without(String name) {
        List<String> more = new ArrayList<>(unset);
        more.add(name);
        return new TextChanges(set, more);
    }
}
