#!/usr/bin/env bash
# Measures how long many small images take from one registry to another, by this toolkit on one node and on three, by skopeo sync
# and by regsync.
#
#   src/test/bench/sync-vs-skopeo.sh [--images N] [--rounds N] [--rows PATTERN] [--registry BINARY] [--results FILE]
#
# Two of Distribution's registries on loopback: the source is filled once (20 repositories, images of two layers and a config, 24 kB),
# the target is started over empty storage for each row of each round. command is target/vertx-registry from a cold start; nodes
# are started before, and have done half of the same before, and the caller asks them with sync --cluster: "job" is what the job
# itself took, without the caller's start and joining. Requests are those to each registry, for each image. Each is followed by the same again, which has nothing to do. All digests are compared at the end of each row. What is not
# on this machine is left out: skopeo and regsync are looked for in PATH.
set -euo pipefail
source "$(dirname "$0")/common.sh"

readonly ROOT="$(cd "$BENCH/../../.." && pwd)"
jar="${JAR:-$ROOT/target/vertx-registry.jar}"
images=1000 rounds=3 rows='.*' registry='' results=''
cache="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vertx-registry"
base=$(mktemp -d "${TMPDIR:-/tmp}/sync-vs-skopeo.XXXXXX")
source_pid=''
NODE=("${jar%.jar}") # as a user starts one
export VERTX_REGISTRY_OPTS=-Xmx96m

while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || die "$1 takes a value"
  case "$1" in
    --images) images=$2 ;;
    --rounds) rounds=$2 ;;
    --rows) rows=$2 ;;
    --registry) registry=$2 ;;
    --results) results=$2 ;;
    *) die "unknown option $1" ;;
  esac
  shift 2
done
[ -f "$jar" ] || die "no $jar: mvn package -DskipTests"
registry=$(find_registry)
results=${results:-/dev/null}

end() {
  stop_nodes
  stop_registry
  [ -z "$source_pid" ] || kill "$source_pid" 2>/dev/null || true
  rm -rf "$base"
}
trap end EXIT

start_source() {
  work="$base/s" storage="$base/source"
  mkdir -p "$work" "$storage"
  start_registry
  source_pid=$registry_pid source_host=$host registry_pid=''
  python3 "$BENCH/small_images.py" put "$source_host" "$images"
  work="$base/t" storage="$base/target"
  mkdir -p "$work" "$storage"
}

# --- nodes

node_fields() {
  printf '"registries": {"known": {"s": {"url": "http://%s"}, "t": {"url": "http://%s"}}, "byDefault": "s"}' "$source_host" "$host"
}

by_nodes() { # by_nodes IMAGES PREFIX
  "${jar%.jar}" sync "http://$source_host/$1" "http://$host/$2" --cluster --cluster-conf "$node_conf" --json
}

warm_nodes() { # half of the images, to a target that begins anew afterwards at the same port
  by_nodes 'team/app-?' warm >/dev/null
  stop_registry
  start_registry "$port"
}

requests_of() { grep -cE '"[A-Z]+ /v2/[^ ]* HTTP' "$1/registry.log" || true; }

# --- rows: each runs "$@" with what it is to copy, into $base/said

skopeo_yaml() {
  printf '%s:\n  tls-verify: false\n  images:\n' "$source_host"
  local i
  for ((i = 0; i < 20; i++)); do printf '    team/app-%d: []\n' "$i"; done
}

regsync_yaml() {
  printf 'version: 1\ncreds:\n'
  printf '  - {registry: "%s", tls: disabled, reqPerSec: 10000, reqConcurrent: 16}\n' "$source_host" "$host"
  printf 'defaults: {parallel: 8}\nsync:\n'
  local i
  for ((i = 0; i < 20; i++)); do
    printf '  - {source: "%s/team/app-%d", target: "%s/mirror/team/app-%d", type: repository}\n' "$source_host" "$i" "$host" "$i"
  done
}

run() { # run ROW: sets name, the pattern of repositories at the target
  name='mirror/team/app-{}'
  case "$1" in
    skopeo)
      name='mirror/app-{}'
      skopeo_yaml >"$base/skopeo.yml"
      measure skopeo --insecure-policy sync --src yaml --dest docker --dest-tls-verify=false "$base/skopeo.yml" "$host/mirror" \
        >"$base/said" 2>&1 ;;
    regsync)
      regsync_yaml >"$base/regsync.yml"
      measure regsync once -c "$base/regsync.yml" >"$base/said" 2>&1 ;;
    command)
      measure "${jar%.jar}" sync "http://$source_host/team/*" "http://$host/mirror" --json \
        >"$base/said" ;;
    nodes-*)
      measure "${jar%.jar}" sync "http://$source_host/team/*" "http://$host/mirror" --cluster \
        --cluster-conf "$node_conf" --json >"$base/said" ;;
  esac || { tail -n 5 "$base/said" >&2; return 1; }
}

row() { # row ROW ROUND
  start_registry
  case "$1" in
    nodes-*)
      start_nodes "${1#nodes-}" "$(node_fields)"
      warm_nodes ;;
  esac
  local what nodes registries from to job
  for what in first again; do
    nodes=$(cpu_of ${node_pids[@]+"${node_pids[@]}"}) registries=$(cpu_of "$source_pid" "$registry_pid")
    from=$(requests_of "$base/s") to=$(requests_of "$base/t")
    run "$1"
    job=$(sed -n 's/.*"elapsedMs":\([0-9]*\).*/\1/p' "$base/said" | head -n 1)
    nodes=$(($(cpu_of ${node_pids[@]+"${node_pids[@]}"}) - nodes))
    registries=$(($(cpu_of "$source_pid" "$registry_pid") - registries))
    from=$(($(requests_of "$base/s") - from)) to=$(($(requests_of "$base/t") - to))
    printf '%s %s %s %s %s %d.%02d %d.%02d %d.%02d %d.%02d\n' "$1" "$what" "$2" "$(<"$base/t/measured")" "${job:--}" \
      $((nodes / 100)) $((nodes % 100)) $((registries / 100)) $((registries % 100)) \
      $((from / images)) $((from * 100 / images % 100)) $((to / images)) $((to * 100 / images % 100)) | tee -a "$results"
  done
  [ "$(python3 "$BENCH/small_images.py" same "$source_host" "$host" "$name")" = "$images" ] || die "$1 did not copy all"
  stop_nodes
  stop_registry
}

start_source
printf 'row what round wall cpu peak-MiB read-MB written-MB job-ms nodes-cpu registries-cpu source-requests target-requests\n'
for ((round = 1; round <= rounds; round++)); do
  for which in skopeo regsync command nodes-1 nodes-3; do
    [[ "$which" =~ ^($rows)$ ]] || continue
    case "$which" in skopeo | regsync) command -v "$which" >/dev/null || continue ;; esac
    row "$which" "$round"
  done
done
