package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;

/** Fills in defaults and checks bounds, naming the key of a value that is wrong. */
final class Check {
    private Check() {}

    static <T> T orElse(T value, T byDefault) {
        return value == null ? byDefault : value;
    }

    static int between(String key, Integer value, int byDefault, int least, int most) {
        return (int) between(key, value == null ? null : value.longValue(), byDefault, least, most);
    }

    static long between(String key, Long value, long byDefault, long least, long most) {
        long chosen = value == null ? byDefault : value;
        if (chosen < least || chosen > most) {
            throw RegistryException.badKey(key, "is " + chosen + ", it must lie between " + least + " and " + most);
        }
        return chosen;
    }
}
