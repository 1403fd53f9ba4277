"""What every test may use: the shared folder beside the repository, and the command line in process."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.servers.fixtures import SharedStores, shared_stores
from tests.servers.recipes import RECIPES

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# The same examples for everyone, everywhere; `make fuzz` takes others each time and says how to repeat one.
settings.register_profile("same", derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile(
    "fuzz",
    derandomize=False,
    max_examples=1000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same")

# Files whose tests want one kind of store.
STORE_OF = {
    "tests/stores/test_in_parts.py": "virtuoso",
    "tests/stores/test_credentials.py": "fuseki",
    "tests/stores/test_drift.py": "oxigraph",
}
# What takes longest, begun first so that two workers end together.
LONG = (
    "virtuoso",
    "fuseki",
    "rdf4j",
    "oxigraph",
    "tests/validation/test_variants.py",
    "tests/snapshot/test_update.py",
    "tests/faults/test_faults.py",
    "tests/cli/test_reason_store.py",
    "tests/rules/test_keeping.py",
    "tests/cli/test_interrupted.py",
    "tests/rules/test_real_ontologies.py",
    "tests/stores/test_interrupts.py",
)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with what is shared and not in the repository: the article, conformance suites."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    return SHARED


@dataclass(frozen=True)
class Ran:
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def icigraph(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    """Runs the command line in this process: `icigraph("ask", "partners-as-of")`."""
    from icigraph.cli.main import main

    def run(*arguments: str) -> Ran:
        capfdbinary.readouterr()
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return run


@pytest.fixture
def lights(tmp_path: Path, icigraph: Callable[..., Ran]) -> Path:
    """The project of lighthouses that `icigraph init` writes."""
    folder = tmp_path / "lights"
    assert icigraph("init", str(folder)).code == 0
    return folder


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes folders of a name unreadable, whoever runs the tests."""
    listed = os.scandir

    def locked(name: str) -> None:
        def scandir(folder: str) -> object:
            if str(folder).endswith(name):
                raise PermissionError(13, "Permission denied", str(folder))
            return listed(folder)

        monkeypatch.setattr(os, "scandir", scandir)

    return locked


@pytest.fixture(scope="session")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedStores]:
    """A running store of a kind, without graphs of ours: `shared_store("fuseki")`."""
    with shared_stores(tmp_path_factory.mktemp("stores")) as stores:
        yield stores


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    places = {group: place for place, group in enumerate(LONG)}
    items.sort(key=lambda item: places.get(_group_of(item.nodeid), len(LONG)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """With `--dist loadscope`, one worker runs a group of tests."""
    from xdist.scheduler import LoadScopeScheduling

    class Grouped(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group_of(nodeid)

    return Grouped(config, log) if config.getoption("dist") == "loadscope" else None


def _group_of(nodeid: str) -> str:
    """The kind of store that is a parameter of the test or wanted by its whole file, else the file."""
    file, _, name = nodeid.partition("::")
    parameters = name.partition("[")[2].removesuffix("]").split("-")
    kinds = (parameter for parameter in parameters if parameter in RECIPES)
    return next(kinds, STORE_OF.get(file, file))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # noqa: ARG001
    """In CI a skipped server, browser or suite test is a failure: no bar goes unmeasured in silence."""
    outcome = yield
    report = outcome.get_result()
    marked = any(item.get_closest_marker(name) for name in ("server", "browser", "suite"))
    if report.skipped and marked and os.environ.get("CI") == "true" and SHARED.is_dir():
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped in CI: {report.longrepr}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was skipped, and why: a line for each reason, with the number of tests."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    if reasons:
        terminalreporter.section("skipped", sep="-")
        for reason, number in reasons.most_common():
            terminalreporter.write_line(f"{number:>5}  {reason}")


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")
