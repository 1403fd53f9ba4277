"""A small project with a table, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from icigraph.project.graph_project import open_project
from icigraph.project.load import tables_of
from icigraph.project.tables.reading import Table
from icigraph.snapshot.scaffold import create_project

MAPPING = """\
#+ description: Who kept which light.
#+ class: light:Keeping
#+ key: [id]
#+ columns:
#+   - {name: id, type: iri, required: true}
#+   - {name: keeper, type: "light:Keeper", required: true}
#+   - {name: light, type: "light:Lighthouse", required: true}
#+   - {name: start, type: [gYear, gYearMonth, date]}
#+   - {name: nights, type: integer}
#+   - {name: note, language: en}
#+   - {name: citation, type: "core:Citation", separator: ";"}

PREFIX core: <https://w3id.org/icigraph/core#>
PREFIX light: <https://example.org/lighthouses/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX x: <http://example.org/x#>

CONSTRUCT {
  ?id a light:Keeping ;
    rdfs:label ?label ;
    core:subject ?keeper ;
    core:object ?light .
  ?claim a core:Claim ;
    core:states ?id ;
    core:start ?start ;
    x:nights ?nights ;
    rdfs:comment ?note ;
    x:written ?start_original ;
    x:row ?ROWNUM ;
    core:rank core:normal ;
    core:citation ?citation .
}
WHERE {
  BIND(STRLANG(CONCAT(?keeper_original, " kept ", ?light_original), "en") AS ?label)
  BIND(IRI(REPLACE(STR(?id), "/keeping/", "/claim/")) AS ?claim)
}
"""
HEADER = "id,keeper,light,start,nights,note,citation\n"
ROW = "keeping:a,Ada Quill,North Point,1920-02,3,cold,citation:log-start; citation:log-end\n"


class Lights:
    """The starter's project with one more table."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "data" / "tables"

    def put(self, rows: str | bytes, mapping: str | None = MAPPING, name: str = "watches") -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        content = rows if isinstance(rows, bytes) else rows.encode()
        (self.folder / f"{name}.csv").write_bytes(content)
        if mapping is not None:
            (self.folder / f"{name}.rq").write_text(mapping)

    def tables(self) -> tuple[Table, ...]:
        return tables_of(open_project(self.root))

    def table(self, rows: str | bytes, mapping: str | None = MAPPING) -> Table:
        self.put(rows, mapping)
        return next(one for one in self.tables() if one.path.name == "watches.csv")

    def faults(self, rows: str | bytes, mapping: str | None = MAPPING) -> list[str]:
        """What is wrong: place, message and hint, the folder of tables left out."""
        found = self.table(rows, mapping).faults
        return [str(one).replace("data/tables/watches.", "") for one in found]


@pytest.fixture
def lights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lights:
    create_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return Lights(tmp_path)


@pytest.fixture
def built(lights: Lights, icigraph: Callable) -> Lights:
    """The same with a table that is right, and a snapshot."""
    lights.put(HEADER + ROW)
    assert icigraph("build").code == 0
    return lights
