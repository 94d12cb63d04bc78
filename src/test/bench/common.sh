# Sourced by the scripts beside it: a registry for one measurement, the images that are pushed, and what a program took.
# Who sources it sets registry, cache, storage and work, and calls stop_registry when it ends.

readonly BENCH="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
scheme=http tls_config='' registry_pid='' pinned=() # a command before those that shall have some cores only

die() { printf '%s\n' "$*" >&2; exit 1; }

find_registry() {
  local found
  for found in "$registry" registry "$cache"/distribution-*/registry docker-registry; do
    if [ -n "$found" ] && command -v "$found" >/dev/null 2>&1; then command -v "$found"; return; fi
  done
  die 'no registry: name one with --registry, or run .ci/docker, or install docker-registry'
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_registry() { # start_registry [PORT]: over empty storage, on a free port of loopback
  port=${1:-$(free_port)}
  rm -rf "$storage/data"
  mkdir -p "$storage/data"
  sync "$storage" # what was written before is not for this one to pay for
  cat >"$work/config.yml" <<YAML
version: 0.1
log: {level: error, accesslog: {disabled: false}}
storage: {filesystem: {rootdirectory: $storage/data}, delete: {enabled: true}}
http: {addr: "127.0.0.1:$port", secret: bench$tls_config}
YAML
  OTEL_TRACES_EXPORTER=none ${pinned[@]+"${pinned[@]}"} "$registry" serve "$work/config.yml" >"$work/registry.log" 2>&1 &
  registry_pid=$!
  local tries=0
  host="127.0.0.1:$port"
  url="$scheme://$host"
  until curl -fs "$url/v2/" >/dev/null 2>&1; do
    kill -0 "$registry_pid" 2>/dev/null || { tail -n 5 "$work/registry.log" >&2; die 'the registry does not start'; }
    [ $((tries += 1)) -lt 200 ] || die 'the registry does not answer'
    sleep 0.05
  done
}

stop_registry() {
  [ -n "$registry_pid" ] || return 0
  kill "$registry_pid" 2>/dev/null || true
  wait "$registry_pid" 2>/dev/null || true
  registry_pid=''
}

requests() { grep -cE '"[A-Z]+ /v2/[^ ]* HTTP' "$work/registry.log" || true; } # the start's own included
body_requests() { grep -cE '"(PATCH|PUT) /v2/[^ ]*/blobs/uploads/' "$work/registry.log" || true; }
bytes_taken() { sed -n 's/^wchar: //p' "/proc/$registry_pid/io"; } # it writes each byte of a body once, and little else

make_image() { # make_image KIND MEGABYTES: sets image_folder
  image_folder="$cache/bench-$1-$2"
  if [ ! -f "$image_folder/layers" ]; then # written last
    printf 'making an image, %s, of %d MB in %s\n' "$1" "$2" "$image_folder"
    python3 "$BENCH/make_image.py" "$image_folder" "$1" "$2"
  fi
  cat "$image_folder"/*.tar >/dev/null # all read from the page cache
}

measure() { # measure COMMAND...: wall, CPU, peak, read and written into the file measured
  python3 "$BENCH/measure.py" "$work/measured" "$@"
}

# --- JVMs in which the library has worked before, as in an application: each goes by a name

declare -A warm_in=() warm_out=() warm_pids=()

start_warm() { # start_warm NAME JAVA OPTIONS...
  local name=$1 in out
  shift
  # Compiled here: the JVM would do it itself, and keep the compiler in its memory.
  [ -d "$work/warm" ] || javac -d "$work/warm" -cp "$jar" "$BENCH/WarmLibrary.java"
  rm -f "$work/warm-$name-in" "$work/warm-$name-out"
  mkfifo "$work/warm-$name-in" "$work/warm-$name-out"
  "$@" -cp "$jar:$work/warm" WarmLibrary <"$work/warm-$name-in" >"$work/warm-$name-out" 2>"$work/warm-$name.log" &
  warm_pids[$name]=$!
  exec {in}>"$work/warm-$name-in" {out}<"$work/warm-$name-out"
  warm_in[$name]=$in warm_out[$name]=$out
}

warm() { # warm NAME WORDS...: a line of WarmLibrary's; into measured as above
  local name=$1 answer
  shift
  printf '%s\n' "$*" >&"${warm_in[$name]}"
  read -r answer <&"${warm_out[$name]}" || { tail -n 5 "$work/warm-$name.log" >&2; return 1; }
  printf '%s\n' "$answer" >"$work/measured"
}

stop_warm() {
  local pid fd
  for pid in ${warm_pids[@]+"${warm_pids[@]}"}; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  for fd in ${warm_in[@]+"${warm_in[@]}"}; do exec {fd}>&-; done
  for fd in ${warm_out[@]+"${warm_out[@]}"}; do exec {fd}<&-; done
  warm_pids=() warm_in=() warm_out=()
}

# --- nodes of a cluster, each a JVM of its own; NODE is set by who sources this

node_pids=() node_conf=''

start_nodes() { # start_nodes N FIELDS: a cluster of a port and a name of its own, in node_conf; FIELDS are of each node's configuration
  local i at root
  root=$(cd "$BENCH/../../.." && pwd)
  at=$(free_port)
  node_conf="$work/cluster.xml"
  sed "s|<cluster-name>vertx-registry<|<cluster-name>bench-$at<|; s|>5701<|>$at<|; s|<member>127.0.0.1<|<member>127.0.0.1:$at<|" \
    "$root/conf/cluster.xml" >"$node_conf"
  for ((i = 0; i < $1; i++)); do
    printf '{"nodeId": "node-%d", %s}' "$i" "$2" >"$work/node-$i.json"
    "${NODE[@]}" node --cluster --cluster-conf "$node_conf" --conf "$work/node-$i.json" \
      >"$work/node-$i.out" 2>"$work/node-$i.log" &
    node_pids+=($!)
  done
  for ((i = 0; i < $1; i++)); do
    until grep -q 'in a cluster' "$work/node-$i.out"; do
      kill -0 "${node_pids[$i]}" 2>/dev/null || { tail -n 5 "$work/node-$i.log" >&2; die 'a node does not start'; }
      sleep 0.1
    done
  done
}

stop_nodes() {
  local pid
  for pid in ${node_pids[@]+"${node_pids[@]}"}; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  node_pids=()
}

cpu_of() { # cpu_of PID...: hundredths of a second of all of them so far
  local pid ticks=0 fields
  for pid in "$@"; do
    read -ra fields < <(sed 's/.*) //' "/proc/$pid/stat")
    ticks=$((ticks + fields[11] + fields[12]))
  done
  printf '%d\n' "$((ticks * 100 / $(getconf CLK_TCK)))"
}
