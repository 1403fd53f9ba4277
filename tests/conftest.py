"""What every test may use: the shared folder beside the repository, and the command line in process."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
