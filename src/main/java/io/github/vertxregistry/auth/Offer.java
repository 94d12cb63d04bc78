package io.github.vertxregistry.auth;

import io.github.vertxregistry.http.Location;
import io.github.vertxregistry.model.Origin;

/**
 * What a registry wants of us, its token server having been found to be one that credentials may go to.
 *
 * @param challenge the challenge that is answered
 * @param realm the token server, or null where the registry wants Basic
 * @param besides scopes that the registry named and the request did not
 */
record Offer(Challenge challenge, Location realm, ScopeSet besides) {
    boolean isBasic() {
        return challenge.is(Challenge.BASIC);
    }

    /** Returns this offer with the scopes that an earlier one of the same token server named. */
    Offer with(Offer earlier) {
        boolean same = realm != null && realm.equals(earlier.realm);
        return same ? new Offer(challenge, realm, besides.plus(earlier.besides)) : this;
    }

    TokenRequest request(Origin registry, Identity identity, ScopeSet scopes) {
        String service = challenge.parameter("service").orElse(null);
        return new TokenRequest(registry, realm, service, identity, scopes.plus(besides));
    }
}
