"""A case of the fault campaign: something hostile or wrong, the command that meets it, how that must end."""

from __future__ import annotations

import base64
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

__all__ = [
    "ANY",
    "ERROR",
    "FINE",
    "FOUND",
    "ICIGRAPH",
    "SECRET",
    "STORE",
    "Case",
    "Ran",
    "Right",
    "problem_of",
]

STORE = "http://store.case"
"""Stands in commands and files for the address of the case's store."""

SECRET = "T0PSECRET"
"""The password or token of the cases that have one: no run may show it."""

ICIGRAPH = ("-m", "icigraph")
FINE = frozenset({0})
FOUND = frozenset({1})
ERROR = frozenset({2})
ANY = frozenset({0, 1, 2, 3})

_NEVER = (
    "Traceback (most recent call last)",
    "panicked at",
    "icigraph itself failed",
    "Exception ignored",
    SECRET,
    base64.b64encode(f"ada:{SECRET}".encode()).decode(),
)
_MEMORY = 6 << 30
# How much slower than alone a busy machine may run one thing.
_BUSY = 6


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended: its exit code, what it said, and the folder that it ran in."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def said(self) -> str:
        """Everything that a person saw."""
        return self.out + self.err


Right = Callable[[Ran], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """One fault: `files` (name to content) in a folder, `command` run there, within `seconds`.

    `codes` are the exit codes that are right here; `right` says of a run whether it told the truth, where the
    case knows it. `starter` is whether the folder is a project as `icigraph init` makes it; `changes` rewrite
    files of it. `store` makes the store whose address `STORE` stands for; `before` are commands that must end
    well first, `update` a SPARQL Update that somebody else sends the store after them. `interrupted` is
    after how many seconds Ctrl-C is pressed. `program` is what Python runs. The seconds are those of the
    processor, since the machine may be busy, and of the clock where a store or Ctrl-C makes one wait.
    """

    name: str
    command: tuple[str, ...]
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    codes: frozenset[int] = ANY
    right: Right | None = None
    starter: bool = False
    changes: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    store: Callable[[], AbstractContextManager[str]] | None = None
    before: tuple[tuple[str, ...], ...] = ()
    update: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    interrupted: float | None = None
    seconds: float = 60.0
    program: tuple[str, ...] = ICIGRAPH


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a case runs: its folder, that of temporary files, and the address of its store."""

    place: Path
    temporary: Path
    url: str

    def told(self, text: str) -> str:
        """A text of the case with the address of its store."""
        return text.replace(STORE, self.url)


def problem_of(case: Case) -> str | None:
    """What was wrong with how a case ended; None if nothing was."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        url = opened.enter_context(case.store()) if case.store is not None else ""
        room = _Room(folder / "here", folder / "temporary", url.rstrip("/"))
        room.temporary.mkdir()
        _write(case, room)
        for command in case.before:
            earlier = _run(case, command, room)
            if isinstance(earlier, str) or earlier.code != 0:
                return f"{' '.join(command)} should have gone well: {earlier}"
        if case.update:
            _send(f"{room.url}/update", case.update)
        ran = _run(case, case.command, room, case.interrupted)
        if isinstance(ran, str):
            return ran
        return _judged(case, ran, sorted(path.name for path in room.temporary.iterdir()))


def _write(case: Case, room: _Room) -> None:
    room.place.mkdir()
    contents: dict[str, str | bytes] = {**(_starter() if case.starter else {}), **case.files}
    for name, change in case.changes.items():
        contents[name] = change(_text(contents[name]))
    for name, content in contents.items():
        path = room.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(room.told(content).encode() if isinstance(content, str) else content)


def _text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode()


@cache
def _starter() -> Mapping[str, bytes]:
    """The files of a new project."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        made = Path(folder) / "new"
        subprocess.run([sys.executable, *ICIGRAPH, "init", str(made)], check=True, capture_output=True)
        files = (path for path in made.rglob("*") if path.is_file() and ".icigraph" not in path.parts)
        return {path.relative_to(made).as_posix(): path.read_bytes() for path in files}


def _send(url: str, update: str) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    with urllib.request.urlopen(urllib.request.Request(url, update.encode(), headers), timeout=30):
        pass


def _run(case: Case, command: tuple[str, ...], room: _Room, interrupted: float | None = None) -> Ran | str:
    """How a command ended, or that it did not."""
    with subprocess.Popen(
        [sys.executable, *case.program, *map(room.told, command)],
        cwd=room.place,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**_environment(room), **case.environment},
        preexec_fn=partial(_bounded, case.seconds),
    ) as running:
        try:
            if interrupted is not None:
                time.sleep(interrupted)
                running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=case.seconds * (1 if _waits(case) else _BUSY))
        except subprocess.TimeoutExpired:
            running.kill()
        if running.wait() in (-signal.SIGKILL, -signal.SIGXCPU):
            return f"it did not end within {case.seconds:g} s"
    return Ran(running.returncode, out.decode(errors="replace"), err.decode(errors="replace"), room.place)


def _environment(room: _Room) -> dict[str, str]:
    """A user's that holds no credentials and no cache of anybody."""
    given = {name: value for name, value in os.environ.items() if not name.startswith(("ICIGRAPH_", "XDG_"))}
    home = str(room.place.parent / "home")
    apart = {"TMPDIR": str(room.temporary), "HOME": home, "NETRC": "/dev/null"}
    return given | apart | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


def _waits(case: Case) -> bool:
    return case.store is not None or case.interrupted is not None


def _bounded(seconds: float) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 1))


def _judged(case: Case, ran: Ran, left: list[str]) -> str | None:
    shown = f"exit code {ran.code}\n{ran.out[-600:]}{ran.err[-1200:]}"
    return next((f"{wrong}: {shown}" for wrong in _wrongs(case, ran, left)), None)


def _wrongs(case: Case, ran: Ran, left: list[str]) -> Iterator[str]:
    yield from (f"it says {word!r}" for word in _NEVER if word in ran.said)
    codes = frozenset({130}) if case.interrupted is not None else case.codes
    if ran.code not in codes:
        yield f"the exit code is none of {sorted(codes)}"
    if ran.code >= 2 and "error" not in ran.said:
        yield "it ends without a word"
    if {"\x1b", "\x9b", "\u202e"} & set(ran.said):
        yield "it steers the terminal"
    if left:
        yield f"it leaves {', '.join(left)}"
    if case.right is not None and not case.right(ran):
        yield "what it says is not so"
