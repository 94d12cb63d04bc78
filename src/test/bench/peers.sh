#!/usr/bin/env bash
# Measures what this toolkit and other programs take for the same image: pushes (raw against raw, gzip against gzip, zstd against zstd),
# pulls, exports and copies.
#
#   src/test/bench/peers.sh [--sets raw,gzip,zstd,pull,export,copy] [--rows PATTERN] [--kinds seven,small,one,holes] [--rounds N] [--slow-rounds N]
#                           [--results FILE] [--registry BINARY] [--java HOME] [--java25 HOME] [--megabytes N] [--cache DIR] [--storage DIR]
#
# Each round of each row of a push has a registry (Distribution's, version 3 or Debian's 2.8) just started over empty storage on loopback,
# and empty caches of its own: a first push, the same again, and an image with another last layer. The rows of a round follow one
# another, from the other end in every second round. The image is made once, of this machine's own files under /usr, and kept in the
# cache folder: seven is 1.64 GB in seven layers, small 20,000 small files, one a single layer of 1 GB, holes 8 GB of zeros in a sparse
# tar, which only curl, library, command and skopeo push, and nobody pulls. For one there are rows with @1 as well: the same with the registry and the client
# on a single core; below its tables stands how many times as fast two are.
#
# library is a JVM that has pushed three times before (holes: once), a new one for each set and kind, command is target/vertx-registry from
# a cold start, both with -Xmx48m and the serial collector. libdeflate takes a JDK 25. curl puts the layers' files, their digests given, all at once: the limit. What is not on this
# machine is left out: skopeo, docker, crane and regctl are looked for in PATH, jib-core and oras-java are got by Maven. oras-java, and
# in the raw set crane and regctl, push an OCI layout: from tars they compress, or cannot read them. Levels are each program's default;
# a number is a level.
#
# pull, export and copy have the image with gzip layers in a registry that keeps running, of seven 0.57 GB; 0.9 GB with --megabytes 2700.
# pull is to a tar that docker loads: docker-archive of skopeo, whose layers are plain, a docker tar of crane, an OCI layout in a tar of
# regctl, and in a folder of oras. curl gets all blobs at once to a file each; "hashed" compares their digests with openssl, "synced" puts
# them on the disk, ours does both. export is the root file system as a tar, from the registry; docker's has been unpacked before, in a
# container. copy is to a registry that is just started over empty storage, and again.
#
# PATTERN is a regular expression for whole rows ("library.*|skopeo"). With --results the figures are kept in FILE, and the rounds that it
# has already are not run again, so that a long run can be made in parts, or go on where it was cut. docker, jib, oras-java and a pull by
# skopeo, which take ten times as long, have --slow-rounds of them. At the end there is a table of medians, and FILE.svg (or target/peers.svg) is its plot.
set -euo pipefail
source "$(dirname "$0")/common.sh"
source "$BENCH/transfers.sh"

readonly ROOT="$(cd "$BENCH/../../.." && pwd)"
jar="$ROOT/target/vertx-registry.jar"
sets=raw,gzip,zstd,pull,export,copy rows='.*' kinds=seven rounds=5 slow_rounds=2 results='' registry='' megabytes=1640 storage=''
java_home=${JAVA_HOME:-} java25=''
cache="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/vertx-registry"

declare -A ROWS=(
  [raw]='curl library command skopeo crane regctl oras-java'
  [gzip]='library-libdeflate library-jdk library-libdeflate-6 library-jdk-6 command-libdeflate command-jdk skopeo crane regctl docker jib'
  [zstd]='library library-1 command skopeo'
  [pull]='curl curl-synced curl-hashed curl-hashed-synced library command skopeo crane regctl oras'
  [export]='library command crane docker'
  [copy]='library command skopeo crane regctl oras'
)
# The same by one core, after each of these, for a single layer.
readonly BY_CORES='library library-libdeflate library-jdk'

options() {
  while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || die "$1 takes a value"
    case "$1" in
      --sets) sets=$2 ;;
      --rows) rows=$2 ;;
      --kinds) kinds=$2 ;;
      --rounds) rounds=$2 ;;
      --slow-rounds) slow_rounds=$2 ;;
      --results) results=$2 ;;
      --registry) registry=$2 ;;
      --java) java_home=$2 ;;
      --java25) java25=$2 ;;
      --megabytes) megabytes=$2 ;;
      --cache) cache=$2 ;;
      --storage) storage=$2 ;;
      *) die "unknown option $1" ;;
    esac
    shift 2
  done
}

# --- who is here

have() { command -v "$1" >/dev/null 2>&1; }

find_jvms() {
  java="${java_home:+$java_home/bin/}java"
  [ -n "$java25" ] || java25=$(find /usr/lib/jvm -maxdepth 1 -name '*25*' -type d 2>/dev/null | sort | head -n 1)
  [ -x "$java25/bin/java" ] || java25=''
}

library_classes() { # library_classes ARTIFACT GROUP VERSION PROGRAM: its class path, and our program compiled against it
  mvn -q -B -f "$BENCH/peers.xml" -Dgroup="$2" -Dartifact="$1" -Dversion="$3" dependency:build-classpath \
    -Dmdep.outputFile="$work/$1.cp" >"$work/$1.log" 2>&1 || return 1
  javac -d "$work/classes" -cp "$(<"$work/$1.cp")" "$BENCH/$4.java" || return 1
  printf ':%s' "$work/classes" >>"$work/$1.cp"
}

is_here() { # is_here ROW
  case "$1" in
    curl*) return 0 ;;
    *libdeflate*) [ -f "$jar" ] && [ -n "$java25" ] ;;
    library* | command*) [ -f "$jar" ] ;;
    jib) library_classes jib-core com.google.cloud.tools 0.28.1 JibPush ;;
    oras-java) library_classes oras-java-sdk land.oras 0.7.0 OrasPush ;;
    docker) timeout 10 docker info >/dev/null 2>&1 ;;
    *) have "$1" ;;
  esac
}

chosen_rows() { # chosen_rows KIND SET: into chosen, but for those that have all their rounds
  local row each
  chosen=()
  for row in ${ROWS[$2]}; do
    grep -qxE "$rows" <<<"$row" || continue
    if [ "$1" = holes ] && { is_transfer "$2" || ! grep -qE '^(curl|library|command|skopeo)' <<<"$row"; }; then continue; fi
    if ! is_here "$row"; then
      printf '%s is not here, and is left out\n' "$row"
      continue
    fi
    for each in "$row" $(by_one_core "$1" "$2" "$row"); do
      [ "$(rounds_done "$1" "$2" "$each")" -ge "$(rounds_of "$2" "$each")" ] || chosen+=("$each")
    done
  done
}

by_one_core() { # by_one_core KIND SET ROW
  [ "$1" = one ] && ! is_transfer "$2" && have taskset || return 0
  case " $BY_CORES " in *" $3 "*) printf '%s@1' "$3" ;; esac
}

rounds_of() { # rounds_of SET ROW
  case "$1 $2" in
    *\ docker | *\ jib | *\ oras-java | pull\ skopeo) printf '%s' "$((rounds < slow_rounds ? rounds : slow_rounds))" ;;
    *) printf '%s' "$rounds" ;;
  esac
}

rounds_done() { # rounds_done KIND SET ROW
  cut -d ' ' -f 1-4 "$results" 2>/dev/null | grep -cxF "$1 $2 $3 first" || true
}

# --- one push: push SET ROW TAR LAYOUT TAG

push() {
  local set=$1 row=${2%@1} tar=$3 layout=$4 tag=$5 image="$host/bench/app:$5"
  local method=$set compressor level jvm=17 home=$java_home
  [ "$set" != raw ] || method=-
  IFS=- read -r _ compressor level <<<"$row--"
  case "$compressor" in [0-9]*) level=$compressor compressor='' ;; esac
  compressor=${compressor:--} level=${level%%-*}
  if [ "$compressor" = libdeflate ]; then jvm=25 home=$java25; fi
  [ "$row" = "$2" ] || jvm=$jvm@1
  case "$row" in
    curl) measure bash "$BENCH/curl-all" "$url" bench/app "$image_folder" ;;
    library*) warm "$jvm" push "$tar" "$url" bench/app "$tag" "$method" "$compressor" "${level:--}" ;;
    command*) command_push "$home" "$tar" "$url/bench/app:$tag" "$method" "$compressor" ;;
    docker) measure ${daemon[@]+"${daemon[@]}"} docker push -q "$image" ;;
    jib) measure "$java" -cp "$(<"$work/jib-core.cp")" JibPush "$tar" "$image" "$caches/jib" ;;
    oras-java) measure "$java" -cp "$(<"$work/oras-java-sdk.cp")" OrasPush "$layout" "$tag" "$image" ;;
    crane) if [ "$set" = raw ]; then measure crane push "$layout" "$image"; else measure crane push "$tar" "$image"; fi ;;
    regctl) regctl_push ;;
    skopeo) skopeo_push ;;
  esac >"$work/output" 2>&1
}

command_push() { # command_push JAVA_HOME TAR IMAGE METHOD COMPRESSOR
  local words=(push "$2" "$3")
  [ "$4" = - ] || words+=(--compression "$4")
  [ "$5" = - ] || words+=(--compressor "$5")
  measure env JAVA_HOME="$1" VERTX_REGISTRY_OPTS=-Xmx48m "${jar%.jar}" "${words[@]}"
}

regctl_push() {
  if [ "$set" = raw ]; then
    measure regctl --host "reg=$host,tls=disabled" image copy "ocidir://$layout:$tag" "$image"
  else
    measure regctl --host "reg=$host,tls=disabled" image import "$image" "$tar"
  fi
}

skopeo_push() {
  local words=()
  [ "$set" != raw ] || words=(--preserve-digests)
  [ "$set" != zstd ] || words=(--format oci --dest-compress-format zstd)
  measure skopeo --insecure-policy copy -q --dest-tls-verify=false ${words[@]+"${words[@]}"} "docker-archive:$tar" "docker://$image"
}

# --- docker pushes from its own store

load_into_docker() { # load_into_docker TAR...
  local pid tar
  daemon=()
  pid=$(cat /var/run/docker.pid 2>/dev/null || true)
  if [ -n "$pid" ] && [ -w "/proc/$pid/clear_refs" ]; then daemon=(--daemon "$pid"); fi
  for tar in "$@"; do docker load -q -i "$image_folder/$tar.tar" >/dev/null; done
  loaded=true
}

name_in_docker() { # name_in_docker tag|rmi
  local tag
  for tag in 1 2; do
    if [ "$1" = tag ]; then docker tag "bench/app:$tag" "$host/bench/app:$tag"; else docker rmi "$host/bench/app:$tag" >/dev/null; fi
  done
}

unload_docker() {
  [ "${loaded:-false}" = false ] || docker rmi bench/app:1 bench/app:2 >/dev/null 2>&1 || true
  loaded=false
}

# --- a row of a round

step() { # step KIND SET ROW SCENARIO TAR LAYOUT TAG: measures one push, with what the registry saw of it
  local asked sent
  asked=$(requests) sent=$(bytes_taken)
  push "$2" "$3" "$5" "$6" "$7" || { printf '  %s %s failed:\n' "$2" "$3"; tail -n 3 "$work/output"; return 1; }
  sleep 0.2 # the registry writes its log behind the answer
  asked=$(($(requests) - asked)) sent=$(($(bytes_taken) - sent))
  noted "$1" "$2" "$3" "$4" "$sent" "$asked"
}

noted() { # noted KIND SET ROW SCENARIO BYTES REQUESTS: keeps what was measured
  local wall
  read -r wall _ <"$work/measured"
  printf '%s %s %s %s %s %s %s\n' "$1" "$2" "$3" "$4" "$(<"$work/measured")" "$5" "$6" >>"$results"
  printf '  %s %s %s, %s: %s s\n' "$1" "$2" "$3" "$4" "$wall"
}

row_round() { # row_round KIND SET ROW
  pin "$3"
  start_registry
  rm -rf "$caches"
  mkdir -p "$caches"
  [ "$3" != docker ] || name_in_docker tag
  if step "$1" "$2" "$3" first "$image_folder/image.tar" "$image_folder/layout" 1 && [ "$3" != curl ]; then
    step "$1" "$2" "$3" again "$image_folder/image.tar" "$image_folder/layout" 1 && [ "$1" != holes ] &&
      step "$1" "$2" "$3" changed "$image_folder/changed.tar" "$image_folder/layout-changed" 2 || true
  fi
  [ "$3" != docker ] || name_in_docker rmi
  stop_registry
}

pin() { # pin ROW: what is started from now on has the row's cores
  case "$1" in *@1) pinned=(taskset -c 0) ;; *) pinned=() ;; esac
}

warm_up() { # warm_up KIND SET: the JVMs that the chosen rows need, and pushes (or what it is) of each row that do not count
  local row cores
  for row in "${chosen[@]}"; do
    pin "$row"
    cores=''
    [ "${row%@1}" = "$row" ] || cores=@1
    case "$row" in
      library-libdeflate*)
        [ -n "${warm_pids[25$cores]:-}" ] ||
          start_warm "25$cores" ${pinned[@]+"${pinned[@]}"} "$java25/bin/java" -Xmx48m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED ;;
      library*)
        [ -n "${warm_pids[17$cores]:-}" ] ||
          start_warm "17$cores" ${pinned[@]+"${pinned[@]}"} "$java" -Xmx48m -XX:+UseSerialGC ;;
      *) continue ;;
    esac
    if is_transfer "$2"; then warm_transfers "$2"; else warm_pushes_of "$1" "$2" "$row"; fi
  done
}

warm_pushes_of() { # warm_pushes_of KIND SET ROW: first and second pushes
  local times=3 again
  [ "$1" != holes ] || times=1
  for ((; times > 0; times--)); do
    start_registry
    rm -rf "$caches"
    for again in {0..5}; do push "$2" "$3" "$image_folder/image.tar" '' 1; done
    stop_registry
  done
}

prepare() { # prepare KIND SET
  ! is_transfer "$2" || start_source
  case " ${chosen[*]} " in
    *' docker '*) if [ "$2" = export ]; then create_container; else load_into_docker image changed; fi ;;
  esac
}

set_rounds() { # set_rounds KIND SET
  local round i count row
  chosen_rows "$1" "$2"
  count=${#chosen[@]}
  [ "$count" -gt 0 ] || return 0
  prepare "$1" "$2"
  warm_up "$1" "$2"
  for ((round = 1; round <= rounds; round++)); do
    printf '%s, %s, round %d\n' "$1" "$2" "$round"
    for ((i = 0; i < count; i++)); do
      row=${chosen[$((round % 2 == 1 ? i : count - 1 - i))]}
      [ "$round" -le "$(rounds_of "$2" "$row")" ] && [ "$(rounds_done "$1" "$2" "$row")" -lt "$round" ] || continue
      if is_transfer "$2"; then transfer_round "$1" "$2" "$row"; else row_round "$1" "$2" "$row"; fi
    done
  done
  stop_warm
  remove_container
  unload_docker
}

main() {
  options "$@"
  work=$(mktemp -d "${TMPDIR:-/tmp}/peers-XXXXXX")
  trap 'stop_registry; stop_source; stop_warm; remove_container; unload_docker; rm -rf "$work" "${storage:-$work}"/{data,out}' EXIT
  storage=${storage:-$work} caches="$work/caches"
  results=${results:-$work/results}
  registry=$(find_registry)
  find_jvms
  [ -f "$jar" ] || printf 'there is no %s: mvn package -DskipTests makes it\n' "$jar"
  export XDG_CACHE_HOME="$caches"
  local kind set
  for kind in ${kinds//,/ }; do
    case "$kind" in small) make_image small 100 ;; one) make_image one 1000 ;; holes) make_image holes 8000 ;; *) make_image "$kind" "$megabytes" ;; esac
    for set in ${sets//,/ }; do set_rounds "$kind" "$set"; done
    stop_source
  done
  local plot="$ROOT/target/peers.svg"
  [ "$results" = "$work/results" ] || plot="$results.svg"
  printf '\n%s; %s processors; %s\n\n' "$("$registry" --version)" "$(nproc)" "$(date +%F)"
  python3 "$BENCH/peers_report.py" "$results" "$plot"
}

main "$@"
