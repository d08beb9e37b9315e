#!/usr/bin/env python3
"""Single-stream speed against llama-bench.

Runs both on the same file and the same libraries (see peer.py), interleaved, and prints the ratio
of the medians.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess

import peer as llama
from peer import BUILT, ROOT

PREFILL, DECODE = 512, 128  # what the example `throughput` measures


def theirs(bench: pathlib.Path, model: pathlib.Path, threads: int) -> dict[str, float]:
    """Tokens per second of llama-bench."""
    command = [bench, "-m", model, "-p", str(PREFILL), "-n", str(DECODE), "-r", "1", "-t", str(threads), "-o", "json"]
    rows = json.loads(subprocess.check_output(command, stderr=subprocess.DEVNULL, cwd=llama.backends()))
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

    subprocess.run(["cargo", "build", "--workspace", "--example", "throughput"], cwd=ROOT, check=True)
    program = BUILT / "examples/throughput"
    bench = llama.build("llama-bench")

    measured: dict[str, list[dict[str, float]]] = {"llama-bench": [], "winnow": []}
    for _ in range(options.rounds):
        measured["llama-bench"].append(theirs(bench, options.model, options.threads))
        measured["winnow"].append(ours(program, options.model, options.threads))

    print(f"{options.model.name}, {options.threads} threads, median of {options.rounds} interleaved rounds, tokens/s")
    print(f"{'':10}{'llama-bench':>14}{'winnow':>10}{'ratio':>8}")
    for kind in ("prefill", "decode"):
        peer, mine = (statistics.median(row[kind] for row in measured[who]) for who in ("llama-bench", "winnow"))
        print(f"{kind:10}{peer:14.1f}{mine:10.1f}{mine / peer:8.3f}")


if __name__ == "__main__":
    main()
