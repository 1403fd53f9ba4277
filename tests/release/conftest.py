"""The release of the bundled graph, made once for all tests that read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from icigraph.project.graph_project import GraphProject, bundled_project
from icigraph.release import release
from icigraph.snapshot.opening import open_snapshot


@pytest.fixture(scope="session")
def project() -> GraphProject:
    return bundled_project()


@pytest.fixture(scope="session")
def bundle(project: GraphProject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "bundle"
    release(project, open_snapshot(project), folder)
    return folder
