#!/bin/sh
# The head of target/vertx-registry: the runnable jar follows it. A command is over in seconds, and its work is the
# kernel's: compiling Vert.x as hard as for a server, and loading it class by class, cost more than the push of a whole image
# (see the README's figures). So only what is called very often gets the last degree, but for ciphers at once: only the last
# compiler knows the processor's instructions for them. The archive of classes beside it was made with it; a JVM that it does
# not fit does without. VERTX_REGISTRY_OPTS adds options of the JVM.
# One arena of malloc serves all threads: what the compilers give back is used again by the others, some 7 MB less.
archive=''
MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
export MALLOC_ARENA_MAX
[ ! -r "$0.jsa" ] || archive="-XX:SharedArchiveFile=$0.jsa"
set -f # no word of the options below is a pattern of files
# shellcheck disable=SC2086 # options are parted at blanks
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:Tier4InvocationThreshold=100000 \
  -XX:Tier4MinInvocationThreshold=50000 -XX:Tier4CompileThreshold=200000 -XX:CompileCommand=quiet \
  -XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.001 \
  ${archive:+"$archive" -Xlog:cds=off -Xlog:cds+dynamic=off} ${VERTX_REGISTRY_OPTS:-} -jar "$0" "$@"
