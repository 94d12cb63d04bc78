package io.github.vertxregistry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.NextPage;
import io.github.vertxregistry.model.JsonText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list of names.
 *
 * @param names the names, in the registry's order
 * @param next what to ask for the next page with, or null where this is the last
 */
public record ListPage(List<String> names, String next) {
    public ListPage {
        names = List.copyOf(names);
    }

    /** Returns the query that asks for a page. */
    static String query(Integer pageSize, String last) {
        if (last != null && !last.isEmpty() && last.charAt(0) == NextPage.QUERY_MARK) {
            return "?" + last.substring(1);
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
                answer.body().getBytes(),
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
