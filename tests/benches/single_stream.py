#!/usr/bin/env python3
"""Single-stream speed against llama-bench, built from the very llama.cpp sources that Winnow links.

Runs both on the same file, interleaved, and prints the ratio of the medians. llama-bench loads the
same run-time CPU variants (GGML_BACKEND_DL, GGML_CPU_ALL_VARIANTS), so that kernels are equal and
what is compared is how they are driven.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEER = ROOT / "target" / "peer"
PREFILL, DECODE = 512, 128  # what the example `throughput` measures


def sources() -> pathlib.Path:
    """The llama.cpp tree inside the crate that Cargo.lock pins."""
    metadata = json.loads(
        subprocess.check_output(["cargo", "metadata", "--format-version", "1", "--locked"], cwd=ROOT)
    )
    crate = next(p for p in metadata["packages"] if p["name"] == "llama-cpp-sys-2")
    return pathlib.Path(crate["manifest_path"]).parent / "llama.cpp"


def build_peer() -> pathlib.Path:
    """llama-bench; built once, which takes about five minutes on two cores."""
    bench = PEER / "bin" / "llama-bench"
    if not bench.exists():
        options = [
            "-DCMAKE_BUILD_TYPE=Release", "-DGGML_NATIVE=OFF", "-DGGML_BACKEND_DL=ON",
            "-DGGML_CPU_ALL_VARIANTS=ON", "-DBUILD_SHARED_LIBS=ON", "-DLLAMA_CURL=OFF",
            "-DLLAMA_OPENSSL=OFF", "-DLLAMA_BUILD_UI=OFF", "-DLLAMA_BUILD_TESTS=OFF",
            "-DLLAMA_BUILD_SERVER=OFF", "-DLLAMA_BUILD_EXAMPLES=OFF",
        ]
        subprocess.run(["cmake", "-G", "Ninja", "-S", sources(), "-B", PEER, *options], check=True)
        subprocess.run(["cmake", "--build", PEER, "--target", "llama-bench"], check=True)
    return bench


def peer(bench: pathlib.Path, model: pathlib.Path, threads: int) -> dict[str, float]:
    """Tokens per second of llama-bench."""
    command = [bench, "-m", model, "-p", str(PREFILL), "-n", str(DECODE), "-r", "1", "-t", str(threads), "-o", "json"]
    rows = json.loads(subprocess.check_output(command, stderr=subprocess.DEVNULL))
    return {"decode" if row["n_gen"] else "prefill": row["avg_ts"] for row in rows}


def ours(program: pathlib.Path, model: pathlib.Path, threads: int) -> dict[str, float]:
    """Tokens per second of the engine."""
    command = [program, model, "--repetitions", "1", "--threads", str(threads)]
    row = json.loads(subprocess.check_output(command, stderr=subprocess.DEVNULL))
    return {"prefill": row["prefill_rate"], "decode": row["decode_rate"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=pathlib.Path, default=ROOT / "models/cache/smollm2-135m-instruct.gguf")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()

    bench = build_peer()
    subprocess.run(["cargo", "build", "--workspace", "--example", "throughput"], cwd=ROOT, check=True)
    program = ROOT / "target/debug/examples/throughput"

    measured: dict[str, list[dict[str, float]]] = {"llama-bench": [], "winnow": []}
    for _ in range(options.rounds):
        measured["llama-bench"].append(peer(bench, options.model, options.threads))
        measured["winnow"].append(ours(program, options.model, options.threads))

    print(f"{options.model.name}, {options.threads} threads, median of {options.rounds} interleaved rounds, tokens/s")
    print(f"{'':10}{'llama-bench':>14}{'winnow':>10}{'ratio':>8}")
    for kind in ("prefill", "decode"):
        theirs, mine = (statistics.median(row[kind] for row in measured[who]) for who in ("llama-bench", "winnow"))
        print(f"{kind:10}{theirs:14.1f}{mine:10.1f}{mine / theirs:8.3f}")


if __name__ == "__main__":
    main()
