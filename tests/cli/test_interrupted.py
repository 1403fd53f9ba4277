"""A build that is killed, interrupted or out of room, in a process of its own: what was there still answers,
and the next build leaves nothing of it behind."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("icigraph.toml", "ontology", "data", "queries")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real graph, built."""
    folder = tmp_path_factory.mktemp("copy")
    for part in PARTS:
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    assert run(folder, "build").returncode == 0
    return folder


def command(project: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "icigraph", "--project", str(project), *arguments]


def run(
    project: Path, *arguments: str, before: Callable[[], object] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(project, *arguments), capture_output=True, text=True, check=False, preexec_fn=before
    )


def change(project: Path, number: int) -> None:
    """A comment more: enough that the snapshot is no longer of these files."""
    with (project / "data" / "operations.ttl").open("a") as out:
        out.write(f"# {number}\n")


def files(project: Path) -> set[str]:
    return {path.name for path in (project / ".icigraph").iterdir()} - {".gitignore"}


def test_a_build_that_is_killed_at_any_moment_loses_nothing(project: Path) -> None:
    chance = random.Random(7)
    golden = run(project, "ask", "partners-as-of").stdout
    for number in range(5):
        change(project, number)
        before = sorted(path.name for path in (project / ".icigraph").glob("*.nq"))
        with subprocess.Popen(
            command(project, "build"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as building:
            time.sleep(chance.uniform(0.05, 0.9))
            building.send_signal(signal.SIGKILL)
        assert set(before) <= files(project) | {"manifest.json"}
        asked = run(project, "ask", "partners-as-of")
        assert (asked.returncode, asked.stdout) == (0, golden)
        kinds = sorted(name.rpartition(".")[2] for name in files(project))
        assert kinds == ["index", "json", "nq"], files(project)


def test_an_interrupt_of_code_made_from_text_is_130_too(project: Path, tmp_path: Path) -> None:
    struck = 'exec("raise KeyboardInterrupt")'
    patch = f"import icigraph.cli.main as main\nmain._run = lambda given: {struck}\n"
    (tmp_path / "sitecustomize.py").write_text(patch)
    ran = subprocess.run(
        command(project, "info"),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert (ran.returncode, ran.stderr) == (130, "error: interrupted\n")


def test_an_interrupt_is_one_line_and_130(project: Path) -> None:
    code = "from icigraph.__main__ import main; print('ready', flush=True); raise SystemExit(main())"
    interrupted = 0
    for number, moment in enumerate((0.02, 0.1, 0.2, 0.35)):
        change(project, 99 + number)
        with subprocess.Popen(
            [sys.executable, "-c", code, *command(project, "build")[3:]],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heeding_interrupts,
        ) as building:
            assert building.stdout
            assert building.stdout.readline() == "ready\n"
            time.sleep(moment)
            building.send_signal(signal.SIGINT)
            _, err = building.communicate(timeout=30)
        if building.returncode == 0:
            # It was done before the interrupt came.
            assert err == ""
            continue
        interrupted += 1
        # Python ends by the signal itself where it was running text made by `dataclasses`; a shell says 130.
        assert building.returncode in (130, -signal.SIGINT)
        assert err == "error: interrupted\n"
    assert interrupted >= 2
    assert run(project, "build").returncode == 0


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph that takes a while to close."""
    folder = tmp_path_factory.mktemp("big")
    owl, rdf = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    axiom = f"<x:p> <{rdf}type> <{owl}TransitiveProperty> .\n"
    chains = (f"<x:{n}-{link}> <x:p> <x:{n}-{link + 1}> .\n" for n in range(250) for link in range(20))
    (folder / "big.nt").write_text("".join([axiom, *chains]))
    return folder


def test_reasoning_that_is_interrupted_leaves_the_output_as_it_was(big: Path) -> None:
    code = "from icigraph.__main__ import main; print('ready', flush=True); raise SystemExit(main())"
    output = big / "closed.nt"
    process = [sys.executable, "-c", code, "reason", str(big / "big.nt"), "-o", str(output)]
    begun = time.monotonic()
    assert subprocess.run(process, capture_output=True, check=False).returncode == 0
    whole, length = output.read_bytes(), time.monotonic() - begun
    interrupted = 0
    for moment in (0.1, 0.3, 0.5, 0.7):
        output.write_text("what was there\n")
        with subprocess.Popen(
            process,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heeding_interrupts,
        ) as reasoning:
            assert reasoning.stdout
            assert reasoning.stdout.readline() == "ready\n"
            time.sleep(moment * length)
            reasoning.send_signal(signal.SIGINT)
            _, err = reasoning.communicate(timeout=60)
        assert {path.name for path in big.iterdir()} == {"big.nt", "closed.nt"}
        if output.read_text() != "what was there\n":
            # It was written, whole, before the interrupt came.
            assert sorted(output.read_bytes().splitlines()) == sorted(whole.splitlines())
        if reasoning.returncode == 0:
            continue
        interrupted += 1
        assert reasoning.returncode in (130, -signal.SIGINT)
        assert err == "error: interrupted\n"
    assert interrupted >= 2


def _heeding_interrupts() -> None:
    """A process that a shell starts in the background ignores interrupts, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_no_room_for_the_snapshot_is_told_and_what_was_there_stays(project: Path) -> None:
    change(project, 100)
    before = {path: path.read_bytes() for path in (project / ".icigraph").iterdir() if path.is_file()}
    ran = run(project, "build", before=_small_files)
    assert ran.returncode == 2
    assert ran.stderr.startswith("error: ") and "File too large" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert {path: path.read_bytes() for path in before} == before


def _small_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.parametrize(
    "verb",
    [("export", "--format", "nt"), ("ask", "partners-as-of"), ("show", "Kuwait"), ("info",), ("validate",)],
    ids=lambda verb: verb[0],
)
def test_a_full_disk_behind_the_output_is_told(project: Path, verb: tuple[str, ...]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            command(project, *verb), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (
        2,
        "error: cannot write to stdout: No space left on device",
    )


def test_the_same_files_give_the_same_bytes_in_another_folder(project: Path, tmp_path: Path) -> None:
    for part in PARTS:
        source = project / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / part)
    assert run(project, "build").returncode == 0
    assert run(tmp_path, "build").returncode == 0
    here, there = (
        {path.name: path.read_bytes() for path in (root / ".icigraph").iterdir() if path.is_file()}
        for root in (project, tmp_path)
    )
    assert here == there
