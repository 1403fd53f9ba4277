"""Every verb, at work on something that never ends, ends soon after a signal: one line, the signal's exit
code, nothing temporary left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from icigraph.cli.main import EXIT_CODES
from icigraph.cli.verbs import VERBS

COMMAND = [sys.executable, "-m", "icigraph"]
# What a busy machine may take; the bar is one second.
SLACK = 10
STORE = "http://127.0.0.1:{port}/"
TEXT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?d && ?d != ?a) }"
# The project has a derivation that takes for ever, so what needs the snapshot is held up in the engine.
ENDLESS = {
    "ask": ["ask", "keepers"],
    "query": ["query", "-e", TEXT],
    "show": ["show", "North Point"],
    "explain": ["explain", "id:a", "light:near", "id:b"],
    "validate": ["validate"],
    "check": ["check"],
    "cite": ["cite", "--source", "source:log"],
    "build": ["build"],
    "reason": ["reason", "data/many.ttl", "--rules", "ontology/rules/endless.rq"],
    "export": ["export", "--with-inferred"],
    "diff": ["diff", "data/many.ttl"],
    "release": ["release", "dist"],
    "push": ["push", STORE, "--with-inferred"],
    "pull": ["pull", STORE, "--kind", "generic"],
    "verify": ["verify", STORE, "--kind", "generic"],
    "info": ["info"],
    "init": ["init", "new"],
    "table": ["table", "check"],
    "completion": ["completion", "bash"],
}
HANGING = {
    "ask": ["ask", "keepers", "--endpoint", STORE],
    "query": ["query", "-e", TEXT, "--endpoint", STORE],
    "show": ["show", "North Point", "--endpoint", STORE],
    "diff": ["diff", STORE, "data/keepings.ttl"],
    "validate": ["validate", STORE, "--shapes", "ontology/shapes/lighthouses.ttl"],
    "reason": ["reason", "--endpoint", STORE],
    "push": ["push", STORE, "--kind", "generic"],
    "pull": ["pull", STORE],
    "verify": ["verify", STORE],
}
RULE = """CONSTRUCT { ?a light:far ?c } WHERE {
  ?a light:near ?b . ?c light:near ?d . ?e light:near ?f . ?g light:near ?h
  FILTER(?b = ?h && ?h != ?b) }
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter project, built: it answers at once."""
    folder = tmp_path_factory.mktemp("endings") / "lights"
    assert subprocess.run([*COMMAND, "init", str(folder)], check=False).returncode == 0
    assert subprocess.run([*COMMAND, "--project", str(folder), "build"], check=False).returncode == 0
    return folder


@pytest.fixture(scope="module")
def endless(project: Path) -> Path:
    """The starter project, with a derivation that compares thousands of millions of pairs."""
    folder = project.parent / "endless"
    assert subprocess.run([*COMMAND, "init", str(folder)], check=False).returncode == 0
    prefixes = "".join(
        f"@prefix {name}: <https://example.org/lighthouses/{path}> .\n"
        for name, path in (("id", "id/"), ("light", "ontology#"))
    )
    pairs = "".join(f"id:a{number} light:near id:b{number} .\n" for number in range(500))
    (folder / "data" / "many.ttl").write_text(prefixes + pairs)
    (folder / "ontology" / "rules").mkdir()
    declared = prefixes.replace("@prefix", "PREFIX").replace(" .\n", "\n")
    (folder / "ontology" / "rules" / "endless.rq").write_text(f"# Never ends.\n{declared}{RULE}")
    return folder


@pytest.fixture(scope="module")
def silent_store() -> Iterator[int]:
    """The port of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server.getsockname()[1]


def ended(
    arguments: list[str], folder: Path, temporary: Path, number: int, port: int = 0
) -> subprocess.CompletedProcess[str]:
    """A run whose output nobody reads, after it was asked to end."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    while True:
        try:
            os.write(writing, b" " * 4096)
        except BlockingIOError:
            break
    os.set_blocking(writing, True)
    command = [*COMMAND, *(one.format(port=port) if one == STORE else one for one in arguments)]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        # Looking for a keyring runs a compiler in files of its own.
        env={
            **os.environ,
            "TMPDIR": str(temporary),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        },
        preexec_fn=heeding,
    ) as running:
        os.close(writing)
        try:
            time.sleep(1.2)
            assert running.poll() is None, (running.returncode, running.stderr and running.stderr.read())
            running.send_signal(number)
            _, err = running.communicate(timeout=SLACK)
        finally:
            running.kill()
            os.close(reading)
    return subprocess.CompletedProcess(command, running.returncode, "", err)


def heeding() -> None:
    """A process that a shell starts in the background ignores interrupts, and so do its children."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def left_over(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.name.endswith(".tmp")]


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_that_takes_for_ever_ends_by_a_signal(verb: str, endless: Path, tmp_path: Path) -> None:
    number = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[list(VERBS).index(verb) % 3]
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        ran = ended(ENDLESS[verb], endless, tmp_path, number, server.getsockname()[1])
    said = {
        signal.SIGINT: "interrupted",
        signal.SIGTERM: "terminated",
        signal.SIGHUP: "the terminal was closed",
    }
    assert (ran.returncode, ran.stderr) == (128 + number, f"error: {said[number]}\n")
    assert list(tmp_path.iterdir()) == []
    assert left_over(endless) == []


@pytest.mark.parametrize("verb", HANGING)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_verb_whose_store_says_nothing_ends_by_a_signal(
    verb: str, number: signal.Signals, project: Path, silent_store: int, tmp_path: Path
) -> None:
    ran = ended(HANGING[verb], project, tmp_path, number, silent_store)
    assert ran.returncode == 128 + number
    assert len(ran.stderr.splitlines()) == 1, ran.stderr
    assert list(tmp_path.iterdir()) == []
    assert left_over(project) == []


def test_a_signal_that_was_ignored_still_is() -> None:
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from icigraph.__main__ import main; "
    code += "from icigraph.cli import main as verbs; import os; "
    code += "verbs._run = lambda given: os.kill(os.getpid(), signal.SIGHUP); main(); print('alive')"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "alive" in ran.stdout


@pytest.mark.parametrize("store", [[], ["--endpoint", STORE]], ids=["here", "endpoint"])
@pytest.mark.parametrize("verb", ["query", "ask"])
def test_a_query_ends_at_its_time_limit(
    verb: str, store: list[str], project: Path, silent_store: int
) -> None:
    if verb == "ask" and not store:
        text = (project / "queries" / "keepers.rq").read_text()
        more = " . ".join(f"?a{number} ?b{number} ?c{number}" for number in range(6))
        slow = text.replace(
            "WHERE {", f"WHERE {{ {{ SELECT * {{ {more} FILTER(?a0 = ?a1 && ?a1 != ?a0) }} }}", 1
        )
        assert slow != text
        (project / "queries" / "slow.rq").write_text(slow)
    given = ["ask", "keepers" if store else "slow"] if verb == "ask" else ["query", "-e", TEXT]
    command = [*COMMAND, *given, "--timeout", "0.3", *(one.format(port=silent_store) for one in store)]
    ran = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stdout) == (3 if store else 2, "")
    assert ran.stderr.splitlines()[0] == "error: the query took longer than 0.3 s"


@pytest.mark.parametrize("given", ["0", "-1", "nan", "inf", "soon"])
def test_a_time_limit_is_a_number_of_seconds(given: str, project: Path) -> None:
    command = [*COMMAND, "query", "-e", "ASK {}", f"--timeout={given}"]
    ran = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert (ran.returncode, "not a number of seconds above 0" in ran.stderr) == (2, True)


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (
            "RecursionError('maximum recursion depth exceeded')",
            "RecursionError: maximum recursion depth exceeded",
        ),
        ("MemoryError()", "MemoryError"),
        ("KeyError('x')", "KeyError: 'x'"),
        ("type('PanicException', (BaseException,), {})('a\\nb')", "PanicException: a b"),
        ("BrokenPipeError(32, 'Broken pipe')", None),
    ],
)
@pytest.mark.parametrize("debug", ["", "1"])
def test_a_fault_of_ours_is_no_verdict(raised: str, told: str | None, debug: str, tmp_path: Path) -> None:
    patch = f"import icigraph.cli.main as main\ndef fail(given):\n    raise {raised}\nmain._run = fail\n"
    (tmp_path / "sitecustomize.py").write_text(patch)
    given = {**os.environ, "PYTHONPATH": str(tmp_path), "ICIGRAPH_DEBUG": debug}
    ran = subprocess.run([*COMMAND, "info"], capture_output=True, text=True, check=False, env=given)
    if told is None:
        assert (ran.returncode, ran.stderr) == (2, "error: Broken pipe\n")
        return
    lines = ran.stderr.splitlines()
    assert ran.returncode == 4
    assert lines[-2] == f"error: icigraph itself failed: {told}"
    assert "report it" in lines[-1]
    assert ("Traceback (most recent call last):" in ran.stderr) == bool(debug)


def test_the_exit_codes_are_told() -> None:
    ran = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, check=False)
    assert all(f"  {code:<3}  {meaning}\n" in ran.stdout for code, meaning in EXIT_CODES.items())
