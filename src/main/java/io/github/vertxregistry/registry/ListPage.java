package io.github.vertxregistry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.NextPage;
import io.github.vertxregistry.model.JsonText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One page of a list of names.
 *
 * @param names the names, in the registry's order
 * @param next what to ask for the next page with, or null where this is the last
 */
public record ListPage(List<String> names, String next) {
    private static final int MAX_MARK = 8_192;
    /** RFC 3986, 3.4. */
    private static final Pattern QUERY = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*+");

    public ListPage {
        names = List.copyOf(names);
    }

    /** A mark is a registry's own query, but it comes back from a caller. */
    private static String checked(String query) {
        if (!QUERY.matcher(query).matches()) {
            throw RegistryException.badField("last", "is not the 'next' of a page");
        }
        return query;
    }

    /** Returns the query that asks for a page; fails with {@code BAD_REQUEST} where {@code last} is none. */
    static String query(Integer pageSize, String last) {
        if (last != null && last.length() > MAX_MARK) {
            throw RegistryException.badField("last", "is longer than " + MAX_MARK + " characters");
        }
        if (last != null && !last.isEmpty() && last.charAt(0) == NextPage.QUERY_MARK) {
            return "?" + checked(last.substring(1));
        }
        StringBuilder query = new StringBuilder();
        if (pageSize != null) {
            query.append("?n=").append(pageSize);
        }
        if (last != null) {
            query.append(query.length() == 0 ? "?" : "&")
                    .append("last=")
                    .append(URLEncoder.encode(last, StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    /** Reads the answer's list of that name; {@code null} in its place is an empty list. */
    static ListPage read(HttpAnswer answer, String field) {
        JsonNode json = JsonText.readObject(
                answer.requireNoPage().body().getBytes(),
                FailureKind.REGISTRY_FAULT,
                "the answer of " + answer.call().origin().authority() + " to "
                        + answer.call().what());
        JsonNode list = json.path(field);
        if (!list.isArray() && !list.isNull()) {
            throw answer.senseless("the answer has no list of " + field);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : list) {
            if (!name.isTextual()) {
                throw answer.senseless("the list of " + field + " holds something else than names");
            }
            names.add(name.asText());
        }
        return new ListPage(names, NextPage.of(answer).orElse(null));
    }
}
