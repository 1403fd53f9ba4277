"""A store as a process on a free local port, in a folder of its own, always ended."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Recipe", "Running", "StartError", "UnavailableError", "free_port", "running", "start", "stop"]

# prctl(2), PR_SET_PDEATHSIG.
_SIGNAL_AT_PARENT_DEATH = 1


class UnavailableError(Exception):
    """The store cannot be had here; the message says why."""


class StartError(Exception):
    """The store was had but does not serve. The message says why in a line, `log` how its own log ends."""

    def __init__(self, reason: str, log: str) -> None:
        super().__init__(reason)
        self.log = log
        self.add_note(log)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one kind of store is had and started.

    `fetch` gives what `command` needs (or raises `UnavailableError`), `command` the process's arguments for a
    folder and a port, `ready` the URL that answers once it serves, `prepare` what must be done then, `url`
    the target to push to.
    """

    kind: str
    version: str
    fetch: Callable[[], dict[str, Path]]
    command: Callable[[dict[str, Path], Path, int], list[str]]
    ready: str
    url: str
    prepare: Callable[[int], None] = lambda _port: None
    credentials: tuple[str, str] | None = None
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Running:
    """A started store."""

    recipe: Recipe
    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    outlives: bool = True

    @property
    def url(self) -> str:
        return self.recipe.url.format(port=self.port)

    def kill(self) -> None:
        """End it as a power cut would."""
        # One that ended by itself may have left its number to somebody else's process.
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def restart(self) -> None:
        """Start it again on the same folder and port."""
        self.process = _launch(self.recipe, self.recipe.fetch(), self.folder, self.port, self.outlives)
        _await(self)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(recipe: Recipe, folder: Path) -> Iterator[Running]:
    """The store while the block lasts."""
    started = start(recipe, folder, free_port(), outlives=False)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            stop(started.process.pid)
            started.process.wait()


def start(recipe: Recipe, folder: Path, port: int, *, outlives: bool = True) -> Running:
    """The store, serving and prepared; on failure nothing is left running.

    Unless it `outlives` this process, the system ends it together with this process, however that ends.
    """
    had = recipe.fetch()
    folder.mkdir(parents=True, exist_ok=True)
    started = Running(recipe, port, folder, _launch(recipe, had, folder, port, outlives), outlives)
    try:
        _await(started)
        _prepare(started)
    except BaseException:
        started.kill()
        raise
    return started


def _prepare(started: Running) -> None:
    try:
        started.recipe.prepare(started.port)
    except OSError as error:
        raise StartError(f"cannot be prepared: {error}", _log_tail(started)) from error


def stop(pid: int, patience: float = 20) -> None:
    """End the process group of `pid`: politely, then not."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGTERM)
        if not _gone(pid, patience):
            os.killpg(pid, signal.SIGKILL)


def _gone(pid: int, patience: float) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG)[0] == pid:
                return True
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def _end_with_parent() -> None:
    with contextlib.suppress(OSError):
        ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENT_DEATH, signal.SIGKILL)


def _launch(
    recipe: Recipe, had: dict[str, Path], folder: Path, port: int, outlives: bool
) -> subprocess.Popen[bytes]:
    with (folder / "server.log").open("ab") as log:
        return subprocess.Popen(
            recipe.command(had, folder, port),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, **recipe.environment},
            start_new_session=True,
            preexec_fn=None if outlives else _end_with_parent,
        )


def _await(started: Running, patience: float = 90) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if started.process.poll() is not None:
            log = _log_tail(started)
            raise StartError(f"ended at once: {_last_words(log)}", log)
        with contextlib.suppress(OSError):
            with contextlib.suppress(urllib.error.HTTPError):
                urllib.request.urlopen(started.recipe.ready.format(port=started.port), timeout=5).close()
            return
        time.sleep(0.1)
    raise StartError(f"did not answer in {patience:.0f} s", _log_tail(started))


def _log_tail(started: Running) -> str:
    return (started.folder / "server.log").read_text("utf-8", "replace")[-2000:]


def _last_words(log: str) -> str:
    """The last line of a log that tells what happened, not where."""
    telling = [line.strip() for line in log.splitlines() if line.strip() and not line.startswith(("\t", " "))]
    return telling[-1] if telling else "its log says nothing"
