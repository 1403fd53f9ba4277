"""Reading a table of 10,000 rows: places, types, names, and the mapping.

python -m benchmarks.tables [ROWS]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Store

from icigraph.project.graph_project import open_project
from icigraph.project.load import load_files
from icigraph.project.tables.reading import read_tables
from icigraph.snapshot.scaffold import create_project

MAPPING = """#+ class: light:Keeping
#+ key: [id]
#+ columns:
#+   - {name: id, type: iri, required: true}
#+   - {name: keeper, type: "light:Keeper", required: true}
#+   - {name: light, type: "light:Lighthouse", required: true}
#+   - {name: start, type: [gYear, gYearMonth, date]}
#+   - {name: end, type: [gYear, gYearMonth, date]}
#+   - {name: original}
#+   - {name: citation, type: "core:Citation", separator: ";"}
PREFIX claim: <https://example.org/lighthouses/id/claim/>
PREFIX core: <https://w3id.org/icigraph/core#>
PREFIX light: <https://example.org/lighthouses/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT {
  ?id a light:Keeping ; rdfs:label ?label ; core:subject ?keeper ; core:object ?light .
  ?claim a core:Claim ; core:states ?id ; rdfs:comment ?original ;
    core:start ?start ; core:end ?end ; core:rank core:normal ; core:citation ?citation .
}
WHERE {
  BIND(STRLANG(CONCAT(?keeper_original, " kept ", ?light_original), "en") AS ?label)
  BIND(IRI(CONCAT(STR(claim:), STRAFTER(STR(?id), "/keeping/"))) AS ?claim)
}
"""


def rows(count: int) -> str:
    """A table of so many rows."""
    lines = ["id,keeper,light,start,end,original,citation"]
    for at in range(count):
        start = ("1920", "1920-02", "1920-02-03")[at % 3]
        end = "" if at % 4 else "1931-10"
        cited = "citation:log-start; citation:log-end" if at % 2 else "citation:log-start"
        lines.append(f'keeping:k{at},Ada Quill,id:north-point,{start},{end},"said, in {at}",{cited}')
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure in seconds of CPU, the best of three."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory() as folder:
        root = Path(folder)
        create_project(root)
        tables = root / "data" / "tables"
        tables.mkdir(exist_ok=True)
        (tables / "many.csv").write_text(rows(count))
        (tables / "many.rq").write_text(MAPPING)
        project, store = open_project(root), Store()
        load_files([(path, project.graph_name(path)) for path in project.graph_files], store)
        took = []
        for _ in range(3):
            start = time.process_time()
            *_, table = (one for one in read_tables(project, store) if one.path.name == "many.csv")
            took.append(time.process_time() - start)
        assert not table.faults
        quads = len(table.document.quads)
        print(f"{count:,} rows, {quads:,} triples with their cells: {min(took):.2f} s")


if __name__ == "__main__":
    main()
