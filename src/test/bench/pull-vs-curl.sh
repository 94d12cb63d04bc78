#!/usr/bin/env bash
# Measures a pull of an image of seven gzip layers to a tar that docker loads against curl's GET of the same layers all at once, and
# against skopeo to a docker-archive where that is installed.
#
#   src/test/bench/pull-vs-curl.sh [--registry BINARY] [--jar JAR] [--java JAVA] [--rounds N] [--cache DIR] [--storage DIR]
#                                  [--megabytes N] [--skopeo yes|no]
#
# BINARY is Distribution's own, version 3 (registry) or Debian's 2.8 (docker-registry); one is started over empty storage, on a free
# loopback port, and the image, --megabytes (2700) before it is compressed, is pushed to it once. The rounds alternate, and who begins
# does too; what is written is put on the disk ("sync") before the next begins. curl writes each layer to a file of its own and neither
# hashes nor syncs it; "curl, synced" is the same with a sync of those files behind it, which a pull always has. "command" is
# target/vertx-registry from a cold start, "warm" the library in a JVM that has pulled twice before; both have -Xmx64m. Needs curl and
# python3.
set -euo pipefail
source "$(dirname "$0")/common.sh"

registry='' jar="$BENCH/../../../target/vertx-registry.jar" java=java rounds=5 megabytes=2700 storage='' skopeo=yes
cache="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vertx-registry"

options() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --registry) registry=$2 ;;
      --jar) jar=$2 ;;
      --java) java=$2 ;;
      --rounds) rounds=$2 ;;
      --cache) cache=$2 ;;
      --storage) storage=$2 ;;
      --megabytes) megabytes=$2 ;;
      --skopeo) skopeo=$2 ;;
      *) die "unknown option $1" ;;
    esac
    shift 2 || die "$1 takes a value"
  done
}

noted() { # noted KIND
  local wall cpu peak read written
  read -r wall cpu peak read written <"$work/measured"
  printf '%s %s %s %s\n' "$1" "$wall" "$cpu" "$peak" >>"$work/results"
  printf '  %s: %s s, CPU %s s, peak %s MiB\n' "$1" "$wall" "$cpu" "$peak"
  rm -rf "$storage/out"
  mkdir "$storage/out"
  sync "$storage"
}

push_image() {
  start_registry
  VERTX_REGISTRY_OPTS=-Xmx512m "${jar%.jar}" push "$image_folder/image.tar" "$url/bench/app:1" --compression gzip >/dev/null
  curl -fsS -H 'Accept: application/vnd.docker.distribution.manifest.v2+json' "$url/v2/bench/app/manifests/1" |
    python3 -c 'import json, sys
layers = json.load(sys.stdin)["layers"]
for layer in layers: print(layer["digest"])
print(len(layers), "layers,", sum(layer["size"] for layer in layers), "bytes", file=sys.stderr)' >"$work/digests"
}

write_curl() {
  cat >"$work/curl-get" <<'CURL'
set -euo pipefail
pids=()
while read -r digest; do
  curl -fsS -o "$2/${digest#*:}" "$1/v2/bench/app/blobs/$digest" &
  pids+=($!)
done <"$3"
for pid in "${pids[@]}"; do wait "$pid"; done
[ "$4" = plain ] || sync "$2"/*
CURL
}

curl_rounds() {
  measure bash "$work/curl-get" "$url" "$storage/out" "$work/digests" plain
  noted curl
  measure bash "$work/curl-get" "$url" "$storage/out" "$work/digests" synced
  noted curl-synced
}

warm_pull() { warm_transfer pull "$url" bench/app:1 "$storage/out/image.tar"; }

pull_rounds() {
  warm_pull
  noted warm
  measure env VERTX_REGISTRY_OPTS=-Xmx64m "${jar%.jar}" pull "$url/bench/app:1" "$storage/out/image.tar"
  noted command
}

skopeo_round() {
  [ "$skopeo" = yes ] && command -v skopeo >/dev/null || return 0
  measure skopeo --insecure-policy copy --quiet --src-tls-verify=false "docker://$host/bench/app:1" "docker-archive:$storage/out/image.tar:app:1"
  noted skopeo
}

write_table() {
  cat >"$work/table.py" <<'PYTHON'
import statistics, sys

runs = {}
for line in open(sys.argv[1]):
    kind, *numbers = line.split()
    runs.setdefault(kind, []).append([float(n) for n in numbers])
median = lambda kind, column: statistics.median(run[column] for run in runs[kind])
print(f"\n{'':12}{'rounds':>8}{'wall s':>9}{'least':>8}{'most':>8}{'CPU s':>8}{'peak MiB':>10}{'of curl':>9}{'of skopeo':>11}")
for kind in ("curl", "curl-synced", "warm", "command", "skopeo"):
    if kind in runs:
        walls = [run[0] for run in runs[kind]]
        skopeo = f"{median(kind, 0) / median('skopeo', 0):11.2f}" if "skopeo" in runs else ""
        print(f"{kind:12}{len(walls):8}{median(kind, 0):9.2f}{min(walls):8.2f}{max(walls):8.2f}{median(kind, 1):8.2f}"
              f"{median(kind, 2):10.0f}{median(kind, 0) / median('curl', 0):9.2f}{skopeo}")
PYTHON
  python3 "$work/table.py" "$work/results"
}

main() {
  options "$@"
  work=$(mktemp -d "${TMPDIR:-/tmp}/pull-vs-curl-XXXXXX")
  trap 'stop_registry; stop_warm; rm -rf "$work" "${storage:-$work}/data" "${storage:-$work}/out"' EXIT
  storage=${storage:-$work}
  mkdir -p "$storage/out"
  registry=$(find_registry)
  [ -f "$jar" ] || die "there is no $jar: mvn package -DskipTests makes it"
  make_image seven "$megabytes"
  "$registry" --version
  push_image
  write_curl
  start_transfers 64m
  warm_pull # two that do not count
  warm_pull
  local round
  for ((round = 1; round <= rounds; round++)); do
    if ((round % 2 == 0)); then pull_rounds; fi
    curl_rounds
    if ((round % 2 == 1)); then pull_rounds; fi
    [ "$round" -gt 2 ] || skopeo_round
  done
  write_table
}

main "$@"
