#!/bin/sh
# The head of target/vertx-registry: the runnable jar follows it. A command is over in seconds, and its work is the
# kernel's: compiling Vert.x as hard as for a server, and loading it class by class, cost more than the push of a whole image
# (see the README's figures). The archive of classes beside it was made with it; a JVM that it does not fit does without.
# VERTX_REGISTRY_OPTS adds options of the JVM.
#
# Only the JVM's last compiler knows the processor's AES: without it 1.6 GB over TLS took more than three times the CPU. So
# where a word names TLS, or a host that is not this machine, that compiler is there, for ciphers and what is called very often.
archive=''
[ ! -r "$0.jsa" ] || archive="-XX:SharedArchiveFile=$0.jsa"
first='-XX:TieredStopAtLevel=1'
last='-XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=50000 -XX:Tier4CompileThreshold=200000
  -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.001'
compilers=$first
for word in "$@" "${REGISTRY_URL:-}"; do
  case $word in
    https://* | --ca-file* | --cert-file* | --insecure | --conf*) compilers=$last ;;
    /* | ./* | ../* | http://* | localhost* | 127.* | '[::1]'*) ;;
    *.*/* | *:*/*) compilers=$last ;;
  esac
done
set -f # no word of the options below is a pattern of files
# shellcheck disable=SC2086 # options are parted at blanks
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC $compilers \
  ${archive:+"$archive" -Xlog:cds=off -Xlog:cds+dynamic=off} ${VERTX_REGISTRY_OPTS:-} -jar "$0" "$@"
