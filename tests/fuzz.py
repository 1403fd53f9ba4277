"""The campaign of `make fuzz`: every property at random, and mutated Turtle files, for some time.

A turn is a run of one file's properties, or of some mutated files, with one seed; when all had their turn,
the next seed's round begins. What is found is printed at once with the command that repeats it, and its
property is left out from then on. The exit code is 1 if anything was found. What is found becomes an
`@example`.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import secrets
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
MARKS = "hypothesis and not server and not browser"
FILES = 500
# A turn takes some seconds on an idle machine; one that takes this long hangs.
PATIENCE = 15 * 60
NOTHING_RAN = pytest.ExitCode.NO_TESTS_COLLECTED
STATISTICS = "hypothesis-statistics-"


@dataclass
class Tally:
    """What became of one property in all rounds."""

    examples: int = 0
    seconds: float = 0.0
    failed_with: int | None = None


@dataclass
class Campaign:
    """The turns to take, what they found, and when it ends (`time.monotonic`)."""

    turns: Iterator[tuple[Path | None, int]]
    ends: float
    tallies: dict[str, Tally] = field(default_factory=dict)
    files: int = 0
    found: int = 0
    lock: Lock = field(default_factory=Lock)

    def work(self) -> None:
        """Take turn after turn until time is up."""
        while time.monotonic() < self.ends:
            with self.lock:
                file, seed = next(self.turns)
            if file is None:
                self._mutated(seed)
            else:
                self._properties(file, seed)

    def _properties(self, file: Path, seed: int) -> None:
        with self.lock:
            known = [name for name, tally in self.tallies.items() if tally.failed_with is not None]
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "turn.xml"
            repeat = pytest_of(file, seed)
            left_out = [f"--deselect={name}" for name in known]
            code, told = self._run([*repeat, *left_out, f"--junit-xml={report}"])
            if code is not None and report.is_file():
                self._count(report, seed)
            if code not in (None, 0, NOTHING_RAN):
                self._tell(f"a property failed with seed {seed}", told, shlex.join(repeat))

    def _mutated(self, seed: int) -> None:
        command = [sys.executable, "-m", "tests.validation.mutate", str(FILES), str(seed)]
        code, told = self._run(command)
        if code is not None:
            with self.lock:
                self.files += FILES
        if code:
            self._tell(f"a mutated file was treated wrongly with seed {seed}", told, shlex.join(command))

    def _run(self, command: list[str]) -> tuple[int | None, str]:
        """The exit code and the output; no code where the campaign's time was up first."""
        left = self.ends - time.monotonic()
        try:
            ran = subprocess.run(
                command,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=max(0.0, min(left, PATIENCE)),
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            told = (late.output or b"").decode(errors="replace")
            if left > PATIENCE:
                self._tell(f"a turn did not end within {PATIENCE // 60} minutes", told, shlex.join(command))
            return None, told
        return ran.returncode, ran.stdout

    def _count(self, report: Path, seed: int) -> None:
        """Add a round's figures to the tallies."""
        root = ElementTree.parse(report).getroot()
        passing = re.compile(r"(\d+) passing")
        with self.lock:
            for each in root.iter("property"):
                name = each.get("name", "")
                if name.startswith(STATISTICS):
                    words = base64.b64decode(each.get("value", "")).decode()
                    tally = self.tallies.setdefault(name.removeprefix(STATISTICS), Tally())
                    tally.examples += sum(map(int, passing.findall(words)))
            for case in root.iter("testcase"):
                name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
                tally = self.tallies.setdefault(name, Tally())
                tally.seconds += float(case.get("time", 0))
                if case.find("failure") is not None or case.find("error") is not None:
                    tally.failed_with = seed

    def _tell(self, what: str, told: str, repeat: str) -> None:
        with self.lock:
            self.found += 1
            sys.stdout.write(f"\n=== {what}\n{told.rstrip()}\n=== to repeat it: {repeat}\n\n")
            sys.stdout.flush()

    def summary(self) -> Iterator[str]:
        """A line for each property, and one for all."""
        for name, tally in sorted(self.tallies.items()):
            verdict = "ok" if tally.failed_with is None else f"FAILED with seed {tally.failed_with}"
            yield f"{tally.examples:>9,} examples  {tally.seconds:>7.0f} s  {verdict:<6}  {name}"
        examples = sum(tally.examples for tally in self.tallies.values())
        ran = f"{len(self.tallies)} properties, {examples:,} examples, {self.files:,} mutated files"
        yield f"{ran}: {self.found} found"


def turns(first: int) -> Iterator[tuple[Path | None, int]]:
    """Each file with properties, and None for mutated files, with one seed after another."""
    files = [path for path in sorted(ROOT.glob("tests/**/test_*.py")) if "@given(" in path.read_text()]
    for seed in count(first):
        for file in (*files, None):
            yield file, seed


def pytest_of(file: Path, seed: int) -> list[str]:
    """The command that runs a file's properties at random with a seed."""
    command = [sys.executable, "-m", "pytest", str(file.relative_to(ROOT)), "-m", MARKS, "--tb=short"]
    hangs = ["-p", "no:cacheprovider", "-o", "faulthandler_timeout=600"]
    return [*command, *hangs, "--hypothesis-profile=fuzz", f"--hypothesis-seed={seed}"]


def main() -> int:
    """Run the campaign; the exit code is 1 if something was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="turns at one time")
    parser.add_argument("--seed", type=int, help="of the first round; the others count on (default: random)")
    args = parser.parse_args()
    first = secrets.randbelow(1_000_000) * 1_000 if args.seed is None else args.seed
    sys.stdout.write(f"seeds from {first}, {args.minutes:g} minutes, {args.jobs} at one time\n")
    sys.stdout.flush()
    campaign = Campaign(turns(first), time.monotonic() + args.minutes * 60)
    with ThreadPoolExecutor(args.jobs) as pool:
        working = [pool.submit(campaign.work) for _ in range(args.jobs)]
        try:
            for each in working:
                each.result()
        except KeyboardInterrupt:
            campaign.ends = 0.0
    sys.stdout.write("".join(f"{line}\n" for line in campaign.summary()))
    return 1 if campaign.found else 0


if __name__ == "__main__":
    sys.exit(main())
