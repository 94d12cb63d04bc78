#!/bin/sh
# The head of target/vertx-registry: the runnable jar follows it. A command is over in seconds, and its work is the
# kernel's: compiling Vert.x as hard as for a server cost more than the push of a whole image (see the README's figures), so
# only what is called very often gets the last degree. VERTX_REGISTRY_OPTS adds options of the JVM.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:Tier4InvocationThreshold=100000 \
  -XX:Tier4MinInvocationThreshold=50000 -XX:Tier4CompileThreshold=200000 ${VERTX_REGISTRY_OPTS:-} -jar "$0" "$@"
