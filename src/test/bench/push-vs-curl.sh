#!/usr/bin/env bash
# Measures a push of a docker-save tar of seven plain layers, 1.64 GB, against curl's PUT of the same layers all at once.
#
#   src/test/bench/push-vs-curl.sh [--registry BINARY] [--jar JAR] [--java JAVA] [--rounds N] [--cache DIR]
#                                  [--storage DIR] [--megabytes N] [--tls yes] [-- MORE ARGUMENTS OF push]
#
# BINARY is Distribution's own, version 3 (registry) or Debian's 2.8 (docker-registry). Each round of each of the two has a
# registry just started over empty storage, on a free loopback port; the rounds alternate, and who begins does too. After
# the last push the same tar is pushed again to the same registry: its access log and the process's /proc io tell whether
# a byte of a layer moved. The tar is made once, of this machine's own files under /usr, and kept in the cache folder.
# "command" is target/vertx-registry from a cold start, "warm" the library in a JVM that has pushed twice before; both have
# -Xmx96m. With --tls yes the registry speaks TLS itself, with a certificate made for the run, and all clients check it.
# Without a jar only curl is measured. Needs curl and python3, and openssl for TLS.
set -euo pipefail

readonly HERE="$(cd "$(dirname "$0")" && pwd)"
registry='' jar="$HERE/../../../target/vertx-registry.jar" java=java rounds=5 megabytes=1640 storage='' tls=no
cache="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vertx-registry"
more=()

die() { printf '%s\n' "$*" >&2; exit 1; }

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
      --tls) tls=$2 ;;
      --) shift; more=("$@"); return ;;
      *) die "unknown option $1" ;;
    esac
    shift 2 || die "$1 takes a value"
  done
}

find_registry() {
  local found
  for found in "$registry" registry "$cache"/distribution-*/registry docker-registry; do
    if [ -n "$found" ] && command -v "$found" >/dev/null 2>&1; then command -v "$found"; return; fi
  done
  die 'no registry: name one with --registry, or run .ci/docker, or install docker-registry'
}

# --- TLS: an authority for the run, which curl knows by the environment, the command by an option, the library by its JVM

prepare_tls() {
  scheme=http tls_config='' push_options=() java_options=()
  [ "$tls" = yes ] || return 0
  scheme=https
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bench \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$work/tls.key" -out "$work/tls.crt" 2>/dev/null
  tls_config=", tls: {certificate: $work/tls.crt, key: $work/tls.key}"
  keytool -importcert -noprompt -alias bench -file "$work/tls.crt" -keystore "$work/trust.p12" -storepass benchmark 2>/dev/null
  export CURL_CA_BUNDLE="$work/tls.crt"
  push_options=(--ca-file "$work/tls.crt")
  java_options=(-Djavax.net.ssl.trustStore="$work/trust.p12" -Djavax.net.ssl.trustStorePassword=benchmark)
}

# --- a registry for one round

start_registry() {
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  rm -rf "$storage/data"
  mkdir -p "$storage/data"
  sync "$storage" # what the last round wrote is not this round's to pay for
  cat >"$work/config.yml" <<YAML
version: 0.1
log: {level: error, accesslog: {disabled: false}}
storage: {filesystem: {rootdirectory: $storage/data}, delete: {enabled: true}}
http: {addr: "127.0.0.1:$port", secret: bench$tls_config}
YAML
  OTEL_TRACES_EXPORTER=none "$registry" serve "$work/config.yml" >"$work/registry.log" 2>&1 &
  registry_pid=$!
  local tries=0
  url="$scheme://127.0.0.1:$port"
  until curl -fs "$url/v2/" >/dev/null 2>&1; do
    kill -0 "$registry_pid" 2>/dev/null || { tail -n 5 "$work/registry.log" >&2; die 'the registry does not start'; }
    [ $((tries += 1)) -lt 200 ] || die 'the registry does not answer'
    sleep 0.05
  done
}

stop_registry() {
  [ -n "${registry_pid:-}" ] || return 0
  kill "$registry_pid" 2>/dev/null || true
  wait "$registry_pid" 2>/dev/null || true
  registry_pid=''
}

# --- the two rivals

curl_round() { # curl_round NAME
  start_registry
  measure curl "$1" bash "$work/curl-all" "$url" bench/app "$tar_folder"
  stop_registry
}

command_round() { # command_round NAME LAST
  start_registry
  measure command "$1" env VERTX_REGISTRY_OPTS=-Xmx96m "${jar%.jar}" push "$tar_folder/image.tar" "$url/bench/app:1" ${push_options[@]+"${push_options[@]}"} ${more[@]+"${more[@]}"}
  local first
  first=$(body_requests)
  if [ "$2" = true ]; then
    measure again again env VERTX_REGISTRY_OPTS=-Xmx96m "${jar%.jar}" push "$tar_folder/image.tar" "$url/bench/app:1" ${push_options[@]+"${push_options[@]}"} ${more[@]+"${more[@]}"}
    measure idle idle env VERTX_REGISTRY_OPTS=-Xmx96m "${jar%.jar}" ping "$url" ${push_options[@]+"${push_options[@]}"}
    printf 'requests with a blob'"'"'s bytes: first push %d, second push %d\n' "$first" $(($(body_requests) - first)) >"$work/bodies"
  fi
  stop_registry
}

start_warm() { # one JVM for all rounds; two pushes that do not count
  coproc WARM { "$java" -Xmx96m ${java_options[@]+"${java_options[@]}"} -cp "$jar" "$HERE/WarmPush.java" 2>/dev/null; }
  local round
  for round in 1 2; do
    start_registry
    warm_push >/dev/null
    stop_registry
  done
}

warm_push() {
  printf '%s %s bench/app\n' "$tar_folder/image.tar" "$url" >&"${WARM[1]}"
  local wall cpu peak uploaded
  read -r wall cpu peak uploaded <&"${WARM[0]}" || die 'the warm push failed'
  printf '%s %s %s %s\n' "$wall" "$cpu" "$peak" "$uploaded"
}

warm_round() { # warm_round NAME
  start_registry
  local wall cpu peak uploaded
  read -r wall cpu peak uploaded < <(warm_push)
  printf 'warm %s %s %s 0\n' "$wall" "$cpu" "$peak" >>"$work/results"
  printf '  %s: %s s, CPU %s s, peak %s MiB, %s blobs\n' "$1" "$wall" "$cpu" "$peak" "$uploaded"
  stop_registry
}

body_requests() { grep -cE '"(PATCH|PUT) /v2/[^ ]*/blobs/uploads/' "$work/registry.log" || true; }

measure() { python3 "$work/measure.py" "$work/results" "$@"; }

write_programs() {
  cat >"$work/curl-all" <<'CURL'
set -euo pipefail
put() { # put URL REPOSITORY FILE DIGEST
  local location
  location=$(curl -fsS -D - -o /dev/null -X POST "$1/v2/$2/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
  case "$location" in /*) location=$1$location ;; esac
  case "$location" in *\?*) location="$location&digest=$4" ;; *) location="$location?digest=$4" ;; esac
  curl -fsS -o /dev/null -H 'Content-Type: application/octet-stream' -T "$3" "$location"
}
pids=()
while read -r file digest; do
  put "$1" "$2" "$3/$file" "$digest" &
  pids+=($!)
done <"$3/layers"
for pid in "${pids[@]}"; do wait "$pid"; done
CURL
  cat >"$work/measure.py" <<'PYTHON'
"""Runs a program and notes wall time, CPU time and peak memory, its children's too, and the bytes that it read itself."""
import os, sys, time

results, kind, name, *command = sys.argv[1:]
began = time.monotonic()
pid = os.posix_spawnp(command[0], command, os.environ)
os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # it has ended, and /proc still knows it
wall = time.monotonic() - began
with open(f"/proc/{pid}/io") as io:
    read = int(io.readline().split()[1])
_, status, usage = os.wait4(pid, 0)
if status != 0:
    sys.exit(f"{name}: {' '.join(command)} ended with status {os.waitstatus_to_exitcode(status)}")
cpu = usage.ru_utime + usage.ru_stime
with open(results, "a") as out:
    print(kind, f"{wall:.3f} {cpu:.3f} {usage.ru_maxrss / 1024:.0f} {read}", file=out)
print(f"  {name}: {wall:.2f} s, CPU {cpu:.2f} s, peak {usage.ru_maxrss / 1024:.0f} MiB")
PYTHON
  cat >"$work/table.py" <<'PYTHON'
import statistics, sys

runs = {}
for line in open(sys.argv[1]):
    kind, *numbers = line.split()
    runs.setdefault(kind, []).append([float(n) for n in numbers])
median = lambda kind, column: statistics.median(run[column] for run in runs[kind])
print(f"\n{'':8}{'rounds':>8}{'wall s':>9}{'least':>8}{'most':>8}{'CPU s':>8}{'peak MiB':>10}{'of curl':>9}")
for kind in ("curl", "warm", "command", "again"):
    if kind in runs:
        walls = [run[0] for run in runs[kind]]
        print(f"{kind:8}{len(walls):8}{median(kind, 0):9.2f}{min(walls):8.2f}{max(walls):8.2f}{median(kind, 1):8.2f}"
              f"{median(kind, 2):10.0f}{median(kind, 0) / median('curl', 0):9.2f}")
if "again" in runs:
    again, idle = median("again", 3), median("idle", 3)
    print(f"second push read {again / 1e6:.2f} MB in all; a ping by the same jar, {idle / 1e6:.2f} MB")
PYTHON
  cat >"$work/make_tar.py" <<'PYTHON'
"""Writes a docker-save tar of seven plain layers of this machine's own files, and each layer as a file beside it."""
import hashlib, io, json, os, sys, tarfile

folder, total = sys.argv[1], int(sys.argv[2]) * 1_000_000
SHARES = (0.075, 0.245, 0.049, 0.215, 0.012, 0.30, 0.104)  # as layers of real images: some large, some small


def files():
    for top in ("/usr/lib", "/usr/share", "/usr/bin", "/usr/local"):
        for path, folders, names in os.walk(top):
            folders.sort()
            for name in sorted(names):
                file = os.path.join(path, name)
                if os.path.isfile(file) and not os.path.islink(file) and os.access(file, os.R_OK):
                    yield file


def filler():  # where /usr is too small: half noise, half text
    number = 0
    while True:
        number += 1
        noise = hashlib.shake_128(str(number).encode()).digest(500_000)
        yield f"filler/{number}", noise + (f"line {number} of the filler\n" * 20_000).encode()


def write_layer(name, size, source, spare):
    with tarfile.open(name, "w", format=tarfile.GNU_FORMAT) as tar:
        while tar.offset < size:
            file = next(source, None)
            if file is not None:
                if os.path.getsize(file) < size / 20:  # so that a layer is about as large as it is meant to be
                    tar.add(file, recursive=False)
            else:
                entry, content = next(spare)
                info = tarfile.TarInfo(entry)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))


def sha256(name):
    hash = hashlib.sha256()
    with open(name, "rb") as file:
        while block := file.read(1 << 20):
            hash.update(block)
    return hash.hexdigest()


def add(tar, name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


source, spare, diff_ids, ids, lines = files(), filler(), [], [], []
with tarfile.open(f"{folder}/image.tar", "w", format=tarfile.GNU_FORMAT) as image:
    for number, share in enumerate(SHARES):
        layer = f"{folder}/layer-{number}.tar"
        write_layer(layer, total * share, source, spare)
        diff_ids.append(sha256(layer))
        ids.append(hashlib.sha256(f"v1 {diff_ids}".encode()).hexdigest())
        lines.append(f"layer-{number}.tar sha256:{diff_ids[-1]}\n")
        add(image, f"{ids[-1]}/VERSION", b"1.0")
        add(image, f"{ids[-1]}/json", json.dumps({"id": ids[-1], "os": "linux"}).encode())
        image.add(layer, f"{ids[-1]}/layer.tar")
    config = json.dumps({
        "architecture": "amd64", "os": "linux", "created": "2026-11-01T00:00:00Z", "config": {"Cmd": ["sh"]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{d}" for d in diff_ids]},
        "history": [{"created": "2026-11-01T00:00:00Z", "created_by": f"layer {n}"} for n in range(len(SHARES))],
    }).encode()
    name = hashlib.sha256(config).hexdigest() + ".json"
    add(image, name, config)
    add(image, "manifest.json", json.dumps([
        {"Config": name, "RepoTags": ["bench/app:1"], "Layers": [f"{i}/layer.tar" for i in ids]}]).encode())
    add(image, "repositories", json.dumps({"bench/app": {"1": ids[-1]}}).encode())
with open(f"{folder}/layers", "w") as out:
    out.writelines(lines)
PYTHON
}

make_tar() {
  tar_folder="$cache/bench-$megabytes"
  if [ ! -f "$tar_folder/layers" ]; then # written last
    printf 'making a tar of %d MB in %s\n' "$megabytes" "$tar_folder"
    mkdir -p "$tar_folder"
    python3 "$work/make_tar.py" "$tar_folder" "$megabytes"
  fi
  cat "$tar_folder"/*.tar >/dev/null # both read from the page cache
}

push_rounds() { # push_rounds ROUND LAST
  warm_round "warm $1"
  command_round "command $1" "$2"
}

main() {
  options "$@"
  work=$(mktemp -d "${TMPDIR:-/tmp}/push-vs-curl-XXXXXX")
  trap 'stop_registry; rm -rf "$work" "${storage:-$work}/data"' EXIT
  storage=${storage:-$work}
  registry=$(find_registry)
  local with_push=false round last=false
  [ ! -f "$jar" ] || with_push=true
  [ "$with_push" = true ] || printf 'there is no %s: curl alone is measured\n' "$jar"
  prepare_tls
  write_programs
  make_tar
  printf '%s; %d layers, %d bytes; %d rounds\n' "$("$registry" --version)" "$(wc -l <"$tar_folder/layers")" \
    "$(cat "$tar_folder"/layer-*.tar | wc -c)" "$rounds"
  [ "$with_push" = false ] || start_warm
  for ((round = 1; round <= rounds; round++)); do
    [ "$round" -lt "$rounds" ] || last=true
    if [ "$with_push" = true ] && ((round % 2 == 0)); then push_rounds "$round" "$last"; fi
    curl_round "curl $round"
    if [ "$with_push" = true ] && ((round % 2 == 1)); then push_rounds "$round" "$last"; fi
  done
  python3 "$work/table.py" "$work/results"
  [ ! -f "$work/bodies" ] || cat "$work/bodies"
}

main "$@"
