package io.github.vertxregistry.embedded;

import io.github.vertxregistry.model.Names;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One page of a sorted list: {@code n} entries after {@code last} (OCI Distribution 1.1, "Listing Tags"; the Docker
 * catalog is paged alike). More than {@value #MAX} entries never come at once; the Link header leads on.
 *
 * @param n how many entries
 * @param last the entry after which the page begins, or null
 */
record Page(int n, String last) {
    static final int MAX = 10_000;

    /** The order of tags: "lexical, i.e. case-insensitive alphanumeric", made total. */
    static final Comparator<String> LEXICAL =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.<String>naturalOrder());

    /** The entries of a page, and whether others follow. */
    record Slice(List<String> entries, boolean more) {}

    static Page of(Call call) {
        String n = call.query("n");
        if (n == null) {
            return new Page(MAX, call.query("last"));
        }
        if (!n.matches("[0-9]{1,9}")) {
            throw Refusal.of(ErrorCode.PAGINATION_NUMBER_INVALID, "n is not a number: '" + Names.shown(n) + "'");
        }
        return new Page(Math.min(Integer.parseInt(n), MAX), call.query("last"));
    }

    Slice slice(Stream<String> all) {
        List<String> entries = all.filter(entry -> last == null || LEXICAL.compare(entry, last) > 0)
                .sorted(LEXICAL)
                .limit(n + 1L)
                .toList();
        boolean more = n > 0 && entries.size() > n;
        return new Slice(entries.size() > n ? entries.subList(0, n) : entries, more);
    }

    /** Returns the reply with the Link header of RFC 8288 where other entries follow. */
    Reply link(Reply reply, String path, Slice slice) {
        if (!slice.more()) {
            return reply;
        }
        String from = slice.entries().get(slice.entries().size() - 1);
        String encoded = URLEncoder.encode(from, StandardCharsets.UTF_8);
        return reply.with("Link", "<" + path + "?n=" + n + "&last=" + encoded + ">; rel=\"next\"");
    }
}
