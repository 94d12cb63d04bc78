# Sourced by peers.sh: its sets pull, export and copy. The image has gzip layers, in a registry that runs while they are measured.

source_pid='' container=''

is_transfer() { case "$1" in pull | export | copy) return 0 ;; *) return 1 ;; esac; }

start_source() { # sets source_host, source_url, source_log, and writes the file digests
  [ -z "$source_pid" ] || return 0
  local work="$work/source" storage="$storage/source"
  mkdir -p "$work" "$storage"
  pinned=()
  start_registry
  source_pid=$registry_pid source_host=$host source_url=$url source_log="$work/registry.log" registry_pid=''
  VERTX_REGISTRY_OPTS=-Xmx512m "${jar%.jar}" push "$image_folder/image.tar" "$source_url/bench/app:1" --compression gzip >/dev/null
  curl -fsS -H 'Accept: application/vnd.docker.distribution.manifest.v2+json' "$source_url/v2/bench/app/manifests/1" |
    python3 -c 'import json, sys
manifest = json.load(sys.stdin)
blobs = manifest["layers"] + [manifest["config"]]
for blob in blobs: print(blob["digest"])
print("in the source:", len(blobs), "blobs,", sum(blob["size"] for blob in blobs), "bytes", file=sys.stderr)' >"${work%/source}/digests"
}

stop_source() {
  [ -n "$source_pid" ] || return 0
  kill "$source_pid" 2>/dev/null || true
  wait "$source_pid" 2>/dev/null || true
  source_pid=''
  rm -rf "$storage/source"
}

asked() { # of both registries
  { grep -hE '"[A-Z]+ /v2/[^ ]* HTTP' "$source_log" "$work/registry.log" 2>/dev/null || true; } | wc -l
}

# --- one transfer: to $out, or to the registry at $url

transfer() { # transfer SET ROW
  local from="$source_host/bench/app:1" to="${host:-}/bench/app:1"
  case "$1 $2" in
    pull\ curl*)
      local how=${2#curl}
      # shellcheck disable=SC2086 # its words, each after a hyphen
      measure bash "$BENCH/curl-get" "$source_url" bench/app "$work/digests" "$out" ${how//-/ } ;;
    'copy library') warm 17 copy "$source_url" bench/app 1 "$url" ;;
    *\ library) warm 17 "$1" "$source_url" bench/app 1 "$out/image.tar" ;;
    'copy command') command_transfer copy "$source_url/bench/app:1" "$url/bench/app:1" ;;
    *\ command) command_transfer "$1" "$source_url/bench/app:1" "$out/image.tar" ;;
    'pull skopeo') skopeo_copy "docker://$from" "docker-archive:$out/image.tar:app:1" ;;
    'copy skopeo') skopeo_copy "docker://$from" "docker://$to" ;;
    'pull crane' | 'export crane') measure crane "$1" "$from" "$out/image.tar" ;;
    'copy crane') measure crane copy "$from" "$to" ;;
    'pull regctl') measure regctl --host "reg=$source_host,tls=disabled" image export "$from" "$out/image.tar" ;;
    'copy regctl') measure regctl --host "reg=$source_host,tls=disabled" --host "reg=$host,tls=disabled" image copy "$from" "$to" ;;
    'pull oras') measure oras copy --no-tty --from-plain-http --to-oci-layout "$from" "$out:1" ;;
    'copy oras') measure oras copy --no-tty --from-plain-http --to-plain-http "$from" "$to" ;;
    'export docker') measure ${daemon[@]+"${daemon[@]}"} docker export -o "$out/image.tar" "$container" ;;
  esac >"$work/output" 2>&1
}

command_transfer() { measure env JAVA_HOME="$java_home" VERTX_REGISTRY_OPTS=-Xmx48m "${jar%.jar}" "$@"; }

skopeo_copy() { measure skopeo --insecure-policy copy -q --src-tls-verify=false --dest-tls-verify=false "$@"; }

same_digest() { # curl's word for it
  [ "$(for at in "$source_url" "$url"; do
    curl -fsI -H 'Accept: application/vnd.docker.distribution.manifest.v2+json' "$at/v2/bench/app/manifests/1" |
      tr -d '\r' | awk 'tolower($1) == "docker-content-digest:" { print $2 }'
  done | uniq -c | awk '{ print $1 }')" = 2 ] || die "the copy by $1 has another digest"
}

# --- a row of a round

measured_transfer() { # measured_transfer KIND SET ROW SCENARIO
  local before wall out_bytes
  before=$(asked)
  [ "$2" != copy ] || out_bytes=$(bytes_taken)
  transfer "$2" "$3" || { printf '  %s %s failed:\n' "$2" "$3"; tail -n 3 "$work/output"; return 1; }
  sleep 0.2 # the registries write their logs behind the answers
  if [ "$2" = copy ]; then out_bytes=$(($(bytes_taken) - out_bytes)); else out_bytes=$(du -sb "$out" | cut -f 1); fi
  noted "$1" "$2" "$3" "$4" "$out_bytes" "$(($(asked) - before))"
}

transfer_round() { # transfer_round KIND SET ROW
  out="$storage/out"
  rm -rf "$out" "$caches"
  mkdir -p "$out" "$caches"
  if [ "$2" = copy ]; then
    start_registry
    if measured_transfer "$@" first; then
      same_digest "$3"
      measured_transfer "$@" again || true
    fi
    stop_registry
  else
    sync "$storage"
    measured_transfer "$@" first || true
  fi
  rm -rf "$out"
}

warm_transfers() { # warm_transfers SET
  local times results=/dev/null
  for times in 1 2 3; do transfer_round warm "$1" library >/dev/null; done
}

create_container() {
  load_into_docker image
  container=$(docker create bench/app:1)
}

remove_container() {
  [ -z "$container" ] || docker rm "$container" >/dev/null 2>&1 || true
  container=''
}
