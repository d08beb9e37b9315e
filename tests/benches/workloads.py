#!/usr/bin/env python3
"""Whole workloads against llama-server, on the same file and the same libraries (see peer.py).

Arguments are passed on to the example `workloads`; without any, everything is run.
"""

import os
import pathlib
import subprocess
import sys

import peer as llama
import random_model
from peer import BUILT, ROOT

CACHE = ROOT / "models/cache"
WRITER, EMBEDDER = CACHE / "smollm2-135m-instruct.gguf", CACHE / "all-minilm-l6-v2.gguf"
EVERYTHING = [
    "short", "tickets", "pages", "extraction", "pointing", "notes", "fields", "summaries", "pipeline", "mixed",
]


def measure(model: pathlib.Path, *arguments: str) -> None:
    """Runs workloads on one model."""
    subprocess.run(
        [BUILT / "examples/workloads", "--model", model, "--server", llama.build("llama-server"),
         "--bench", llama.build("llama-bench"), "--backends", llama.backends(),
         "--embedder", EMBEDDER, "--threads", str(os.cpu_count()), *arguments],
        check=True,
    )


def main() -> None:
    subprocess.run(["cargo", "build", "--workspace", "--example", "workloads"], cwd=ROOT, check=True)
    arguments = sys.argv[1:]
    if arguments:
        model = EMBEDDER if "embedding" in arguments else WRITER
        return measure(model, *arguments)
    measure(WRITER, *EVERYTHING)
    measure(EMBEDDER, "embedding")
    measure(random_model.build(), "tickets", "pages", "extraction", "summaries")


if __name__ == "__main__":
    main()
