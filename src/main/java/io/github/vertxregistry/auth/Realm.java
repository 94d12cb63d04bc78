package io.github.vertxregistry.auth;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.Location;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Where a registry says that its tokens are. It is as well protected as the registry, HTTPS if that is, and no nearer to us:
 * a registry that is reached over the internet cannot send us into a private network or to this machine.
 */
final class Realm {
    private static final int MAX_LENGTH = 4_096;

    private final Function<String, List<InetAddress>> addresses;

    /**
     * @param addresses finds a host's addresses, none for a name that is not known here; may block
     */
    Realm(Function<String, List<InetAddress>> addresses) {
        this.addresses = addresses;
    }

    /**
     * Returns the place that a realm names, relative to the request that was refused; fails with {@code REGISTRY_FAULT} where
     * it is none that credentials may go to.
     */
    Location check(Origin registry, String uri, String realm) {
        Location place = parse(registry, uri, realm);
        Origin to = place.origin();
        if (registry.tls() && !to.tls()) {
            throw refused(registry, "sends us to plain HTTP for a token, " + to);
        }
        if (!to.host().equals(registry.host())) {
            Reach theirs = reach(to.host());
            if (theirs.compareTo(reach(registry.host())) > 0) {
                throw refused(registry, "sends us for a token to " + to + ", which is nearer to us than it is itself");
            }
        }
        return place;
    }

    private static Location parse(Origin registry, String uri, String realm) {
        if (realm.length() > MAX_LENGTH) {
            throw refused(registry, "names a token server by " + realm.length() + " characters");
        }
        try {
            URI target = new URI(registry + uri).resolve(new URI(realm.strip()));
            if (target.getRawFragment() == null && target.getRawAuthority() != null) {
                String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
                String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
                return new Location(Origin.of(target), path + query);
            }
        } catch (URISyntaxException | IllegalArgumentException | RegistryException e) {
            // Told below.
        }
        boolean mayHoldSecret = realm.indexOf('@') >= 0 || realm.indexOf('?') >= 0;
        throw refused(registry, "names no token server" + (mayHoldSecret ? "" : ": '" + Names.shown(realm) + "'"));
    }

    /** The nearest of a host's addresses counts; a name that is not known here is left to whatever proxy knows it. */
    private Reach reach(String host) {
        return addresses.apply(host).stream()
                .map(Reach::of)
                .max(Comparator.naturalOrder())
                .orElse(Reach.PUBLIC);
    }

    private static RegistryException refused(Origin registry, String why) {
        return RegistryException.of(FailureKind.REGISTRY_FAULT, registry.authority() + " " + why)
                .withHint("no credentials are sent there: whoever runs the registry has to set its token server right")
                .withRetry(false, 0);
    }
}
