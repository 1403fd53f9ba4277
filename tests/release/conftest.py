"""The bundled graph project, for the tests that push it."""

from __future__ import annotations

import pytest

from icigraph.project.graph_project import GraphProject, bundled_project


@pytest.fixture(scope="session")
def project() -> GraphProject:
    return bundled_project()
