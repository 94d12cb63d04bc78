"""Writes docker-save tars of plain layers of this machine's own files, the same as OCI layouts, and each layer as a file.

  make_image.py FOLDER KIND MEGABYTES

KIND is seven (layers as large and small as those of real images), one (a single layer), small (20,000 small files in three
layers) or holes (seven layers of zeros that take no space; the tar alone). In FOLDER are then image.tar and layout, and changed.tar and
layout-changed with another last layer; each layer as layer-N.tar, and their names and digests in the files layers and layers-changed. The
blobs of the layouts are links to the layers.
"""
import hashlib, io, json, os, shutil, sys, tarfile

SEVEN = (0.075, 0.245, 0.049, 0.215, 0.012, 0.30, 0.104)
SHARES = {"seven": SEVEN, "one": (1.0,), "small": (0.5, 0.3, 0.2), "holes": SEVEN}
SMALL_FILES = 20_000
SMALLEST, LARGEST = 64, 8_192  # what counts as a small file
CREATED = "2026-11-01T00:00:00Z"


def files():
    for top in ("/usr/lib", "/usr/share", "/usr/bin", "/usr/local"):
        for path, folders, names in os.walk(top):
            folders.sort()
            for name in sorted(names):
                file = os.path.join(path, name)
                if os.path.isfile(file) and not os.path.islink(file) and os.access(file, os.R_OK):
                    yield file


def filler(half):  # where /usr is too small: half noise, half text
    number = 0
    while True:
        number += 1
        text = f"line {number} of the filler\n" * (half // 20 + 1)
        yield f"filler/{number}", hashlib.shake_128(str(number).encode()).digest(half) + text.encode()[:half]


def write_layer(name, source, spare, fits, full):
    """Adds files that fit, or filler, until it is full by its number of files and length."""
    with tarfile.open(name, "w", format=tarfile.GNU_FORMAT) as tar:
        count = 0
        while not full(count, tar.offset):
            file = next(source, None)
            if file is not None:
                if not fits(os.path.getsize(file)):
                    continue
                tar.add(file, recursive=False)
            else:
                entry, content = next(spare)
                info = tarfile.TarInfo(entry)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
            count += 1


def sha256(name):
    with open(name, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def add(tar, name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


class Layer:
    def __init__(self, folder, file):
        self.file, self.path = file, f"{folder}/{file}"
        self.hex, self.size = sha256(self.path), os.path.getsize(self.path)


def config_of(layers):
    return json.dumps({
        "architecture": "amd64", "os": "linux", "created": CREATED, "config": {"Cmd": ["sh"]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{layer.hex}" for layer in layers]},
        "history": [{"created": CREATED, "created_by": f"layer {n}"} for n in range(len(layers))],
    }).encode()


def skip(tar, length, start=b""):  # what is not written is a hole
    tar.fileobj.write(start)
    tar.offset += (length + 511) // 512 * 512
    tar.fileobj.seek(tar.offset)


def start_of(path):  # all of a layer of write_holes that is not zero
    with open(path, "rb") as layer:
        return layer.read(512)


def write_holes(name, size):
    with tarfile.open(name, "w", format=tarfile.GNU_FORMAT) as tar:
        info = tarfile.TarInfo("zeros")
        info.size = int(size)
        tar.addfile(info)
        skip(tar, info.size)


def write_tar(path, layers, tag, holes=False):
    ids, name = [], hashlib.sha256(config_of(layers)).hexdigest() + ".json"
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as image:
        for layer in layers:
            ids.append(hashlib.sha256(f"v1 {ids} {layer.hex}".encode()).hexdigest())
            add(image, f"{ids[-1]}/VERSION", b"1.0")
            add(image, f"{ids[-1]}/json", json.dumps({"id": ids[-1], "os": "linux"}).encode())
            if holes:
                image.addfile(image.gettarinfo(layer.path, f"{ids[-1]}/layer.tar"))
                skip(image, layer.size, start_of(layer.path))
            else:
                image.add(layer.path, f"{ids[-1]}/layer.tar")
        add(image, name, config_of(layers))
        add(image, "manifest.json", json.dumps([
            {"Config": name, "RepoTags": [f"bench/app:{tag}"], "Layers": [f"{i}/layer.tar" for i in ids]}]).encode())
        add(image, "repositories", json.dumps({"bench/app": {tag: ids[-1]}}).encode())


def write_layout(folder, layers, tag):
    shutil.rmtree(folder, ignore_errors=True)
    blobs = f"{folder}/blobs/sha256"
    os.makedirs(blobs)

    def blob(content, media_type):
        name = hashlib.sha256(content).hexdigest()
        with open(f"{blobs}/{name}", "wb") as out:
            out.write(content)
        return {"mediaType": media_type, "digest": f"sha256:{name}", "size": len(content)}

    for layer in layers:
        os.link(layer.path, f"{blobs}/{layer.hex}")
    oci = "application/vnd.oci.image."
    manifest = blob(json.dumps({
        "schemaVersion": 2, "mediaType": f"{oci}manifest.v1+json", "config": blob(config_of(layers), f"{oci}config.v1+json"),
        "layers": [{"mediaType": f"{oci}layer.v1.tar", "digest": f"sha256:{layer.hex}", "size": layer.size}
                   for layer in layers]}).encode(), f"{oci}manifest.v1+json")
    manifest["annotations"] = {"org.opencontainers.image.ref.name": tag}
    with open(f"{folder}/index.json", "w") as out:
        json.dump({"schemaVersion": 2, "mediaType": f"{oci}index.v1+json", "manifests": [manifest]}, out)
    with open(f"{folder}/oci-layout", "w") as out:
        json.dump({"imageLayoutVersion": "1.0.0"}, out)


def note_layers(path, layers):  # the last of all: who finds it finds the rest
    with open(path, "w") as out:
        out.writelines(f"{layer.file} sha256:{layer.hex}\n" for layer in layers)


def main(folder, kind, megabytes):
    os.makedirs(folder, exist_ok=True)
    total, source, layers = megabytes * 1_000_000, files(), []
    spare = filler(2_000 if kind == "small" else 500_000)
    for number, share in enumerate(SHARES[kind]):
        size = total * share
        if kind == "small":
            fits = lambda length: SMALLEST <= length <= LARGEST
            full = lambda count, offset: count >= SMALL_FILES * share
        else:
            fits = lambda length: length < size / 20  # so that a layer is about as large as it is meant to be
            full = lambda count, offset: offset >= size
        name = f"{folder}/layer-{number}.tar"
        write_holes(name, size) if kind == "holes" else write_layer(name, source, spare, fits, full)
        layers.append(Layer(folder, f"layer-{number}.tar"))
    if kind == "holes":
        write_tar(f"{folder}/image.tar", layers, "1", holes=True)
        note_layers(f"{folder}/layers", layers)
        return
    changed = f"layer-{len(layers) - 1}-changed.tar"
    shutil.copyfile(layers[-1].path, f"{folder}/{changed}")
    with tarfile.open(f"{folder}/{changed}", "a", format=tarfile.GNU_FORMAT) as tar:
        add(tar, "changed", b"one file more\n")
    for suffix, these in (("-changed", layers[:-1] + [Layer(folder, changed)]), ("", layers)):
        write_tar(f"{folder}/{'changed' if suffix else 'image'}.tar", these, "2" if suffix else "1")
        write_layout(f"{folder}/layout{suffix}", these, "2" if suffix else "1")
        note_layers(f"{folder}/layers{suffix}", these)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
