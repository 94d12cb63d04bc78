package io.github.vertxregistry.testkit;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this JVM holds at a moment, after a collection: open descriptors, threads, memory of buffers outside the heap, and of
 * each class of ours, and of Vert.x's timers, how many objects are reachable.
 */
public record Holdings(long descriptors, int threads, long bufferBytes, Map<String, Long> objects) {
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
    private static final String TIMER = "io.vertx.core.impl.VertxImpl$InternalTimerHandler";
    private static final String OURS = "io.github.vertxregistry.";
    private static final String TESTS = OURS + "testkit.";

    /** Looks at all that. */
    public static Holdings now() {
        Map<String, Long> objects = histogram();
        long mapped = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new Holdings(
                openDescriptors(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                mapped + Math.max(0, PlatformDependent.usedDirectMemory()),
                objects);
    }

    /** Returns how many timers are set. */
    public long timers() {
        return objects.getOrDefault(TIMER, 0L);
    }

    /** Returns the classes with so many objects more than before, and how many. */
    public Map<String, Long> grownSince(Holdings before, long least) {
        Map<String, Long> grown = new TreeMap<>();
        objects.forEach((name, count) -> {
            long more = count - before.objects.getOrDefault(name, 0L);
            if (more >= least) {
                grown.put(name, more);
            }
        });
        return grown;
    }

    private static long openDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** It counts what is reachable, so it collects first. */
    private static Map<String, Long> histogram() {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            Map<String, Long> objects = new TreeMap<>();
            for (String line : List.of(String.valueOf(text).split("\n", -1))) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches() && isCounted(matcher.group(2))) {
                    objects.put(matcher.group(2), Long.parseLong(matcher.group(1)));
                }
            }
            return objects;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCounted(String name) {
        return name.equals(TIMER) || (name.startsWith(OURS) && !name.startsWith(TESTS));
    }
}
