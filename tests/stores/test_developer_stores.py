"""`make stores` and `make stores-stop`: what starts is told and ended, what does not start is told too."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.conftest import ROOT

pytestmark = pytest.mark.server

Stores = Callable[..., list[str]]


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    """Runs `python -m tests.servers` in a folder of its own; gives the lines that it prints."""

    def run(*arguments: str, **environment: str) -> list[str]:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.servers", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0 and not ran.stderr, ran
        return ran.stdout.splitlines()

    yield run
    run("stop")


def group(tmp_path: Path, kind: str) -> int:
    started = json.loads((tmp_path / ".cache/stores/started.json").read_text("utf-8"))
    return int(started[kind]["pid"])


def test_a_store_that_does_not_start_is_told_in_a_line_and_the_others_run(
    stores: Stores, tmp_path: Path
) -> None:
    broken = tmp_path / "java"
    broken.write_text(
        "#!/bin/sh\necho 'Error: this Java is too old'\necho '\tat Main.main'\nexit 1\n", "utf-8"
    )
    broken.chmod(0o755)
    told = stores("start", "fuseki", "oxigraph", ICIGRAPH_STORE_JAVA=str(broken))
    assert len(told) == 2
    assert told[0].startswith("fuseki: ")
    assert (
        "does not start here: ended at once: Error: this Java is too old" in told[0]
        or "not to be had" in told[0]
    )
    assert told[1].startswith("oxigraph: icigraph push http://127.0.0.1:")


def test_what_was_started_is_ended(stores: Stores, tmp_path: Path) -> None:
    stores("start", "oxigraph")
    pid = group(tmp_path, "oxigraph")
    assert "runs already" in stores("start", "oxigraph")[0]
    assert stores("stop") == ["oxigraph: stopped"]
    with pytest.raises(ProcessLookupError):
        os.killpg(pid, 0)
    assert stores("list", "oxigraph") == ["oxigraph: not started"]
    assert not (tmp_path / ".cache/stores/oxigraph").exists()


def test_a_store_that_ended_by_itself_is_started_anew(stores: Stores, tmp_path: Path) -> None:
    stores("start", "oxigraph")
    pid = group(tmp_path, "oxigraph")
    os.killpg(pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        for _ in range(100):
            os.killpg(pid, 0)
            time.sleep(0.05)
    assert "icigraph push" in stores("start", "oxigraph")[0]
