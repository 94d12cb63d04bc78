#!/usr/bin/env bash
# Records the tars of this folder anew: each program named below saves small images made of the texts a, b and c.
#
#   record.sh TARGET PROGRAM...
#
# TARGET is a folder. Each PROGRAM is one of the functions at the end; what it needs is said there, and by these variables:
#
#   REGISTRY=host:port    an empty registry that speaks plain HTTP, for images of which one platform is pulled
#   BUILDKIT=unix://...   a buildkitd
#   ENGINE_VERSION=28.5.2 where the engine was built without a version
# Docker's engines are chosen as ever, by DOCKER_HOST.
set -euo pipefail

readonly ONE=team/app:1 OTHER_NAME=example.org:5000/team/app:2 SECOND=team/other:1

main() {
  target=$(realpath "$1")
  context=$(mktemp -d)
  trap 'rm -rf "$context"' EXIT
  write_context
  shift
  for program in "$@"; do "$program"; done
}

write_context() {
  local name
  for name in a b c; do echo "$name" >"$context/$name.txt"; done
  printf '%s\n' 'FROM scratch' 'COPY a.txt /a.txt' 'COPY b.txt /srv/b.txt' 'ENV GREETING=hello' 'CMD ["/srv/b.txt"]' >"$context/Dockerfile"
  printf '%s\n' 'FROM scratch' 'COPY a.txt /a.txt' 'COPY b.txt /srv/b.txt' 'COPY c.txt /srv/c.txt' >"$context/Dockerfile.second"
  find "$context" -exec touch -d 2026-01-02T03:04:05Z {} +
}

keep() { # keep NAME: the tar on standard input, as small as it gets
  gzip -9n >"$target/$1.tar.gz"
  printf '%s %s\n' "$1" "$(gzip -dc "$target/$1.tar.gz" | wc -c)"
}

# --- docker: images of the classic builder, one of two names, and two in one tar

docker_images() {
  DOCKER_BUILDKIT=0 docker build -q -t "$ONE" -t "$OTHER_NAME" "$context" 2>/dev/null
  DOCKER_BUILDKIT=0 docker build -q -t "$SECOND" -f "$context/Dockerfile.second" "$context" 2>/dev/null
}

docker_save() { # docker_save NAME
  docker_images
  docker save "$ONE" "$OTHER_NAME" | keep "$1"
  docker save "$ONE" "$SECOND" | keep "$1-two-images"
  docker rmi -f "$ONE" "$OTHER_NAME" "$SECOND" >/dev/null
}

docker_graph() { docker_save "docker-$(engine)-graph-driver"; }
docker_containerd() { docker_save "docker-$(engine)-containerd"; }
docker_legacy() { docker_save "docker-$(engine)"; }
engine() { printf "%s" "${ENGINE_VERSION:-$(docker version --format "{{.Server.Version}}" | sed "s/+.*//")}"; }

# One platform, pulled, of an index that lists two and their attestations; the toolkit or skopeo pushed the index before.
docker_containerd_one_platform() {
  local image="$REGISTRY/team/platforms:1"
  docker pull -q --platform linux/amd64 "$image" >/dev/null
  docker save "$image" | keep "docker-$(engine)-containerd-one-platform"
  docker rmi -f "$image" >/dev/null
}

# --- podman, buildah, skopeo

podman_save() {
  local version
  version=$(podman version --format '{{.Client.Version}}')
  podman build -q --layers -t "$ONE" -t "$OTHER_NAME" "$context" >/dev/null
  podman build -q --layers -t "$SECOND" -f "$context/Dockerfile.second" "$context" >/dev/null
  podman save -q --format docker-archive "localhost/$ONE" "$OTHER_NAME" | keep "podman-$version-docker-archive"
  podman save -q -m --format docker-archive "localhost/$ONE" "localhost/$SECOND" | keep "podman-$version-docker-archive-two-images"
  podman save -q --format oci-archive "localhost/$ONE" | keep "podman-$version-oci-archive"
  buildah_push
  podman rmi -f "localhost/$ONE" "$OTHER_NAME" "localhost/$SECOND" >/dev/null
}

buildah_push() {
  local version
  version=$(buildah version | sed -n 's/^Version: *//p')
  buildah push -q --compression-format zstd "localhost/$ONE" "oci-archive:$context/zstd.tar:$ONE" >/dev/null
  keep "buildah-$version-oci-archive-zstd" <"$context/zstd.tar"
}

skopeo_copy() { # of what docker saves
  local version
  version=$(skopeo --version | sed 's/.*version //')
  docker_images >/dev/null
  docker save -o "$context/saved.tar" "$ONE"
  skopeo --insecure-policy copy -q "docker-archive:$context/saved.tar" "docker-archive:$context/docker.tar:$ONE"
  skopeo --insecure-policy copy -q "docker-archive:$context/saved.tar" "oci-archive:$context/oci.tar:1"
  keep "skopeo-$version-docker-archive" <"$context/docker.tar"
  keep "skopeo-$version-oci-archive" <"$context/oci.tar"
  docker rmi -f "$ONE" "$OTHER_NAME" "$SECOND" >/dev/null
}

# --- buildx with buildkit

buildx_build() {
  local version builder=recorded
  version=$(buildx version | awk '{ print $2 }')
  buildx create --name "$builder" --driver remote "$BUILDKIT" >/dev/null
  buildx_output docker "type=docker,\"name=docker.io/$ONE,$OTHER_NAME\"" --provenance=false
  buildx_output oci-attested "type=oci,name=docker.io/$ONE" --provenance=mode=min
  buildx_output oci "type=oci,name=docker.io/$ONE" --provenance=false
  buildx_output oci-zstd "type=oci,name=docker.io/$ONE,compression=zstd,force-compression=true" --provenance=false
  buildx_output oci-uncompressed "type=oci,name=docker.io/$ONE,compression=uncompressed,force-compression=true" --provenance=false
  buildx_output oci-docker-types "type=oci,name=docker.io/$ONE,oci-mediatypes=false" --provenance=false
  buildx_output oci-platforms "type=oci,name=docker.io/team/platforms:1" --provenance=mode=min --platform linux/amd64,linux/arm64
  buildx rm "$builder" >/dev/null 2>&1
}

buildx_output() { # buildx_output NAME OUTPUT OPTION...
  local name=$1 output=$2
  shift 2
  buildx build -q --builder "$builder" "$@" -o "$output,dest=$context/out.tar" "$context" >/dev/null
  keep "buildx-${version#v}-$name" <"$context/out.tar"
}

# --- crane: pulls what the registry has

crane_pull() {
  local version
  version=$(crane version)
  crane pull --insecure "$REGISTRY/team/app:1" "$context/crane.tar"
  keep "crane-${version#v}" <"$context/crane.tar"
}

main "$@"
