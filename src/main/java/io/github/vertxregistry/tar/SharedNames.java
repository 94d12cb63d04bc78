package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds names that several images of a tar claim: nobody can say which of them is meant. */
final class SharedNames {
    private SharedNames() {}

    static void check(String tar, List<Candidate> candidates, Findings findings) {
        Map<String, Set<Candidate>> claims = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            for (String name : names(candidate)) {
                claims.computeIfAbsent(name, first -> new LinkedHashSet<>()).add(candidate);
            }
        }
        claims.forEach((name, claiming) -> {
            if (claiming.size() > 1) {
                findings.problem(candidates.get(0).document(), ambiguous(tar, name, claiming));
            }
        });
    }

    private static List<String> names(Candidate candidate) {
        List<String> names = new ArrayList<>(candidate.names().bareTags());
        candidate.names().tags().forEach(tag -> names.add(withTag(ImageReference.of(tag))));
        return names;
    }

    private static String withTag(ImageReference name) {
        return name.withTag(name.tagOrLatest()).toString();
    }

    private static RegistryException ambiguous(String tar, String name, Set<Candidate> claiming) {
        return RegistryException.of(
                FailureKind.IMAGE_AMBIGUOUS,
                tar + ": " + claiming.size() + " images are named " + TarFailures.quoted(name) + ": "
                        + claiming.stream().map(ImageSelection::id).collect(Collectors.joining(", ")));
    }
}
