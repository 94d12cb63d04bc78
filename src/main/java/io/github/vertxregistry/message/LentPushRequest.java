package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.vertxregistry.error.RegistryException;

/**
 * Pushes images of a tar that the caller has and lends. In the message all fields stand side by side.
 *
 * @param bytes the private address at which the caller answers {@link ReadBytesRequest}s
 * @param size how many bytes the tar has
 * @param push what is pushed; its {@code tar} is what the caller calls the file
 */
public record LentPushRequest(
        String bytes, Long size, @JsonUnwrapped PushRequest push) {
    public LentPushRequest {
        Fields.present("bytes", bytes);
        Fields.present("size", size);
        Fields.present("tar", push);
        if (size < 0) {
            throw RegistryException.badField("size", "is " + size);
        }
    }
}
