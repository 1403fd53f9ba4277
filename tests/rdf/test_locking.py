"""Locks between processes, and the command where the system is not POSIX."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path

import pytest

from icigraph.base.locking import locked

HOLD = """
import sys
from pathlib import Path
from icigraph.base.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
WITHOUT_FCNTL = """
import sys
sys.modules["fcntl"] = None
from icigraph.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_another_process_waits_or_is_told(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "it"
    path.mkdir() if kind == "folder" else path.touch()
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BlockingIOError), locked(path, wait=False):
            pass
        holder.stdin.close()
        with locked(path):
            assert holder.wait(timeout=60) == 0
    with locked(path, wait=False):
        pass


def test_the_lock_of_windows_is_taken_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[int, int]] = []
    busy = [True, True]

    def locking(_: int, mode: int, count: int) -> None:
        if busy:
            busy.pop()
            raise PermissionError(13, "Permission denied")
        taken.append((mode, count))

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(locking=locking, LK_NBLCK=2))
    with pytest.raises(BlockingIOError), locked(tmp_path, wait=False):
        pass
    with locked(tmp_path):
        assert taken == [(2, 1)]
    (tmp_path / "file").touch()
    with locked(tmp_path / "file"):
        assert len(taken) == 2


def test_the_command_works_without_posix_locks(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_FCNTL, *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )

    assert run("init", "p").returncode == 0
    for verb in (
        ("ask", "keepers"),
        ("build",),
        ("validate",),
        ("release", "out"),
        ("reason", "p/data", "--store", "s"),
    ):
        ran = run("--project", "p", *verb)
        assert "Traceback" not in ran.stderr
        assert "ModuleNotFoundError" not in ran.stderr
        if verb[0] != "reason":
            assert ran.returncode == 0, ran.stderr
