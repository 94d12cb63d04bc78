package io.github.vertxregistry.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code Link} of a page (RFC 8288; OCI Distribution, "Listing Tags"): what the next page is asked for with. Only
 * the link's query is used, so that no link leads to another host or path.
 */
public final class NextPage {
    /** The first character of a mark that is a whole query, and not the last item of a page. */
    public static final char QUERY_MARK = '?';

    private static final Pattern NEXT = Pattern.compile("<([^<>]{0,8192})>\\s*;[^,<]*\\brel\\s*=\\s*\"?next\"?");

    private NextPage() {}

    /**
     * Returns what the next page is asked for with, or empty where there is none: the last item of this page, or, where the
     * registry pages by other parameters, the link's query with a {@code ?} before it.
     */
    public static Optional<String> of(HttpAnswer answer) {
        return answer.headers().getAll("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(matcher -> Location.parse(answer, matcher.group(1)).uri())
                .filter(uri -> uri.indexOf('?') >= 0)
                .map(uri -> mark(uri.substring(uri.indexOf('?') + 1)));
    }

    private static String mark(String query) {
        String[] parameters = query.split("&");
        boolean usual = Arrays.stream(parameters).allMatch(p -> p.startsWith("n=") || p.startsWith("last="));
        Optional<String> last =
                Arrays.stream(parameters).filter(p -> p.startsWith("last=")).findFirst();
        if (usual && last.isPresent()) {
            return URLDecoder.decode(last.get().substring("last=".length()), StandardCharsets.UTF_8);
        }
        return QUERY_MARK + query;
    }
}
