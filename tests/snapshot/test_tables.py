"""Tables as inputs of a graph project: snapshots, places in reports and proofs, what is published."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from icigraph.project.asserted import asserted_quads
from icigraph.project.graph_project import open_project
from icigraph.snapshot import update
from icigraph.snapshot.scaffold import create_project
from icigraph.snapshot.snapshot import current

TABLE = "id,keeper,start,citation\nkeeping:bo,Ada Quill,1920-02,citation:log-start\n"
MAPPING = """#+ key: [id]
#+ columns:
#+   - {name: id, type: iri, required: true}
#+   - {name: keeper, type: "light:Keeper"}
#+   - {name: start, type: [gYear, gYearMonth, date]}
#+   - {name: citation, type: "core:Citation"}
PREFIX core: <https://w3id.org/icigraph/core#>
PREFIX id: <https://example.org/lighthouses/id/>
PREFIX light: <https://example.org/lighthouses/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT {
  ?id a light:Keeping ; rdfs:label ?label ; core:subject ?keeper ; core:object id:west-point .
  ?claim a core:Claim ; core:states ?id ; core:start ?start ; core:rank core:normal ;
    core:citation ?citation .
  id:west-point a light:Lighthouse ; rdfs:label "West Point"@en .
}
WHERE {
  BIND(STRLANG(CONCAT(?keeper_original, " kept West Point"), "en") AS ?label)
  BIND(IRI(REPLACE(STR(?id), "/keeping/", "/claim/")) AS ?claim)
}
"""


@pytest.fixture
def lights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project with a table, as the working folder."""
    create_project(tmp_path)
    (tmp_path / "data" / "tables" / "watches.csv").write_text(TABLE)
    (tmp_path / "data" / "tables" / "watches.rq").write_text(MAPPING)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def digest(project: Path) -> str:
    snapshot = current(open_project(project))
    assert snapshot is not None
    return snapshot.manifest.digest


def test_a_snapshot_is_stale_when_a_table_or_its_mapping_changes(lights: Path, icigraph: Callable) -> None:
    assert icigraph("build").code == 0
    first = digest(lights)
    shutil.rmtree(lights / ".icigraph")
    icigraph("build")
    assert digest(lights) == first
    for name, old, new in (
        ("watches.csv", "1920-02", "1920-03"),
        ("watches.rq", "core:normal", "core:preferred"),
    ):
        file = lights / "data" / "tables" / name
        file.write_text(file.read_text().replace(old, new))
        assert current(open_project(lights)) is None
        assert icigraph("build").code == 0
        assert digest(lights) != first


def test_a_large_graph_is_brought_up_to_date_with_its_tables(
    lights: Path, icigraph: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "_LARGE", 1)
    icigraph("build")
    data, table = lights / "data" / "keepings.ttl", lights / "data" / "tables" / "watches.csv"
    changes = (
        (data, data.read_text().replace('"Ada Quill"@en', '"Ada Q."@en'), 2),
        (table, TABLE.replace("Ada Quill", "Ada Q."), 0),
        (table, TABLE.replace("Ada Quill", "Jonas Reed"), 0),
    )
    for file, text, code in changes:
        file.write_text(text)
        if code:
            assert icigraph("build").code == code
            continue
        assert "brought up to date" in icigraph("build").out
        updated = digest(lights)
        shutil.rmtree(lights / ".icigraph")
        icigraph("build")
        assert digest(lights) == updated
    for name in ("watches.csv", "watches.rq"):
        (lights / "data" / "tables" / name).unlink()
    assert "brought up to date" in icigraph("build").out
    assert "watches" not in str(list(asserted_quads(open_project(lights))))


def test_a_proof_and_a_report_point_at_cells(lights: Path, icigraph: Callable) -> None:
    proof = icigraph("explain", "--full", "Ada Quill", "hasKept", "West Point").out
    assert "data/tables/watches.csv:2:12" in proof
    file = lights / "data" / "tables" / "watches.csv"
    file.write_text(TABLE.replace("log-start\n", "log-start\nkeeping:cy,Ada Quill,,\n"))
    told = icigraph("validate")
    assert told.code == 1
    assert "data/tables/watches.csv:3:1" in told.out
    sarif = json.loads(icigraph("validate", "--format", "sarif").out)
    places = [
        place["physicalLocation"]
        for result in sarif["runs"][0]["results"]
        for place in result.get("locations", ())
    ]
    assert {place["artifactLocation"]["uri"] for place in places} == {"data/tables/watches.csv"}
    assert places[0]["region"]["startLine"] == 3
    alone = icigraph("validate", "data/tables/watches.csv")
    assert alone.code == 1
    before = file.read_text()
    icigraph("validate", "--fix", "--unsafe")
    assert file.read_text() == before


def test_faults_of_tables_and_of_other_files_are_told_together(lights: Path, icigraph: Callable) -> None:
    (lights / "data" / "keepings.ttl").write_text("this is no Turtle\n")
    file = lights / "data" / "tables" / "watches.csv"
    file.write_text(TABLE.replace("1920-02", "1920-13"))
    for verb in ("build", "validate"):
        told = icigraph(verb)
        said = told.out + told.err
        assert "data/keepings.ttl:1:" in said
        assert "data/tables/watches.csv:2:22" in said
        assert "Ada Quill" not in said.replace("keeping:bo,Ada Quill", "")


def test_tables_are_exported_and_compared_as_any_data(lights: Path, icigraph: Callable) -> None:
    shown = icigraph("export", "-g", "data/tables/watches").out
    assert "keeping:bo a light:Keeping" in shown
    assert "data/tables/watches" in icigraph("info").out
    assert "watches" not in icigraph("build").out
    icigraph("export", "-o", "graph.nq")
    assert icigraph("diff", "graph.nq").code == 0
    file = lights / "data" / "tables" / "watches.csv"
    file.write_text(TABLE.replace("1920-02", "1920-03"))
    changed = icigraph("diff", "graph.nq")
    assert changed.code == 1
    assert "1920-03" in changed.out
    assert icigraph("check").code in (0, 1)


def test_a_table_and_a_file_cannot_share_a_graph(lights: Path, icigraph: Callable) -> None:
    (lights / "data" / "tables" / "watches.ttl").write_text("<x:a> <x:b> <x:c> .\n")
    told = icigraph("build")
    assert told.code == 2
    assert "has the same graph name" in told.err
