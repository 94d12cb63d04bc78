package io.github.vertxregistry.verticle;

import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.message.TarValidationReply;
import io.github.vertxregistry.tar.TarValidation;
import io.github.vertxregistry.tar.TarValidator;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Validates tars, blocking, on a worker of its own: a deep validation reads all, and must not keep the other waiting. */
final class TarValidationVerticle extends VerticleBase {
    private final ToolkitNode node;
    private final TarValidator validator;
    private final SpoolFiles spools;

    TarValidationVerticle(ToolkitNode node) {
        this.node = node;
        this.validator = new TarValidator(node.config().tar(), node.indexes());
        this.spools = new SpoolFiles(node.spoolFolder());
    }

    @Override
    public Future<?> start() {
        return node.endpoint(vertx)
                .serve(Operations.TAR_VALIDATE, this::validate)
                .ready();
    }

    @Override
    public Future<?> stop() {
        return node.inFlight().close();
    }

    private Future<TarValidationReply> validate(TarValidateRequest request, Task task) {
        return spools.using(spool -> {
            TarValidation found = validator.validate(node.files().check(request.tar()), spool, request.deep(), task);
            return new TarValidationReply(found.valid(), found.layout(), found.images(), found.problems());
        });
    }
}
