package io.github.vertxregistry.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.config.ScheduleConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final JsonObject JOB =
            new JsonObject().put("source", "a").put("target", "b").put("images", new JsonArray().add("team/*"));

    private static Schedule schedule(String cron, String zone) {
        return Schedule.of("nightly", new ScheduleConfig(cron, zone, JOB), SyncRule::of);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 2 * * *       | UTC           | 2026-11-25T03:00:00Z | 2026-11-26T02:00:00Z",
                "0 2 * * *       | Europe/Berlin | 2026-11-25T00:30:00Z | 2026-11-25T01:00:00Z",
                "*/15 * * * *    | UTC           | 2026-11-25T03:01:00Z | 2026-11-25T03:15:00Z",
                "30 4 1 * *      | UTC           | 2026-11-25T03:01:00Z | 2026-12-01T04:30:00Z",
                "*/10 * * * * *  | UTC           | 2026-11-25T03:01:05Z | 2026-11-25T03:01:10Z",
                // The hour from two to three is not there when summer time begins, and there twice when it ends.
                "30 2 * * *      | Europe/Berlin | 2027-03-27T12:00:00Z | 2027-03-28T01:00:00Z",
                "30 2 * * *      | Europe/Berlin | 2027-03-28T01:00:00Z | 2027-03-29T00:30:00Z",
                "30 2 28 3 *     | Europe/Berlin | 2026-09-01T00:00:00Z | 2027-03-28T01:00:00Z",
                "30 * * * *      | Europe/Berlin | 2027-03-28T00:30:00Z | 2027-03-28T01:30:00Z",
                "*/15 * * * *    | Europe/Berlin | 2027-03-28T00:45:00Z | 2027-03-28T01:00:00Z",
                "0 2 * * *       | Europe/Berlin | 2027-03-28T00:30:00Z | 2027-03-28T01:00:00Z",
                "30 2 * * *      | Europe/Berlin | 2027-10-30T12:00:00Z | 2027-10-31T00:30:00Z",
                "30 2 * * *      | Europe/Berlin | 2027-10-31T00:30:00Z | 2027-11-01T01:30:00Z",
                "0 * * * *       | Europe/Berlin | 2027-10-31T00:00:00Z | 2027-10-31T01:00:00Z",
            })
    void isDueAsCrontabHasIt(String cron, String zone, String now, String due) {
        // When
        Schedule schedule = schedule(cron.strip(), zone.strip());
        // Then
        assertThat(schedule.after(Instant.parse(now.strip()))).contains(Instant.parse(due.strip()));
    }

    @Test
    void namesItsJobsByTheTimeTheyAreDue() {
        // When
        Schedule schedule = schedule("0 2 * * *", null);
        // Then
        String id = schedule.due(Instant.parse("2026-11-26T02:00:00Z")).jobId();
        assertThat(id).isEqualTo("nightly-20261126T020000Z");
        assertThat(schedule.began(id)).isTrue();
        assertThat(schedule.began("nightly-1")).isFalse();
    }

    @Test
    void namesTheScheduleThatIsWrong() {
        // When
        RegistryException cron = catchThrowableOfType(RegistryException.class, () -> schedule("0 25 * * *", null));
        RegistryException never = catchThrowableOfType(RegistryException.class, () -> schedule("0 2 31 2 *", null));
        RegistryException zone = catchThrowableOfType(RegistryException.class, () -> schedule("0 2 * * *", "Moon"));
        RegistryException job = catchThrowableOfType(
                RegistryException.class,
                () -> Schedule.of(
                        "weekly",
                        new ScheduleConfig("0 2 * * *", null, JOB.copy().put("imgs", 1)),
                        SyncRule::of));
        // Then
        assertThat(cron.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(cron).hasMessageStartingWith("key 'sync.schedules.nightly' has the cron '0 25 * * *'");
        assertThat(never).hasMessageEndingWith("has the cron '0 2 31 2 *': it is never due");
        assertThat(zone).hasMessageContaining("'Moon'");
        assertThat(job).hasMessageContaining("sync.schedules.weekly").hasMessageContaining("imgs");
    }
}
