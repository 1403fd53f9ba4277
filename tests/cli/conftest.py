"""What the tests of the command share: a shell that finds it."""

from __future__ import annotations

import os
import sys

import pytest


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A search path that has the command."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "icigraph"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m icigraph \"$@\"\n")
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
