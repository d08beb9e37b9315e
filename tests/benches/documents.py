#!/usr/bin/env python3
"""Reading against independent readers: words found, words made up, and pages of PDF per second.

The files come from Debian packages, fetched once by name into target/documents and unpacked there,
not installed. PDF is held against poppler's pdftotext, an e-book against the plain text that its
makers ship beside it, HTML against pandoc's reading of the page, and DOCX, ODT, RTF and EPUB that
pandoc writes against the page that it wrote them from. `winnow read` reads all PDF files in
one call, as a batch does: its start and that of its reading process are part of the time. pdftotext is
started for each file.
"""

import argparse
import collections
import gzip
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = ROOT / "target" / "documents"
MANUALS = [
    "asymptote-doc", "bash-doc", "debian-policy", "developers-reference", "gnuplot-doc", "graphviz-doc",
    "maint-guide", "octave-doc", "pari-doc",
]
PANDOC = ["pandoc", "pandoc-data", "liblua5.3-0"]
POLICY = CACHE / "debian-policy/usr/share/doc/debian-policy"
WRITTEN = ["docx", "odt", "rtf", "epub"]


def unpack(packages: list[str], folder: pathlib.Path) -> None:
    if folder.exists():
        return
    subprocess.run(["apt-get", "download", "-qq", *packages], cwd=CACHE, check=True)
    for package in packages:
        archive = next(CACHE.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
        archive.unlink()


def fetch() -> list[pathlib.Path]:
    """The PDF files of the manuals, largest last."""
    CACHE.mkdir(parents=True, exist_ok=True)
    for package in MANUALS:
        unpack([package], CACHE / package)
    unpack(PANDOC, CACHE / "pandoc")
    for packed in CACHE.glob("*/**/*.pdf.gz"):
        if packed.is_symlink():
            continue
        packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()
    found = [path for package in MANUALS for path in (CACHE / package).rglob("*.pdf") if not path.is_symlink()]
    return sorted(found, key=lambda path: path.stat().st_size)


def pandoc(*arguments) -> str:
    unpacked = CACHE / "pandoc" / "usr"
    libraries = next((unpacked / "lib").glob("*-linux-gnu"))
    environment = {
        **os.environ, "LD_LIBRARY_PATH": str(libraries), "pandoc_datadir": str(unpacked / "share/pandoc")
    }
    command = [unpacked / "bin/pandoc", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout.decode()


def plain(page: pathlib.Path, titled: bool) -> str:
    """The text of a web page as pandoc reads it, below its title where the formats show that."""
    return pandoc(*(["-s"] if titled else []), "-t", "plain", "--wrap=none", page)


def words(text: str) -> collections.Counter:
    return collections.Counter(re.findall(r"[^\W_]+", text))


class Comparison:
    """Words of ours and of another reader, added up."""

    def __init__(self) -> None:
        self.shared = self.theirs = self.ours = 0

    def add(self, ours: str, theirs: str) -> "Comparison":
        mine, other = words(ours), words(theirs)
        self.shared += (mine & other).total()
        self.theirs += other.total()
        self.ours += mine.total()
        return self

    def rates(self) -> tuple[float, float]:
        return self.shared / self.theirs, self.shared / self.ours


def timed(command: list) -> tuple[float, str]:
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - began, done.stdout.decode()


def others(read) -> dict[str, Comparison]:
    """Formats other than PDF."""
    found = {}
    text = gzip.decompress((POLICY / "policy.txt.gz").read_bytes()).decode()
    found["EPUB beside text"] = Comparison().add(read(POLICY / "policy.epub"), text)
    pages = sorted((POLICY / "perl-policy.html").glob("*.html"))
    found["HTML"] = Comparison()
    for page in pages:
        found["HTML"].add(read(page), plain(page, titled=False))
    folder = CACHE / "written"
    folder.mkdir(exist_ok=True)
    for ending in WRITTEN:
        compared = found[ending.upper()] = Comparison()
        for page in pages:
            path = folder / f"{page.stem}.{ending}"
            if not path.exists():
                pandoc(page, "-s", "-o", path)
            compared.add(read(path), plain(page, titled=True))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--winnow", type=pathlib.Path, default=ROOT / "target/debug/winnow")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    read = lambda path: timed([options.winnow, "read", "--ocr", "off", path])[1]  # noqa: E731
    files = fetch()
    missed = []

    def show(name: str, compared: Comparison, wanted: float = 0.0) -> None:
        recall, precision = compared.rates()
        print(f"{name:32}{recall:9.4f}{precision:11.4f}")
        if min(recall, precision) < wanted:
            missed.append(f"{name}: recall {recall:.4f}, precision {precision:.4f}, wanted {wanted}")

    print(f"{'':32}{'recall':>9}{'precision':>11}")
    reference = {path: timed(["pdftotext", path, "-"])[1] for path in files}
    # A file of nothing but drawings has no words to compare.
    files = [path for path in files if words(reference[path])]
    pages = sum(reference[path].count("\f") for path in files)
    total = Comparison()
    for path in files:
        text = read(path)
        total.add(text, reference[path])
        show(f"{path.name}, {reference[path].count(chr(12))} pages", Comparison().add(text, reference[path]))
    show("PDF", total, wanted=0.97)
    for name, compared in others(read).items():
        show(name, compared, wanted=0.98)

    poppler, mine = [], []
    for _ in range(options.rounds):
        poppler.append(sum(timed(["pdftotext", path, "-"])[0] for path in files))
        mine.append(timed([options.winnow, "read", "--ocr", "off", *files])[0])
    theirs, ours = (pages / statistics.median(times) for times in (poppler, mine))
    print(f"\npages/s, median of {options.rounds} interleaved rounds over {pages} pages: "
          f"winnow {ours:.0f}, pdftotext {theirs:.0f}, ratio {ours / theirs:.2f}")
    if ours / theirs < 0.5:
        missed.append(f"pages/s: {ours / theirs:.2f} of pdftotext's, wanted 0.5")
    sys.exit("\n".join(missed) or 0)


if __name__ == "__main__":
    main()
