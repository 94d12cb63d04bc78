package io.github.vertxregistry.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathTreeTest {
    /** More than some pages of numbers, names and figures, and some sizes of the table. */
    private static final int FOLDERS = 200;

    private static final int FILES = 100;

    @Test
    void givesEachPathItsNumberAndKeepsItsFigures() {
        // Given
        PathTree tree = new PathTree(3);
        for (int file = 0; file < FOLDERS * FILES; file++) {
            tree.set(tree.reach(path(file)), 2, file + 1);
        }
        // When
        int[] found = IntStream.range(0, FOLDERS * FILES)
                .map(file -> tree.find(path(file)))
                .toArray();
        // Then
        assertThat(found).doesNotContain(PathTree.NONE, PathTree.ROOT).doesNotHaveDuplicates();
        assertThat(IntStream.of(found).map(number -> tree.get(number, 2)))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, FOLDERS * FILES).boxed().toList());
        assertThat(IntStream.of(found).map(number -> tree.get(number, 1))).containsOnly(0);
    }

    @Test
    void knowsFoldersOfWhatItHasMetAndNothingElse() {
        // Given
        PathTree tree = new PathTree(1);
        int file = tree.reach("a/b/c");
        // When
        int folder = tree.find("a/b");
        // Then
        assertThat(folder).isNotIn(PathTree.NONE, PathTree.ROOT, file);
        assertThat(tree.reach("a/b")).isEqualTo(folder);
        assertThat(tree.find("")).isEqualTo(PathTree.ROOT);
        assertThat(new String[] {"b", "c", "ab", "a/c", "a/b/c/d", "a/bc", "b/c"})
                .allSatisfy(other -> assertThat(tree.find(other)).isEqualTo(PathTree.NONE));
    }

    @Test
    void takesSoManyPathsAndNotOneMore() {
        // Given
        PathTree tree = new PathTree(1, 4);
        tree.reach("a/b/c/d");
        // When
        Throwable tooMany = catchThrowable(() -> tree.reach("a/b/e"));
        // Then
        assertThat(tooMany)
                .isInstanceOfSatisfying(RegistryException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(FailureKind.LIMIT_EXCEEDED))
                .hasMessageContaining("more than 4 files and folders");
        assertThat(tree.reach("a/b/c")).isEqualTo(tree.find("a/b/c"));
    }

    @Test
    void keepsNamesOfAnyByteAndOfMoreThanAPage() {
        // Given
        PathTree tree = new PathTree(1);
        String bytes = IntStream.rangeClosed(1, 0xFF)
                .filter(each -> each != '/')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String longer = "n".repeat(200_000);
        // When
        int number = tree.reach(bytes);
        int longNumber = tree.reach("d/" + longer);
        // Then
        assertThat(tree.find(bytes)).isEqualTo(number);
        assertThat(tree.find("d/" + longer)).isEqualTo(longNumber);
        assertThat(tree.find("d/" + longer + "n")).isEqualTo(PathTree.NONE);
    }

    private static String path(int file) {
        return "srv/package-" + file / FILES + "/component-" + file % FILES + ".js";
    }
}
