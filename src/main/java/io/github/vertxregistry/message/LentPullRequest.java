package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Pulls images to a tar or folder of the caller's. In the message all fields stand side by side.
 *
 * @param bytes the private address at which the caller takes the bytes, {@link PlaceMessage}
 * @param pull what is pulled; its {@code tar} is what the caller calls the file
 */
public record LentPullRequest(String bytes, @JsonUnwrapped PullRequest pull) {
    public LentPullRequest {
        Fields.present("bytes", bytes);
        Fields.present("images", pull);
    }
}
