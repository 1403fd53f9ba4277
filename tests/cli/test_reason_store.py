"""`icigraph reason --store DIR`: brought up to date, interrupted, killed in a process of its own, refused."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

CODE = "from icigraph.__main__ import main; print('ready', flush=True); raise SystemExit(main())"
OWL, RDF = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
MODEL = f"""<x:p> <{RDF}type> <{OWL}TransitiveProperty> .
<x:p> <{RDFS}domain> <x:C> .
<x:C> <{OWL}disjointWith> <x:D> .
"""


def chains(numbers: range) -> str:
    return "".join(f"<x:{n}-{link}> <x:p> <x:{n}-{link + 1}> .\n" for n in numbers for link in range(20))


@pytest.fixture
def graph(tmp_path: Path) -> list[str]:
    """A small graph of a model and two files."""
    return written(
        tmp_path, {"model.nt": MODEL, "one.nt": chains(range(20)), "two.nt": chains(range(20, 25))}
    )


@pytest.fixture
def slow(tmp_path: Path) -> list[str]:
    """A graph that takes a while to close."""
    return written(tmp_path, {"model.nt": MODEL, "many.nt": chains(range(30))})


def written(tmp_path: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return [str(tmp_path / name) for name in files]


def lines(path: Path) -> list[str]:
    return sorted(path.read_text().splitlines())


def closed_in_memory(icigraph: Callable[..., Ran], graph: list[str], folder: Path) -> list[str]:
    assert icigraph("reason", *graph, "-o", str(folder / "memory.nt")).code == 0
    return lines(folder / "memory.nt")


def test_a_folder_is_brought_up_to_date(
    icigraph: Callable[..., Ran], graph: list[str], tmp_path: Path
) -> None:
    store, output = str(tmp_path / "closed"), tmp_path / "out.nt"
    assert icigraph("reason", *graph, "--store", store).out == "closed\n"
    assert icigraph("reason", *graph, "--store", store).out == "nothing changed\n"
    more = tmp_path / "more.nt"
    more.write_text(chains(range(200, 203)) + chains(range(3)))
    ran = icigraph("reason", *graph, str(more), "--store", store, "-o", str(output))
    assert ran.out == "brought up to date: 60 triples added, 0 removed\n"
    assert lines(output) == closed_in_memory(icigraph, [*graph, str(more)], tmp_path)
    ran = icigraph("reason", *graph, "--store", store, "-o", str(output))
    assert ran.out == "brought up to date: 0 triples added, 60 removed\n"
    assert lines(output) == closed_in_memory(icigraph, graph, tmp_path)
    (tmp_path / "model.nt").write_text(MODEL.partition("\n")[2])
    ran = icigraph("reason", *graph, "--store", store, "-o", str(output))
    assert ran.out == "closed anew: an axiom changed\n"
    assert lines(output) == closed_in_memory(icigraph, graph, tmp_path)


def test_what_is_inferred_can_be_written_to_stdout(
    icigraph: Callable[..., Ran], graph: list[str], tmp_path: Path
) -> None:
    store = str(tmp_path / "closed")
    written = icigraph("reason", *graph, "--store", store, "--only-inferred", "-o", "-").out
    assert sorted(written.splitlines()) == sorted(
        icigraph("reason", *graph, "--only-inferred").out.splitlines()
    )


def test_contradictions_are_found_in_a_folder(
    icigraph: Callable[..., Ran], graph: list[str], tmp_path: Path
) -> None:
    given = ["reason", *graph, "--store", str(tmp_path / "closed"), "--inconsistency"]
    assert icigraph(*given).out == "consistent\n"
    with (tmp_path / "two.nt").open("a") as more:
        more.write(f"<x:20-3> <{RDF}type> <x:D> .\n")
    ran = icigraph(*given)
    assert ran.code == 1
    assert ran.out == icigraph("reason", *graph, "--inconsistency").out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--only-inferred"], "nothing is written out"),
        (["--profile"], "--store does not go with"),
        (["--engine", "owlrl"], "--store does not go with"),
        (["-o", "out.txt"], "tells no RDF syntax"),
        (["--store", ""], "names no folder"),
        (["--endpoint", "http://localhost:1"], "--store does not go with"),
        (["--entails", "x.ttl"], "--store does not go with"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    icigraph: Callable[..., Ran], graph: list[str], tmp_path: Path, options: list[str], told: str
) -> None:
    ran = icigraph("reason", *graph, "--store", str(tmp_path / "closed"), *options)
    assert ran.code == 2
    assert told in ran.err
    assert not (tmp_path / "closed").exists()


def test_a_folder_of_something_else_is_left_alone(
    icigraph: Callable[..., Ran], graph: list[str], tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    ran = icigraph("reason", *graph, "--store", str(tmp_path))
    assert ran.code == 2
    assert "holds something else than a closed graph" in ran.err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_at_any_moment_damages_nothing(
    icigraph: Callable[..., Ran], slow: list[str], tmp_path: Path, stop: signal.Signals
) -> None:
    chance = random.Random(3)
    store, output, more = tmp_path / "closed", tmp_path / "out.nt", tmp_path / "more.nt"
    command = [*slow, str(more), "--store", str(store)]
    more.write_text("")
    assert icigraph("reason", *slow, "--store", str(tmp_path / "timed")).code == 0
    begun = time.monotonic()
    assert icigraph("reason", *slow, str(more), "--store", str(tmp_path / "timed")).code == 0
    length = 1 + time.monotonic() - begun
    stopped = 0
    for number in range(6):
        # The first runs begin with nothing, the later ones with what stood there, and all of them change it.
        if number == 2:
            assert icigraph("reason", *command).code == 0
        more.write_text(chains(range(300 + number, 302 + number)))
        with subprocess.Popen(
            [sys.executable, "-c", CODE, "reason", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heeding_interrupts,
        ) as running:
            assert running.stdout
            assert running.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, length))
            running.send_signal(stop)
            _, err = running.communicate(timeout=60)
        stopped += running.returncode != 0
        assert stop is signal.SIGKILL or err in ("", "error: interrupted\n")
        if number % 2:
            ran = icigraph("reason", *command, "-o", str(output))
            assert (ran.code, ran.err) == (0, "")
            assert lines(output) == closed_in_memory(icigraph, [*slow, str(more)], tmp_path)
            assert len(list(store.iterdir())) == 3
    assert stopped >= 3


def _heeding_interrupts() -> None:
    """A process that a shell starts in the background ignores interrupts, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_progress_is_told_on_a_terminal_only(graph: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "icigraph", "reason", *graph, "--store"]
    quiet = subprocess.run([*command, str(tmp_path / "a")], capture_output=True, text=True, check=False)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "closed\n", "")
    terminal, end = os.openpty()
    with subprocess.Popen([*command, str(tmp_path / "b")], stdout=subprocess.PIPE, stderr=end) as watched:
        os.close(end)
        shown = b"".join(iter(lambda: _read(terminal), b""))
        assert watched.stdout
        assert watched.stdout.read() == b"closed\n"
    os.close(terminal)
    assert watched.returncode == 0
    assert b"load" in shown
    assert b"reason" in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        # What Linux gives where all have gone.
        return b""
