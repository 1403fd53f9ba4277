"""The README of a release: what each file is for, and how to begin with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from icigraph.release.about import About
from icigraph.release.folder import SUMS
from icigraph.release.purposes import purposes
from icigraph.release.tables.table import Table

__all__ = ["in_units", "readme"]

_WIDTH = 110

_BEGIN = """\
## Begin

Check the files first: `sha256sum --check SHA256SUMS`.

### A spreadsheet

`tables/facts.csv` has a fact or event a row, with the names of what it is about and of its sources, and
`tables/claims.csv` what each source says of it. Files are UTF-8: where a spreadsheet asks, say so (Excel:
Data, From Text/CSV, 65001). A text that would be taken for a formula (it begins with `=`, `+`, `-`, `@`, a
tab or the end of a line) has an apostrophe before it; one that begins with apostrophes and then such a
character has one more.

### DuckDB

Each fact with what each source says of it:

    SELECT subject_label, facts.class, object_label, how, "start", accepted, title, url
    FROM 'tables/facts.csv' AS facts JOIN 'tables/claims.csv' USING (fact)
    JOIN 'tables/sources.csv' USING (source);

### Python

    import gzip, pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(gzip.open("dataset.nq.gz"), format=pyoxigraph.RdfFormat.N_QUADS)

### A network

`graph.graphml` opens in Gephi, yEd and Cytoscape; in Python `networkx.read_graphml("graph.graphml")`.
"""

_LOADING = """\
## Load it to a triple store

The questions expect the union of all named graphs as default graph. `icigraph push TARGET --with-inferred`
loads in one transaction, sends only what changed, and reads it back. Without it:

### Apache Jena Fuseki

A TDB2 dataset with `tdb2:unionDefaultGraph true`.

    gunzip --stdout dataset.nq.gz |
        curl -f -H 'Content-Type: application/n-quads' --data-binary @- http://localhost:3030/DATASET/data

### Eclipse RDF4J

    gunzip --stdout dataset.nq.gz |
        curl -f -H 'Content-Type: application/n-quads' --data-binary @- \\
            http://localhost:8080/rdf4j-server/repositories/ID/statements

### Oxigraph

    gunzip --keep dataset.nq.gz
    oxigraph load --location data --file dataset.nq
    oxigraph serve --location data --union-default-graph

### OpenLink Virtuoso

FOLDER, that of this file, must be among `DirsAllowed` of `virtuoso.ini`. Debian calls the program `isql-vt`.

`isql` takes the password among its arguments, which everybody on the machine can list while it runs: where
others work there, use `icigraph push`.

    isql 1111 dba PASSWORD exec="ld_dir('FOLDER', 'dataset.nq.gz', 'urn:other');"
    isql 1111 dba PASSWORD exec="rdf_loader_run(); checkpoint;"
"""


def readme(about: About, tables: Iterable[Table], files: Mapping[str, bytes]) -> bytes:
    """The README as Markdown: the `files` with purpose and size, first steps, the tables field by field, and
    how to load triple stores.

    >>> print(readme(About("Lights", "All of them", "2", None, (), (), None, None), [], {}).decode()[:8])
    # Lights
    """
    parts = (_head(about, files), _files(files), [_BEGIN], _tables(tables), [_LOADING])
    return "\n".join("".join(f"{line}\n" for line in part).rstrip("\n") + "\n" for part in parts).encode()


def _head(about: About, files: Mapping[str, bytes]) -> Iterator[str]:
    yield f"# {_line(about.title)}"
    yield ""
    yield from wrap(_line(about.description), _WIDTH)
    yield ""
    issued = f", {about.issued}" if about.issued else ""
    yield f"Version {_line(about.version)}{issued}."
    if about.licence:
        yield f"Licence: {_line(about.licence)} (LICENSE)."
    if "CITATION.cff" in files:
        yield "CITATION.cff says how to cite it; `tables/claims.csv` leads from each fact to its sources."


def _files(files: Mapping[str, bytes]) -> Iterator[str]:
    yield from ("## Files", "", "| file | what for | size |", "|---|---|---|")
    for purpose, names in purposes({*files, SUMS}):
        size = sum(len(files.get(name, b"")) for name in names)
        shown = f"{purpose.file}*" if purpose.file.endswith("/") else names[0]
        number = f", {len(names)} files" if len(names) > 1 else ""
        yield f"| `{shown}` | {purpose.text}{number} | {in_units(size) if size else ''} |"


def _tables(tables: Iterable[Table]) -> Iterator[str]:
    yield from (
        "## The tables",
        "",
        "`datapackage.json` says the same to programs. An empty cell has no value.",
    )
    for table in tables:
        rows = f"{len(table.rows):,} row{'' if len(table.rows) == 1 else 's'}"
        yield from ("", f"`tables/{table.name}.csv`: {table.text}; {rows}.", "")
        yield from ("| column | type | what |", "|---|---|---|")
        for field in table.fields:
            refers = f"; in `{field.refers[0]}`" if field.refers else ""
            key = ", key" if field.name in table.key else ""
            text = field.text.replace("|", "\\|")
            yield f"| `{field.name}` | {field.type}{key} | {text}{refers} |"


def in_units(size: int) -> str:
    """A number of bytes as people read it.

    >>> in_units(812), in_units(93_400), in_units(2_500_000)
    ('812 B', '93 kB', '2.5 MB')
    """
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _line(text: str) -> str:
    return " ".join(text.split())
