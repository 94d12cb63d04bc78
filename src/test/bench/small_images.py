"""Puts many small images into a registry, or compares what two registries have.

  small_images.py put HOST COUNT            images team/app-0:v0 ... in 20 repositories, each of a base of 20 kB that its
                                            repository shares, a layer of 4 kB of its own, and a config
  small_images.py same HOST HOST NAME       fails unless the second has the same, by digest, in repositories named NAME, in which {}
                                            stands for the number
"""
import gzip, hashlib, http.client, io, json, random, sys, tarfile
from concurrent.futures import ThreadPoolExecutor

OCI = "application/vnd.oci.image."
REPOSITORIES = 20


class Registry:
    def __init__(self, host):
        self.connection = http.client.HTTPConnection(host)

    def ask(self, method, path, body=None, **headers):
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text[:200]}")
        return answer, text

    def blob(self, repository, data, kind):
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        answer, _ = self.ask("POST", f"/v2/{repository}/blobs/uploads/", b"")
        place = answer.getheader("Location").split("/v2/", 1)[1]
        self.ask("PUT", f"/v2/{place}{'&' if '?' in place else '?'}digest={digest}", data,
                 **{"Content-Type": "application/octet-stream"})
        return {"mediaType": OCI + kind, "size": len(data), "digest": digest}

    def tags(self, repository):
        return json.loads(self.ask("GET", f"/v2/{repository}/tags/list")[1])["tags"]

    def digest(self, repository, tag):
        answer, _ = self.ask("HEAD", f"/v2/{repository}/manifests/{tag}", Accept=OCI + "manifest.v1+json")
        return answer.getheader("Docker-Content-Digest")


def layer_of(registry, repository, data):
    """A real one: skopeo compresses, and so changes, what only says that it is."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        entry = tarfile.TarInfo("data")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    diff_id = "sha256:" + hashlib.sha256(tar.getvalue()).hexdigest()
    return registry.blob(repository, gzip.compress(tar.getvalue(), mtime=0), "layer.v1.tar+gzip"), diff_id


def fill(host, number, count):
    registry, repository = Registry(host), f"team/app-{number}"
    chance = random.Random(number)
    base, base_id = layer_of(registry, repository, chance.randbytes(20_000))
    for i in range(number, count, REPOSITORIES):
        layer, layer_id = layer_of(registry, repository, chance.randbytes(4_000))
        config = registry.blob(repository, json.dumps({
            "architecture": "amd64", "os": "linux", "config": {"Labels": {"number": str(i)}},
            "rootfs": {"type": "layers", "diff_ids": [base_id, layer_id]}}).encode(), "config.v1+json")
        manifest = {"schemaVersion": 2, "mediaType": OCI + "manifest.v1+json", "config": config, "layers": [base, layer]}
        registry.ask("PUT", f"/v2/{repository}/manifests/v{i}", json.dumps(manifest).encode(),
                     **{"Content-Type": OCI + "manifest.v1+json"})


def same(source, target, name):
    one, other, count = Registry(source), Registry(target), 0
    for number in range(REPOSITORIES):
        here, there = f"team/app-{number}", name.format(number)
        tags = sorted(one.tags(here))
        if tags != sorted(other.tags(there)):
            raise SystemExit(f"{there} has other tags than {here}")
        for tag in tags:
            if one.digest(here, tag) != other.digest(there, tag):
                raise SystemExit(f"{there}:{tag} is not {here}:{tag}")
            count += 1
    print(count)


if sys.argv[1] == "put":
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: fill(sys.argv[2], n, int(sys.argv[3])), range(REPOSITORIES)))
else:
    same(*sys.argv[2:5])
