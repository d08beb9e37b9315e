"""The peer: llama.cpp's own tools over the very libraries that Winnow links.

The crate that Cargo.lock pins carries llama.cpp without its tools, so their sources come from the
Python package of about the same day that requirements.txt pins. They are compiled against the
crate's headers and linked to the libraries that Cargo has built: kernels are equal by
construction, and what is compared is how they are driven.
"""

import json
import pathlib
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = ROOT / "target" / "debug"
PEER = ROOT / "target" / "peer"


def crate_sources() -> pathlib.Path:
    """The llama.cpp tree inside llama-cpp-sys-2."""
    metadata = json.loads(
        subprocess.check_output(["cargo", "metadata", "--format-version", "1", "--locked"], cwd=ROOT)
    )
    crate = next(p for p in metadata["packages"] if p["name"] == "llama-cpp-sys-2")
    return pathlib.Path(crate["manifest_path"]).parent / "llama.cpp"


def tool_sources() -> pathlib.Path:
    """llama.cpp's tools/, fetched by pinned hash and unpacked once."""
    tools = PEER / "tools"
    if not tools.exists():
        PEER.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:",
             "--disable-pip-version-check", "--require-hashes", "--dest", PEER,
             "--requirement", ROOT / "tests/benches/requirements.txt"],
            check=True,
        )
        archive = next(PEER.glob("llama_cpp_python-*.tar.gz"))
        within = archive.name.removesuffix(".tar.gz") + "/vendor/llama.cpp/tools/"
        unpacked = PEER / "unpacking"
        with tarfile.open(archive) as package:
            members = [m for m in package.getmembers() if m.name.startswith(within)]
            package.extractall(unpacked, members, filter="data")
        (unpacked / within).rename(tools)
    return tools


def backends() -> pathlib.Path:
    """The folder of the CPU variants; a tool that runs in it loads the best one, as Winnow does."""
    found = list(BUILT.glob("build/llama-cpp-sys-2-*/out/backends"))
    if not found:
        sys.exit("the CPU variants of llama.cpp are missing: run cargo build --workspace first")
    return max(found, key=lambda folder: folder.stat().st_mtime)


def build(tool: str) -> pathlib.Path:
    """`llama-bench`, `llama-server` or `llama-quantize`; the server takes some five minutes on two cores."""
    built = PEER / "build"
    if not (built / "build.ninja").exists():
        subprocess.run(
            ["cmake", "-G", "Ninja", "-S", ROOT / "tests/benches/peer", "-B", built,
             "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG",
             f"-DLLAMA={crate_sources()}", f"-DTOOLS={tool_sources()}", f"-DLIBRARIES={BUILT}"],
            check=True, stdout=subprocess.DEVNULL,
        )
    subprocess.run(["ninja", "--quiet", "-C", built, tool], check=True)
    return built / "bin" / tool
