#!/usr/bin/env python3
"""The tests of endpoints against a real llama-server, built over the libraries that Cargo built."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "benches"))

import peer as llama  # noqa: E402
from peer import ROOT  # noqa: E402


def main() -> None:
    subprocess.run(["cargo", "build", "--workspace", "--tests"], cwd=ROOT, check=True)
    environment = dict(
        os.environ,
        WINNOW_LLAMA_SERVER=str(llama.build("llama-server")),
        WINNOW_LLAMA_BACKENDS=str(llama.backends()),
    )
    subprocess.run(
        ["cargo", "test", "--workspace", "--test", "remote", "--", "--ignored", "--test-threads=1"],
        cwd=ROOT, check=True, env=environment,
    )


if __name__ == "__main__":
    main()
