#!/usr/bin/env bash
# Measures a copy of an image of seven gzip layers between two registries on loopback against skopeo copy.
#
#   src/test/bench/copy-vs-skopeo.sh [--registry BINARY] [--jar JAR] [--rounds N] [--cache DIR] [--storage DIR]
#                                    [--megabytes N]
#
# BINARY is Distribution's own. The source keeps running; each copy has a target just started over empty storage. The rounds
# alternate, and who begins does too. After the last copy the same is copied again: it should cost a HEAD for each side. "copy" is
# target/vertx-registry from a cold start, "library" a JVM that has copied twice before, both with -Xmx64m. The image is that of push-vs-curl.sh, its layers compressed when it is pushed
# to the source. Needs curl, python3 and skopeo.
set -euo pipefail
source "$(dirname "$0")/common.sh"

registry='' jar="$BENCH/../../../target/vertx-registry.jar" rounds=3 megabytes=1640 storage=''
cache="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vertx-registry"
source_pid=''

options() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --registry) registry=$2 ;;
      --jar) jar=$2 ;;
      --rounds) rounds=$2 ;;
      --cache) cache=$2 ;;
      --storage) storage=$2 ;;
      --megabytes) megabytes=$2 ;;
      *) die "unknown option $1" ;;
    esac
    shift 2 || die "$1 takes a value"
  done
}

command_line() { env VERTX_REGISTRY_OPTS=-Xmx64m "${jar%.jar}" "$@"; }

start_source() {
  local kept_work=$work kept_storage=$storage
  work="$work/source" storage="$storage/source"
  mkdir -p "$work" "$storage"
  start_registry
  source_pid=$registry_pid source_url=$url source_host=$host source_log="$work/registry.log"
  registry_pid=''
  work=$kept_work storage=$kept_storage
  command_line push "$image_folder/image.tar" "$source_url/bench/app:1" --compression gzip >/dev/null
}

stop_all() {
  stop_registry
  registry_pid=$source_pid
  stop_registry
}

noted() { # noted NAME
  local wall cpu peak rest
  read -r wall cpu peak rest <"$work/measured"
  printf '%s %s %s %s\n' "$1" "$wall" "$cpu" "$peak" >>"$work/results"
  printf '  %s: %s s, CPU %s s, peak %s MiB\n' "$1" "$wall" "$cpu" "$peak"
}

skopeo_round() {
  start_registry
  measure skopeo --insecure-policy copy --quiet --src-tls-verify=false --dest-tls-verify=false \
    "docker://$source_host/bench/app:1" "docker://$host/bench/app:1"
  noted skopeo
  same_digest
  stop_registry
}

warm_round() {
  start_registry
  warm_transfer copy "$source_url" "$url" bench/app 1
  [ "$1" = false ] || noted library
  same_digest
  stop_registry
}

copy_round() { # copy_round LAST
  start_registry
  measure env VERTX_REGISTRY_OPTS=-Xmx64m "${jar%.jar}" copy "$source_url/bench/app:1" "$url/bench/app:1" >/dev/null
  noted copy
  same_digest
  if [ "$1" = true ]; then
    local there here
    there=$(grep -cE '"[A-Z]+ /v2/[^ ]* HTTP' "$source_log") here=$(requests)
    measure env VERTX_REGISTRY_OPTS=-Xmx64m "${jar%.jar}" copy "$source_url/bench/app:1" "$url/bench/app:1" >/dev/null
    noted again
    printf 'the same again: %d requests to the source, %d to the target\n' \
      $(($(grep -cE '"[A-Z]+ /v2/[^ ]* HTTP' "$source_log") - there)) $(($(requests) - here)) >"$work/again"
  fi
  stop_registry
}

same_digest() { # a foreign program's word for it
  local digests
  digests=$(for at in "$source_url" "$url"; do
    curl -fsI -H 'Accept: application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json' \
      "$at/v2/bench/app/manifests/1" | tr -d '\r' | awk 'tolower($1) == "docker-content-digest:" { print $2 }'
  done | sort -u | wc -l)
  [ "$digests" -eq 1 ] || die 'the target has another digest than the source'
}

write_table() {
  python3 - "$work/results" <<'PYTHON'
import statistics, sys

runs = {}
for line in open(sys.argv[1]):
    name, *numbers = line.split()
    runs.setdefault(name, []).append([float(n) for n in numbers])
median = lambda name, column: statistics.median(run[column] for run in runs[name])
print(f"\n{'':8}{'rounds':>8}{'wall s':>9}{'least':>8}{'most':>8}{'CPU s':>8}{'peak MiB':>10}{'of skopeo':>11}")
for name in ("skopeo", "library", "copy", "again"):
    walls = [run[0] for run in runs[name]]
    print(f"{name:8}{len(walls):8}{median(name, 0):9.2f}{min(walls):8.2f}{max(walls):8.2f}{median(name, 1):8.2f}"
          f"{median(name, 2):10.0f}{median(name, 0) / median('skopeo', 0):11.2f}")
PYTHON
  cat "$work/again"
}

main() {
  options "$@"
  command -v skopeo >/dev/null || die 'no skopeo'
  [ -f "$jar" ] || die "no $jar: mvn package -DskipTests"
  work=$(mktemp -d "${TMPDIR:-/tmp}/copy-vs-skopeo-XXXXXX")
  storage=${storage:-$work}
  trap 'stop_all; stop_warm; rm -rf "$work" "$storage/data" "$storage/source"' EXIT
  registry=$(find_registry)
  make_image seven "$megabytes"
  start_source
  printf '%s; %d bytes in the source; %d rounds\n' "$("$registry" --version)" \
    "$(du -sb "$storage/source" | cut -f1)" "$rounds"
  start_transfers 64m
  warm_round false # two that do not count
  warm_round false
  local round last=false
  for ((round = 1; round <= rounds; round++)); do
    [ "$round" -lt "$rounds" ] || last=true
    if ((round % 2 == 0)); then
      copy_round "$last"
      warm_round true
      skopeo_round
    else
      skopeo_round
      warm_round true
      copy_round "$last"
    fi
  done
  write_table
}

main "$@"
