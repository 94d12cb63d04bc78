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
# Without a jar only curl is measured. Needs curl and python3, and openssl for TLS. peers.sh measures more programs.
set -euo pipefail
source "$(dirname "$0")/common.sh"

registry='' jar="$BENCH/../../../target/vertx-registry.jar" java=java rounds=5 megabytes=1640 storage='' tls=no
cache="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vertx-registry"
more=()

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

# --- TLS: an authority for the run, which curl knows by the environment, the command by an option, the library by its JVM

prepare_tls() {
  push_options=() java_options=()
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

# --- the rivals

noted() { # noted KIND NAME: keeps what was measured
  local wall cpu peak read written
  read -r wall cpu peak read written <"$work/measured"
  printf '%s %s %s %s %s\n' "$1" "$wall" "$cpu" "$peak" "$read" >>"$work/results"
  printf '  %s: %s s, CPU %s s, peak %s MiB\n' "$2" "$wall" "$cpu" "$peak"
}

command_line() { # command_line COMMAND ARGUMENTS...
  measure env VERTX_REGISTRY_OPTS=-Xmx96m "${jar%.jar}" "$@" ${push_options[@]+"${push_options[@]}"}
}

curl_round() { # curl_round ROUND
  start_registry
  measure bash "$BENCH/curl-all" "$url" bench/app "$image_folder"
  noted curl "curl $1"
  stop_registry
}

command_round() { # command_round ROUND LAST
  start_registry
  command_line push "$image_folder/image.tar" "$url/bench/app:1" ${more[@]+"${more[@]}"}
  noted command "command $1"
  if [ "$2" = true ]; then
    local first
    first=$(body_requests)
    command_line push "$image_folder/image.tar" "$url/bench/app:1" ${more[@]+"${more[@]}"}
    noted again again
    command_line ping "$url" >/dev/null
    noted idle idle
    printf 'requests with a blob'"'"'s bytes: first push %d, second push %d\n' "$first" $(($(body_requests) - first)) >"$work/bodies"
  fi
  stop_registry
}

warm_round() {
  start_registry
  warm jvm push "$image_folder/image.tar" "$url" bench/app 1 - - -
  stop_registry
}

push_rounds() { # push_rounds ROUND LAST
  warm_round
  noted warm "warm $1"
  command_round "$1" "$2"
}

write_table() {
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
    print(f"second push read {median('again', 3):.2f} MB in all; a ping by the same jar, {median('idle', 3):.2f} MB")
PYTHON
  python3 "$work/table.py" "$work/results"
  [ ! -f "$work/bodies" ] || cat "$work/bodies"
}

main() {
  options "$@"
  work=$(mktemp -d "${TMPDIR:-/tmp}/push-vs-curl-XXXXXX")
  trap 'stop_registry; stop_warm; rm -rf "$work" "${storage:-$work}/data"' EXIT
  storage=${storage:-$work}
  registry=$(find_registry)
  local with_push=false round last=false
  [ ! -f "$jar" ] || with_push=true
  [ "$with_push" = true ] || printf 'there is no %s: curl alone is measured\n' "$jar"
  prepare_tls
  make_image seven "$megabytes"
  printf '%s; %d layers, %d bytes; %d rounds\n' "$("$registry" --version)" "$(wc -l <"$image_folder/layers")" \
    "$(stat -c %s "$image_folder/image.tar")" "$rounds"
  if [ "$with_push" = true ]; then
    start_warm jvm "$java" -Xmx96m ${java_options[@]+"${java_options[@]}"}
    warm_round # two that do not count
    warm_round
  fi
  for ((round = 1; round <= rounds; round++)); do
    [ "$round" -lt "$rounds" ] || last=true
    if [ "$with_push" = true ] && ((round % 2 == 0)); then push_rounds "$round" "$last"; fi
    curl_round "$round"
    if [ "$with_push" = true ] && ((round % 2 == 1)); then push_rounds "$round" "$last"; fi
  done
  write_table
}

main "$@"
