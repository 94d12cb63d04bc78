package io.github.vertxregistry.message;

import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/**
 * One row of the contract: an address and the records that go there and come back.
 *
 * @param name {@code noun.verb}, what follows the prefix in the address
 * @param place where it is answered
 * @param pace how long it may take
 * @param request the type of the request
 * @param reply the type of the reply
 * @param effect what it changes at a registry
 */
public record Operation<Q, R>(String name, Place place, Pace pace, Class<Q> request, Class<R> reply, Effect effect) {
    /** Where an operation is answered. */
    public enum Place {
        /** Any node of the cluster answers. */
        CLUSTER,
        /** The caller's own node answers, or one that is addressed by its id: the operation touches local files. */
        NODE,
        /** The node's own verticles ask each other, at an address with the node's id; no other node can. */
        LOCAL
    }

    /** How long an operation may take. */
    public enum Pace {
        /** It has a deadline: how long its caller waits. */
        SHORT,
        /** It runs as long as it makes progress, and beats while it does. */
        LONG
    }

    /** What an operation changes at a registry. */
    public enum Effect {
        /** Nothing at a registry. */
        READS,
        /** Done twice it is as done once: it may be asked for again when nobody knows whether it was done. */
        REPEATABLE,
        /** Done twice it has another answer, or another effect. */
        ONCE
    }

    /** An operation of which nothing is known but that it may change things. */
    public Operation(String name, Place place, Pace pace, Class<Q> request, Class<R> reply) {
        this(name, place, pace, request, reply, Effect.ONCE);
    }

    public Operation {
        Objects.requireNonNull(name);
        Objects.requireNonNull(place);
        Objects.requireNonNull(pace);
        Objects.requireNonNull(request);
        Objects.requireNonNull(reply);
        Objects.requireNonNull(effect);
    }

    /** Returns whether it concerns a file that the request names. */
    public boolean isOnFile() {
        return place == Place.NODE && NamesFile.class.isAssignableFrom(request);
    }

    /** Returns whether it changes anything at a registry. */
    public boolean changes() {
        return effect != Effect.READS;
    }

    /** Returns whether it may be asked for again when nobody knows whether it was done. */
    public boolean isRepeatable() {
        return effect != Effect.ONCE;
    }

    /** Reads a request; fails with {@code BAD_REQUEST} and the field's name, of one that looks like a secret, too. */
    public Q decodeRequest(JsonObject body) {
        Fields.noSecret(body);
        return JsonBinding.fromJson(body, request);
    }

    /** Reads a reply. */
    public R decodeReply(JsonObject body) {
        return JsonBinding.fromJson(body, reply);
    }

    @Override
    public String toString() {
        return name;
    }
}
