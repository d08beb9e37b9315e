#!/usr/bin/env python3
"""What each part of an answer is worth: method by method, on the same documents.

Runs `winnow eval` on our office messages (four described label sets; the same with several labels a
message) and, given a folder with them, on 77 intents by name alone (banking77_test.jsonl and
_pool.jsonl), on receipts (receipts_test.jsonl and _pool.jsonl) and on whatever other tasks it holds
(NAME.toml beside NAME_test.jsonl and NAME_pool.jsonl); prints tables in Markdown. The
language model alone is asked about a sample only, of which each table says the size: it is slow, and
the table is to end within minutes. Taught rows are the mean over seeds; office messages are judged
by the half of each set that did not teach.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "src-tauri/crates/tasks/tests/fixtures"
OFFICE = ["support", "departments", "intents", "papers"]
ALONE = "language model alone, uncalibrated (as other apps ask it)"
ZERO_SHOT = [
    (ALONE, "model", False),
    ("language model alone, calibrated", "model", True),
    ("similarity alone", "embedder", True),
    ("both, always", "best", True),
    ("cascade", "cascade", True),
]
RECEIPT = """kind = "extract"
instructions = "Find these values in the receipt."
[fields.company]
type = "organization"
description = "name of the shop or company"
[fields.date]
type = "date"
description = "date of the purchase"
[fields.address]
type = "address"
description = "address of the shop"
[fields.total]
type = "amount"
description = "total amount to pay"
"""


def lines(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(path: pathlib.Path, rows: list[dict]) -> pathlib.Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def sample(rows: list[dict], count: int) -> list[dict]:
    """Rows spread over the whole."""
    return rows[:: max(1, len(rows) // count)][:count]


class Winnow:
    """The program, and the seconds that are left for asking it."""

    def __init__(self, path: str, limit: float):
        self.path = path
        self.ends = time.monotonic() + limit

    def measure(self, task: pathlib.Path, data: pathlib.Path, *more: str) -> dict | None:
        """One evaluation, in a data folder of its own so that nothing learnt before plays a part.
        None where the time is up."""
        left = self.ends - time.monotonic()
        if left <= 0:
            return None
        with tempfile.TemporaryDirectory() as home:
            command = [self.path, "eval", "--task", task, "--data", data, "--format", "json", *more]
            environment = {**os.environ, "WINNOW_HOME": home}
            try:
                said = subprocess.run(command, env=environment, timeout=left, check=True,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            except subprocess.TimeoutExpired:
                return None
            except subprocess.CalledProcessError as error:
                sys.exit(f"{' '.join(map(str, command))}\n{error.stderr.decode()}")
            return json.loads(said.stdout)


def row(name: str, measured: list[dict | None], keys: list[str]) -> None:
    done = [one for one in measured if one is not None]
    if not done:
        print(f"| {name} | {' | '.join('–' for _ in keys)} | – | out of time |", flush=True)
        return
    means = [statistics.fmean(value_of(one, key) for one in done) for key in keys]
    rate = statistics.fmean(one["items_per_second"] for one in done)
    deciders: dict[str, int] = {}
    for one in done:
        for decider, count in one["decided_by"].items():
            deciders[decider] = deciders.get(decider, 0) + count
    whole = max(1, sum(deciders.values()))
    decided = ", ".join(f"{decider} {count / whole:.0%}" for decider, count in deciders.items())
    shown = " | ".join(f"{mean:.3f}" for mean in means)
    print(f"| {name} | {shown} | {rate:.1f} | {decided} |", flush=True)


def value_of(measured: dict, key: str) -> float:
    field = key.removeprefix("field ")
    return measured["fields"][field] if key.startswith("field ") else measured[key]


def header(title: str, keys: list[str]) -> None:
    names = [key.removeprefix("field ").replace("_", " ") for key in keys]
    print(f"\n### {title}\n\n| method | {' | '.join(names)} | items/s | decided by |")
    print(f"|---|{'---|' * len(names)}---|---|", flush=True)


def uncalibrated(task: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    path = folder / f"raw_{task.name}"
    path.write_text("calibrate = false\n" + task.read_text())
    return path


def office(winnow: Winnow, folder: pathlib.Path, seeds: int) -> None:
    keys = ["accuracy", "ece"]
    messages = lines(FIXTURES / "office_messages.jsonl")
    header(f"{len(messages)} office messages, four sets of described labels, mean of the sets", keys)
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
            measured.append(winnow.measure(task, halves[name][0], "--decide", decide))
        row(title, measured, keys)
    measured = [
        winnow.measure(FIXTURES / f"{name}.toml", halves[name][2], "--decide", "cascade",
                       "--examples", str(halves[name][1]), "--shots", "4", "--seed", str(seed))
        for name in OFFICE for seed in range(seeds)
    ]
    row("cascade, up to 4 examples a label", measured, keys)


def several(winnow: Winnow, folder: pathlib.Path) -> None:
    """Two messages of different departments in one, and each by itself."""
    keys = ["exact_match", "micro_f1", "macro_f1", "ece"]
    own = [m for m in lines(FIXTURES / "office_messages.jsonl") if m["set"] == "departments"]
    rows = [{"text": m["text"], "labels": [m["label"]]} for m in own]
    rows += [
        {"text": f"{a['text']} {b['text']}", "labels": [a["label"], b["label"]]}
        for step in (3, 7)
        for a, b in zip(own, own[step:] + own[:step])
        if a["label"] != b["label"]
    ]
    header(f"Several labels: {len(rows)} messages of one or two of five departments", keys)
    task = folder / "departments.toml"
    task.write_text("multi = true\n" + (FIXTURES / "departments.toml").read_text())
    data = write(folder / "several.jsonl", rows)
    for title, decide, calibrated in ZERO_SHOT:
        asked = task if calibrated else uncalibrated(task, folder)
        row(title, [winnow.measure(asked, data, "--decide", decide)], keys)


def banking(winnow: Winnow, data: pathlib.Path, folder: pathlib.Path, options: argparse.Namespace) -> None:
    keys = ["accuracy", "macro_f1", "ece"]
    test, pool = lines(data / "banking77_test.jsonl"), data / "banking77_pool.jsonl"
    names = sorted({item["label"] for item in lines(pool)})
    header(f"BANKING77: {len(test)} questions, {len(names)} intents by name alone", keys)
    task = folder / "banking.toml"
    task.write_text('kind = "classify"\n' + "".join(f"[[labels]]\nname = {json.dumps(n)}\n" for n in names))
    whole = write(folder / "banking_all.jsonl", test)
    few = write(folder / "banking_few.jsonl", sample(test, options.asked))
    for title, calibrated in [(ALONE, False), ("language model alone, calibrated", True)]:
        asked = task if calibrated else uncalibrated(task, folder)
        measured = winnow.measure(asked, few, "--decide", "model")
        row(f"{title}; {len(lines(few))} questions", [measured], keys)
    for title, decide in [("similarity alone", "embedder"), ("cascade", "cascade")]:
        row(title, [winnow.measure(task, whole, "--decide", decide)], keys)
    for shots in options.shots:
        measured = [
            winnow.measure(task, whole, "--decide", "cascade", "--examples", str(pool),
                           "--shots", str(shots), "--seed", str(seed))
            for seed in range(options.seeds)
        ]
        row(f"cascade, {shots} examples a label", measured, keys)


def others(winnow: Winnow, data: pathlib.Path, folder: pathlib.Path, options: argparse.Namespace) -> None:
    """Every classification NAME.toml of the folder that has a NAME_test.jsonl; taught by 16 a label
    where there is a NAME_pool.jsonl."""
    keys = ["accuracy", "ece"]
    for task in sorted(data.glob("*.toml")):
        test, pool = data / f"{task.stem}_test.jsonl", data / f"{task.stem}_pool.jsonl"
        if not test.exists():
            continue
        labels = tomllib.loads(task.read_text())["labels"]
        header(f"{task.stem}: {len(lines(test))} texts, {len(labels)} labels", keys)
        methods = [("similarity alone", "embedder"), ("both, always", "best"), ("cascade", "cascade")]
        for title, decide in methods:
            row(title, [winnow.measure(task, test, "--decide", decide)], keys)
        for title, decide in methods if pool.exists() else []:
            taught = ["--examples", str(pool), "--shots", "16"]
            measured = [winnow.measure(task, test, "--decide", decide, *taught, "--seed", str(seed))
                        for seed in range(options.seeds)]
            row(f"{title}, 16 examples a label", measured, keys)


def receipts(winnow: Winnow, data: pathlib.Path, folder: pathlib.Path, options: argparse.Namespace) -> None:
    keys = ["mean_exact", "grounded", "field company", "field date", "field address", "field total"]
    test, pool = lines(data / "receipts_test.jsonl"), data / "receipts_pool.jsonl"
    header(f"Receipts: {len(test)} scanned receipts, four fields", keys)
    task = folder / "receipt.toml"
    task.write_text(RECEIPT)
    whole = write(folder / "receipts_all.jsonl", test)
    few = write(folder / "receipts_few.jsonl", sample(test, options.asked))
    measured = winnow.measure(task, few, "--decide", "model")
    row(f"language model alone, writes JSON of the schema; {len(lines(few))} receipts", [measured], keys)
    for title, decide in [("spans by similarity", "embedder"), ("cascade", "cascade")]:
        row(title, [winnow.measure(task, whole, "--decide", decide)], keys)
    for shots in options.receipt_shots:
        measured = [
            winnow.measure(task, whole, "--decide", "cascade", "--examples", str(pool),
                           "--shots", str(shots), "--seed", str(seed))
            for seed in range(options.seeds)
        ]
        row(f"cascade, {shots} corrected receipts", measured, keys)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--winnow", default=str(ROOT / "target/debug/winnow"))
    parser.add_argument("--data", type=pathlib.Path, help="folder with banking77_*.jsonl, receipts_*.jsonl, other tasks")
    parser.add_argument("--tables", nargs="+", default=["office", "several", "banking", "receipts", "others"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--shots", type=int, nargs="*", default=[5, 10, 20])
    parser.add_argument("--receipt-shots", type=int, nargs="*", default=[5, 20])
    parser.add_argument("--asked", type=int, default=20, help="documents for the language model alone")
    parser.add_argument("--minutes", type=float, default=30, help="what is not measured by then is left out")
    options = parser.parse_args()
    winnow = Winnow(options.winnow, 60 * options.minutes)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if "office" in options.tables:
            office(winnow, folder, options.seeds)
        if "several" in options.tables:
            several(winnow, folder)
        for table, run in [("banking", banking), ("receipts", receipts), ("others", others)]:
            if options.data and table in options.tables:
                run(winnow, options.data, folder, options)


if __name__ == "__main__":
    main()
