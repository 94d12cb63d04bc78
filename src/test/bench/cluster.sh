#!/usr/bin/env bash
# Measures a cluster on this machine: requests a second through 1, 2 and 3 nodes; the push of a tar that the caller lends against
# that of a file of the node; what a short request waits meanwhile; and how long a request waits whose node was killed.
#
#   src/test/bench/cluster.sh [--megabytes N] [--seconds N] [--registry BINARY] [--results FILE]
#
# One of Distribution's registries on loopback. All nodes, the caller and the registry share this machine's cores.
set -euo pipefail
source "$(dirname "$0")/common.sh"

readonly ROOT="$(cd "$BENCH/../../.." && pwd)"
jar="$ROOT/target/vertx-registry.jar"
megabytes=1600 seconds=4 registry='' results=/dev/null
cache="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vertx-registry"
work=$(mktemp -d "${TMPDIR:-/tmp}/cluster-bench.XXXXXX")
storage="$work"
NODE=("${jar%.jar}") # as a user starts one: with the last compiler late, which took half of the CPU of nodes of half a minute
export VERTX_REGISTRY_OPTS=-Xmx128m

while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || die "$1 takes a value"
  case "$1" in
    --megabytes) megabytes=$2 ;;
    --seconds) seconds=$2 ;;
    --registry) registry=$2 ;;
    --results) results=$2 ;;
    *) die "unknown option $1" ;;
  esac
  shift 2
done
[ -f "$jar" ] || die "no $jar: mvn package -DskipTests"
registry=$(find_registry)

end() {
  stop_nodes
  stop_registry
  rm -rf "$work"
}
trap end EXIT

fields() {
  printf '"paths": {"roots": ["%s"]}, "registries": {"known": {"r": {"url": "%s"}}, "byDefault": "r"}' "$image_folder" "$url"
}

bench() { java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$jar:$work" ClusterBench "$@" 2>>"$work/bench.log"; }
tell() { printf '%s\n' "$*" | tee -a "$results"; }

javac -d "$work" -cp "$jar" "$BENCH/ClusterBench.java"
make_image seven "$megabytes"
start_registry
for count in 1 2 3; do
  start_nodes "$count" "$(fields)"
  tell "requests a second through $count nodes: $(bench ops "$work/cluster.xml" "$seconds")"
  [ "$count" = 3 ] || stop_nodes
done
# Each pushes to a registry that has nothing of it; the first warms the nodes up.
for where in lent node-0 lent node-0; do
  tell "push of $megabytes MB, $where (seconds; waits meanwhile, median, 95 %, longest, in ms): \
$(bench push "$work/cluster.xml" "$image_folder/image.tar" "$where" "bench/$where-$RANDOM")"
  rm -rf "$storage/data"; mkdir -p "$storage/data"
done
tell "longest wait of a ping when its node is killed, in seconds: $(bench kill "$work/cluster.xml" "${node_pids[1]}")"
