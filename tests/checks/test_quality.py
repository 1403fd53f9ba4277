"""Each quality check has a fixture that trips it, and one thing that does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from icigraph.checks.quality import Question, check_quality, read_checks
from icigraph.rdf.documents import Source
from icigraph.validation.report import ValidationReport

FIXTURES = Path(__file__).with_name("checks")
CHECKS = {check.name: check for check in read_checks()}


def run(name: str) -> ValidationReport:
    """Run one check on its fixture: `NAME.ttl`, `NAME.data.ttl`, `NAME.shapes.ttl` and `NAME.rq`, as far as
    there are any.
    """

    def sources(kind: str) -> tuple[Source, ...]:
        path = FIXTURES / f"{name}{kind}.ttl"
        return (
            (Source(path.name, path.read_bytes(), RdfFormat.TURTLE, path.as_uri()),) if path.exists() else ()
        )

    query = FIXTURES / f"{name}.rq"
    questions = (Question(query.name, query.read_text()),) if query.exists() else ()
    return check_quality(sources(""), sources(".data"), sources(".shapes"), questions, checks=[CHECKS[name]])


def expected(name: str) -> list[tuple[str, int]]:
    """The lines that a fixture marks with `# HERE`, by file."""
    found = []
    for path in sorted(FIXTURES.glob(f"{name}.*")):
        lines = path.read_text().splitlines()
        found += [(path.name, number) for number, line in enumerate(lines, 1) if line.endswith("# HERE")]
    return found


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_the_fixture_trips_its_check_on_the_marked_lines_and_nowhere_else(name: str) -> None:
    report = run(name)
    assert expected(name), "the fixture marks nothing"
    assert sorted((r.place.file, r.place.line) for r in report.results) == sorted(expected(name))


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_says_what_it_finds_and_what_to_do(name: str) -> None:
    assert CHECKS[name].title
    assert CHECKS[name].description.endswith(".")
    assert CHECKS[name].severity.value.rpartition("#")[2] in ("Info", "Warning", "Violation")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("query-unknown-term", "did you mean e:partner?"),
        ("query-unbound-variable", "did you mean ?state?"),
        ("query-misspelt-variable", "did you mean ?partner?"),
        ("term-undefined", "did you mean e:partner?"),
    ],
)
def test_a_check_offers_the_nearest_name(name: str, hint: str) -> None:
    assert hint in [one.text for result in run(name).results for one in result.suggestions]
