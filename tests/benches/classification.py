#!/usr/bin/env python3
"""What each part of classification is worth: method by method, accuracy, calibration, items a second.

Runs `winnow eval` on our office messages (four described label sets) and, given a folder with
banking77_pool.jsonl and banking77_test.jsonl, on 77 intents given by name alone; prints a table in
Markdown. Taught rows are the mean over seeds; office messages are judged by the half of each set
that did not teach.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "src-tauri/crates/tasks/tests/fixtures"
OFFICE = ["support", "departments", "intents", "papers"]
ZERO_SHOT = [
    ("language model, label by log-probability, as others do", "model", False),
    ("language model, calibrated", "model", True),
    ("embedder", "embedder", True),
    ("all sources, always", "best", True),
    ("cascade", "cascade", True),
]


def lines(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(path: pathlib.Path, rows: list[dict]) -> pathlib.Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def measure(winnow: str, task: pathlib.Path, data: pathlib.Path, *more: str) -> dict:
    """One evaluation, in a data folder of its own so that nothing learnt before plays a part."""
    with tempfile.TemporaryDirectory() as home:
        command = [winnow, "eval", "--task", task, "--data", data, "--format", "json", *more]
        environment = {**os.environ, "WINNOW_HOME": home}
        return json.loads(subprocess.check_output(command, env=environment, stderr=subprocess.DEVNULL))


def row(name: str, measured: list[dict]) -> None:
    mean = lambda key: statistics.fmean(one[key] for one in measured)
    items = sum(one["items"] for one in measured)
    deciders: dict[str, int] = {}
    for one in measured:
        for decider, count in one["decided_by"].items():
            deciders[decider] = deciders.get(decider, 0) + count
    decided = ", ".join(f"{decider} {count / items:.0%}" for decider, count in deciders.items())
    print(
        f"| {name} | {mean('accuracy'):.3f} | {mean('ece'):.3f} | {mean('items_per_second'):.1f} | {decided} |",
        flush=True,
    )


def header(title: str) -> None:
    print(f"\n{title}\n\n| method | accuracy | ECE | items/s | decided by |\n|---|---|---|---|---|")


def uncalibrated(task: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    path = folder / f"raw_{task.name}"
    path.write_text("calibrate = false\n" + task.read_text())
    return path


def office(winnow: str, folder: pathlib.Path, seeds: int) -> None:
    header("Office messages: four sets of four or five described labels, mean of the sets")
    messages = lines(FIXTURES / "office_messages.jsonl")
    halves = {}
    for name in OFFICE:
        own = [{"text": m["text"], "label": m["label"]} for m in messages if m["set"] == name]
        halves[name] = [
            write(folder / f"{name}_{part}.jsonl", rows)
            for part, rows in [("all", own), ("teach", own[0::2]), ("judge", own[1::2])]
        ]
    for title, decide, calibrated in ZERO_SHOT:
        measured = []
        for name in OFFICE:
            task = FIXTURES / f"{name}.toml"
            task = task if calibrated else uncalibrated(task, folder)
            measured.append(measure(winnow, task, halves[name][0], "--decide", decide))
        row(title, measured)
    for decide in ["embedder", "cascade"]:
        measured = [
            measure(winnow, FIXTURES / f"{name}.toml", halves[name][2], "--decide", decide,
                    "--examples", str(halves[name][1]), "--shots", "2", "--seed", str(seed))
            for name in OFFICE for seed in range(seeds)
        ]
        row(f"taught by 2 a label, {decide}", measured)


def banking(winnow: str, data: pathlib.Path, folder: pathlib.Path, seeds: int, asked: int) -> None:
    header("BANKING77: 77 intents by name alone")
    test, pool = data / "banking77_test.jsonl", data / "banking77_pool.jsonl"
    names = sorted({item["label"] for item in lines(pool)})
    task = folder / "banking.toml"
    task.write_text('kind = "classify"\n' + "".join(f"[[labels]]\nname = {json.dumps(n)}\n" for n in names))
    few = write(folder / "few.jsonl", lines(test)[:: max(1, len(lines(test)) // asked)])
    row(f"language model alone, calibrated (on {len(lines(few))})", [measure(winnow, task, few, "--decide", "model")])
    for decide in ["embedder", "cascade"]:
        row(f"zero-shot, {decide}", [measure(winnow, task, test, "--decide", decide)])
    for shots in [5, 10, 20]:
        measured = [
            measure(winnow, task, test, "--decide", "cascade", "--examples", str(pool),
                    "--shots", str(shots), "--seed", str(seed))
            for seed in range(seeds)
        ]
        row(f"taught by {shots} a label", measured)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--winnow", default=str(ROOT / "target/debug/winnow"))
    parser.add_argument("--banking", type=pathlib.Path, help="folder with banking77_*.jsonl")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--asked", type=int, default=20, help="BANKING77 items for the language model alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office(options.winnow, pathlib.Path(folder), options.seeds)
        if options.banking:
            banking(options.winnow, options.banking, pathlib.Path(folder), options.seeds, options.asked)


if __name__ == "__main__":
    main()
