package io.github.vertxregistry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.NodeStatus.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharingTest {
    private static List<NodeStatus> nodes(int working, int idle) {
        List<NodeStatus> all = new ArrayList<>(Collections.nCopies(working, node(List.of(Role.values()))));
        all.addAll(Collections.nCopies(idle, node(List.of())));
        return all;
    }

    private static NodeStatus node(List<Role> roles) {
        return new NodeStatus("n", roles, true, List.of(), "1", "host", 1, "2026-01-01T00:00:00Z", 0);
    }

    @Test
    void thoseThatWorkCount() {
        // Given
        Sharing sharing = new Sharing(null);
        // Then
        assertThat(sharing.beat(List.of())).isEqualTo(1);
        assertThat(sharing.beat(nodes(1, 2))).isEqualTo(1);
        assertThat(sharing.beat(nodes(3, 2))).isEqualTo(3);
    }

    @Test
    void fewerCountWhenTheyStayAway() {
        // Given
        Sharing sharing = new Sharing(null);
        sharing.beat(nodes(3, 0));
        // When
        for (int beat = 0; beat < 5; beat++) {
            assertThat(sharing.beat(nodes(2, 0))).isEqualTo(3);
        }
        // Then
        assertThat(sharing.beat(nodes(2, 0))).isEqualTo(2);
    }

    @Test
    void thoseAwayCountWhereTheClustersSizeIsKnown() {
        // Given
        Sharing larger = new Sharing(5);
        Sharing smaller = new Sharing(5);
        larger.beat(nodes(4, 1));
        smaller.beat(nodes(4, 1));
        // When
        for (int beat = 0; beat < 10; beat++) {
            larger.beat(nodes(3, 0));
            smaller.beat(nodes(1, 1));
        }
        // Then: three on one side, one on the other
        double together = 3.0 / larger.beat(nodes(3, 0)) + 1.0 / smaller.beat(nodes(1, 1));
        assertThat(together).isLessThanOrEqualTo(1);
    }

    @Test
    void moreThanTheClustersSizeCountAll() {
        assertThat(new Sharing(2).beat(nodes(4, 0))).isEqualTo(4);
    }
}
