package io.github.vertxregistry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.message.Operations;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables that travel: complete, unambiguous, and never changed by accident. */
class OperationsTableTest {
    @Test
    void theTableHoldsEveryOperation() throws IllegalAccessException {
        // Given
        List<Object> declared = new ArrayList<>();
        for (Field field : Operations.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Operation.class) {
                declared.add(field.get(null));
            }
        }
        // When
        List<Operation<?, ?>> table = Operations.all();
        // Then
        assertThat(table)
                .hasSameElementsAs(
                        declared.stream().map(o -> (Operation<?, ?>) o).toList());
        assertThat(table).extracting(Operation::name).doesNotHaveDuplicates();
    }

    @Test
    void theCodesOfFailuresStayAsTheyAre() {
        assertThat(Arrays.stream(FailureKind.values()).map(kind -> kind.code() + " " + kind))
                .containsExactly(
                        "400 BAD_REQUEST",
                        "401 UNAUTHORIZED",
                        "403 DENIED",
                        "404 NOT_FOUND",
                        "405 UNSUPPORTED",
                        "409 CONFLICT",
                        "412 TAG_IMMUTABLE",
                        "413 TOO_LARGE",
                        "415 MANIFEST_REFUSED",
                        "429 TOO_MANY_REQUESTS",
                        "502 REGISTRY_FAULT",
                        "503 UNREACHABLE",
                        "1001 NAME_INVALID",
                        "1101 TAR_NOT_FOUND",
                        "1102 TAR_UNREADABLE",
                        "1103 TAR_INVALID",
                        "1104 IMAGE_AMBIGUOUS",
                        "1105 TAR_UNWRITABLE",
                        "1201 DIGEST_MISMATCH",
                        "1202 SIZE_MISMATCH",
                        "1203 LIMIT_EXCEEDED",
                        "1301 NOT_DEPLOYED",
                        "1302 NO_REPLY",
                        "1303 DEADLINE",
                        "1304 STALLED",
                        "1305 CANCELLED",
                        "1306 SHUTTING_DOWN",
                        "1307 NODE_LOST",
                        "1999 INTERNAL");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void everyFailureComesBackAsItWent(FailureKind kind) {
        // Given
        RegistryException failure = RegistryException.of(kind, "what 'failed' \"here\"")
                .withHint("what to do")
                .withRetry(true, 1_500);
        // When
        RegistryException read =
                FailureMessage.read(kind.code(), FailureMessage.of(failure).encode());
        // Then
        assertThat(read).hasSameClassAs(failure).hasMessage(failure.getMessage());
        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.hint()).isEqualTo(failure.hint());
        assertThat(read.retryAfterMs()).isEqualTo(1_500);
        assertThat(read.retryable()).isTrue();
    }
}
