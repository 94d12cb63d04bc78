package io.github.vertxregistry.message;

import io.github.vertxregistry.config.SyncConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings a target registry to the state of a source, for the images that are chosen. Source and target may be one registry
 * only where a prefix keeps them apart.
 *
 * @param jobId the job's id, of the caller's choice; null for a new one. The same job asked for twice is one job
 * @param source the registry's URL, or the id of an entry of the configuration; null for the default one
 * @param images which: {@code repository} or {@code repository:tag}, each a name or a pattern; one that fits suffices
 * @param target the registry that they go to, named as the source is
 * @param prefix what each repository's name is put behind there: {@code mirror} makes {@code mirror/team/app}; null for none
 * @param tags patterns of which a tag must fit one; empty for all tags
 * @param excludeTags patterns of which a tag must fit none
 * @param platforms which images of an index alone are copied, as in {@link CopyRequest}; empty for all
 * @param referrers whether what refers to the images is copied, too
 * @param deleteVanished whether tags that the source has no more are deleted at the target
 * @param dryRun whether it is only told what would be done
 * @param concurrency images at once, on each node; null for the configured number
 * @param tries how often a copy that fails is tried, the first time included; null for the configured number
 */
public record SyncRequest(
        String jobId,
        String source,
        List<String> images,
        String target,
        String prefix,
        List<String> tags,
        List<String> excludeTags,
        List<String> platforms,
        Boolean referrers,
        Boolean deleteVanished,
        Boolean dryRun,
        Integer concurrency,
        Integer tries) {
    private static final int MOST_IMAGES = 1_000;
    private static final int MOST_PATTERNS = 100;
    private static final int LONGEST_PATTERN = 512;
    private static final Pattern JOB_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public SyncRequest {
        if (jobId != null) {
            checkId(jobId);
        }
        Fields.present("images", images);
        images = patterns("images", images, 1, MOST_IMAGES);
        if (prefix != null) {
            Names.repository(prefix);
        }
        tags = patterns("tags", tags, 0, MOST_PATTERNS);
        excludeTags = patterns("excludeTags", excludeTags, 0, MOST_PATTERNS);
        platforms = patterns("platforms", platforms, 0, MOST_PATTERNS);
        platforms.forEach(Fields::platform);
        referrers = referrers != null && referrers;
        deleteVanished = deleteVanished != null && deleteVanished;
        dryRun = dryRun != null && dryRun;
        Fields.between("concurrency", concurrency, 1, SyncConfig.MOST_CONCURRENT);
        Fields.between("tries", tries, 1, SyncConfig.MOST_TRIES);
    }

    /** Returns a request for those images, with all else by default. */
    public static SyncRequest of(String source, String target, String... images) {
        return new SyncRequest(
                null, source, List.of(images), target, null, null, null, null, null, null, null, null, null);
    }

    static void checkId(String jobId) {
        Fields.present("jobId", jobId);
        if (!JOB_ID.matcher(jobId).matches()) {
            throw RegistryException.of(
                    FailureKind.BAD_REQUEST, "field 'jobId' takes 1 to 100 letters, digits and . _ -");
        }
    }

    private static List<String> patterns(String field, List<String> given, int least, int most) {
        List<String> patterns = given == null ? List.of() : List.copyOf(given);
        if (patterns.size() < least || patterns.size() > most) {
            throw Fields.count(field, patterns.size(), least, most);
        }
        for (String pattern : patterns) {
            if (pattern.isBlank() || pattern.length() > LONGEST_PATTERN) {
                throw RegistryException.badField(
                        field, "has an empty pattern, or one of more than " + LONGEST_PATTERN + " characters");
            }
        }
        return patterns;
    }

    /** Returns the same under a prefix. */
    public SyncRequest under(String other) {
        return copy(jobId, source, target, other, tags, excludeTags, deleteVanished, dryRun);
    }

    /** Returns the same with that id of the job. */
    public SyncRequest as(String other) {
        return copy(other, source, target, prefix, tags, excludeTags, deleteVanished, dryRun);
    }

    /** Returns the same, only told. */
    public SyncRequest asDryRun() {
        return copy(jobId, source, target, prefix, tags, excludeTags, deleteVanished, true);
    }

    /** Returns the same for tags that fit one of these patterns. */
    public SyncRequest withTags(String... patterns) {
        return copy(jobId, source, target, prefix, List.of(patterns), excludeTags, deleteVanished, dryRun);
    }

    /** Returns the same without tags that fit one of these patterns. */
    public SyncRequest withoutTags(String... patterns) {
        return copy(jobId, source, target, prefix, tags, List.of(patterns), deleteVanished, dryRun);
    }

    /** Returns the same with vanished tags deleted. */
    public SyncRequest deletingVanished() {
        return copy(jobId, source, target, prefix, tags, excludeTags, true, dryRun);
    }

    /** Returns the same with so many images at once on each node. */
    public SyncRequest withConcurrency(int atOnce) {
        return new SyncRequest(
                jobId,
                source,
                images,
                target,
                prefix,
                tags,
                excludeTags,
                platforms,
                referrers,
                deleteVanished,
                dryRun,
                atOnce,
                tries);
    }

    /** Returns the same, with that registry where source or target name none. */
    public SyncRequest in(String registry) {
        return copy(
                jobId,
                source == null ? registry : source,
                target == null ? registry : target,
                prefix,
                tags,
                excludeTags,
                deleteVanished,
                dryRun);
    }

    private SyncRequest copy(
            String id,
            String from,
            String to,
            String before,
            List<String> wanted,
            List<String> unwanted,
            boolean delete,
            boolean dry) {
        return new SyncRequest(
                id, from, images, to, before, wanted, unwanted, platforms, referrers, delete, dry, concurrency, tries);
    }
}
