package io.github.vertxregistry.sync;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.github.vertxregistry.config.ScheduleConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.model.JsonBinding;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A job that begins by itself: whichever node begins it, its id is the schedule's name and the time that it was due, so that all
 * nodes together begin one.
 */
final class Schedule {
    private static final int FIELDS_WITH_SECONDS = 6;
    private static final DateTimeFormatter DUE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Pattern ids;
    private final String name;
    private final ExecutionTime times;
    private final ZoneId zone;
    private final SyncRequest request;

    private Schedule(String name, ExecutionTime times, ZoneId zone, SyncRequest request) {
        this.name = name;
        this.ids = Pattern.compile(Pattern.quote(name) + "-[0-9]{8}T[0-9]{6}Z");
        this.times = times;
        this.zone = zone;
        this.request = request;
    }

    /**
     * Reads a schedule; fails with {@code BAD_REQUEST} and its key, {@code UNSUPPORTED} where the library is missing.
     *
     * @param check fails where its job could never be begun
     */
    static Schedule of(String name, ScheduleConfig config, Consumer<SyncRequest> check) {
        String key = "sync.schedules." + name;
        try {
            SyncRequest request = JsonBinding.fromConfig(config.job(), SyncRequest.class);
            check.accept(request);
            Schedule schedule = new Schedule(name, times(config.cron()), ZoneId.of(config.zone()), request);
            if (schedule.after(Instant.now()).isEmpty()) {
                throw new IllegalArgumentException("it is never due");
            }
            return schedule;
        } catch (RegistryException e) {
            throw RegistryException.badKey(key, "has a job that is none: " + e.getMessage())
                    .withHint(e.hint().orElse(null));
        } catch (IllegalArgumentException e) {
            throw RegistryException.badKey(key, "has the cron '" + config.cron() + "': " + e.getMessage())
                    .withHint("minute, hour, day of the month, month, day of the week, such as '0 2 * * *'");
        } catch (NoClassDefFoundError e) {
            throw RegistryException.of(
                            FailureKind.UNSUPPORTED, "key '" + key + "' takes a library that cannot be loaded")
                    .withHint("add the Maven artifact com.cronutils:cron-utils to the application's dependencies")
                    .withCause(e);
        }
    }

    private static ExecutionTime times(String cron) {
        boolean seconds = cron.strip().split("\\s+").length == FIELDS_WITH_SECONDS;
        CronParser parser = new CronParser(
                CronDefinitionBuilder.instanceDefinitionFor(seconds ? CronType.SPRING53 : CronType.UNIX));
        return ExecutionTime.forCron(parser.parse(cron).validate());
    }

    /**
     * Returns when it is due next; empty where never again. What is due in an hour that clocks leave out, when summer time begins, is
     * due at the end of it, unless it comes again soon anyway.
     */
    Optional<Instant> after(Instant now) {
        Optional<Instant> next = times.nextExecution(now.atZone(zone)).map(ZonedDateTime::toInstant);
        Instant end = next.orElse(now);
        ZoneOffsetTransition change = zone.getRules().nextTransition(now);
        while (change != null && change.getInstant().isBefore(end)) {
            if (change.isGap()
                    && isDueIn(change)
                    && end.isAfter(change.getInstant().plus(change.getDuration()))) {
                return Optional.of(change.getInstant());
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return next;
    }

    private boolean isDueIn(ZoneOffsetTransition gap) {
        // By a clock that leaves nothing out.
        ZonedDateTime before = gap.getDateTimeBefore().minusNanos(1).atZone(ZoneOffset.UTC);
        return times.nextExecution(before)
                .filter(time -> time.toLocalDateTime().isBefore(gap.getDateTimeAfter()))
                .isPresent();
    }

    SyncRequest due(Instant time) {
        return request.as(name + "-" + DUE.format(time));
    }

    /** Returns whether a job is one of this schedule's. */
    boolean began(String jobId) {
        return ids.matcher(jobId).matches();
    }

    @Override
    public String toString() {
        return name;
    }
}
