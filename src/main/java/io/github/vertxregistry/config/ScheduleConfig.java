package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * When a registry is synchronised by itself.
 *
 * @param cron minute, hour, day of the month, month and day of the week, as crontab has them; with six fields the first is the
 *     second
 * @param zone the time zone; UTC
 * @param job what is asked for, as a message would ask for it, without {@code jobId}
 */
public record ScheduleConfig(String cron, String zone, JsonObject job) {
    public ScheduleConfig {
        if (cron == null || job == null) {
            throw RegistryException.badKey("sync.schedules", "takes of each schedule cron and job");
        }
        zone = Check.orElse(zone, "UTC");
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw RegistryException.badKey("sync.schedules", "names the zone '" + zone + "', which is none")
                    .withHint("such as UTC or Europe/Berlin");
        }
        job = job.copy();
    }
}
