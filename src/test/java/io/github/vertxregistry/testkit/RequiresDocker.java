package io.github.vertxregistry.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test with this annotation runs where Docker and those programs are there, and is skipped in words where they are
 * not; with {@code VERTX_REGISTRY_REQUIRE_DOCKER=true} in the environment it fails instead, so that a build which is
 * meant to run it cannot be green without it.
 *
 * <p>On a class it is looked at before static fields are initialised, so they may hold containers.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RequiresDockerCondition.class)
public @interface RequiresDocker {

    /** Programs that have to be on the PATH besides, for example {@code skopeo}. */
    String[] with() default {};
}
