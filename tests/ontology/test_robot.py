"""The ontology as ROBOT reads it from its folder: imports, the OWL 2 RL profile, quality, consistency.

Its report runs with a profile of ours (`robot-report.txt`), which leaves out three rules: `multiple_labels`,
since each term has a label in each of two languages; `missing_definition`, which looks for another annotation
property than `skos:definition`; and `missing_superclass`, since a domain may have several top classes.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.servers.fetch import java_program, maven_classpath
from tests.servers.server import UnavailableError

ONTOLOGY = Path(__file__).parents[2] / "ontology"
ROBOT = "org.obolibrary.robot:robot-command:1.9.8"


@pytest.fixture
def robot() -> list[str]:
    try:
        classpath = maven_classpath(ROBOT)
        java = java_program()
    except UnavailableError as error:
        pytest.skip(str(error))
    return [
        str(java),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classpath,
        "org.obolibrary.robot.CommandLineInterface",
    ]


def test_robot_finds_its_imports_its_profile_and_no_fault_in_it(robot: list[str], tmp_path: Path) -> None:
    """In one run, since Java starts slowly; each step stops the next."""
    profile, report, reasoned = (tmp_path / name for name in ("profile.txt", "report.tsv", "reasoned.ttl"))
    rules = Path(__file__).with_name("robot-report.txt")
    steps = [
        *("merge", "--input", "application.ttl", "--input", "alignments.ttl"),
        *("validate-profile", "--profile", "RL", "--output", str(profile)),
        *("report", "--profile", str(rules), "--fail-on", "WARN", "--output", str(report)),
        *("reason", "--reasoner", "HermiT", "--output", str(reasoned)),
    ]
    ran = subprocess.run(
        [*robot, *steps], capture_output=True, text=True, timeout=300, check=False, cwd=ONTOLOGY
    )
    told = [file.read_text(encoding="utf-8") for file in (profile, report) if file.exists()]
    assert ran.returncode == 0, "\n".join([ran.stdout, *told])
    found = {str(quad.subject) for quad in parse(reasoned.read_bytes(), format=RdfFormat.TURTLE)}
    asserted = {
        str(quad.subject)
        for file in [*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "core").glob("*.ttl")]
        for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode) and quad.predicate.value.endswith("#isDefinedBy")
    }
    assert asserted - found == set()
