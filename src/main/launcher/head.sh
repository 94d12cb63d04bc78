#!/bin/sh
# The head of target/vertx-registry: the runnable jar follows it. A command is over in seconds, and its work is the
# kernel's: compiling Vert.x as hard as for a server, and loading it class by class, cost more than the push of a whole image
# (see the README's figures). The archive of classes beside it was made with it; a JVM that it does not fit does without.
# VERTX_REGISTRY_OPTS adds options of the JVM.
archive=''
[ ! -r "$0.jsa" ] || archive="-XX:SharedArchiveFile=$0.jsa"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  ${archive:+"$archive" -Xlog:cds=off -Xlog:cds+dynamic=off} ${VERTX_REGISTRY_OPTS:-} -jar "$0" "$@"
