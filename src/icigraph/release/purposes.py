"""What each file of a release is for, told once for its README, its page and its description."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from icigraph.release.datasets import DATASET

__all__ = ["PURPOSES", "Purpose", "purposes"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """A heading, the file that it is about (or the folder, with a slash), what that is for, and whether it is
    the data itself in some form rather than words about it.

    >>> tables = Purpose("Tables", "tables/", "for spreadsheets")
    >>> tables.covers("tables/facts.csv"), tables.covers("dataset.nq.gz")
    (True, False)
    """

    heading: str
    file: str
    text: str
    is_data: bool = False

    def covers(self, name: str) -> bool:
        """Whether the file `name` is the one that this is about, or in its folder."""
        return name.startswith(self.file) if self.file.endswith("/") else name == self.file


PURPOSES = (
    Purpose("Read me", "README.md", "what each file is for, and how to begin with it"),
    Purpose("Page", "index.html", "the same for a browser, with every term and question"),
    Purpose("Licence", "LICENSE", "what you may do with the data"),
    Purpose("Citation", "CITATION.cff", "how to cite it, in the Citation File Format"),
    Purpose("Everything", DATASET, "every named graph, asserted and inferred: for triple stores", True),
    Purpose("Ontology", "ontology.ttl", "classes, properties and axioms: for Protégé and reasoners", True),
    Purpose("Shapes", "shapes.ttl", "SHACL shapes that the data is validated against", True),
    Purpose("Data", "data.ttl", "what the files of the project state, in one graph", True),
    Purpose("Inferred", "inferred.ttl", "what was derived from it and entailed by the ontology", True),
    Purpose("RDF 1.2", "facts-rdf12.ttl", "each short relation, reified by the facts behind it", True),
    Purpose(
        "Tables",
        "tables/",
        "facts, their claims and citations, the sources, and what the facts are about",
        True,
    ),
    Purpose("Schema of the tables", "datapackage.json", "fields, types and keys (Frictionless Data Package)"),
    Purpose("Network", "graph.graphml", "things and the short relations between them: for Gephi, yEd", True),
    Purpose("Mappings", "mappings.sssom.tsv", "of terms and things to other vocabularies (SSSOM)", True),
    Purpose("Questions", "questions.ttl", "all questions as SPARQL executables (SHACL-AF)"),
    Purpose("Questions, one by one", "queries/", "the same as SPARQL 1.1 files that run in any tool"),
    Purpose("Description", "dataset.ttl", "VoID and DCAT 3: sizes, addresses, checksums, digests of graphs"),
    Purpose("Since the release before", "CHANGES.txt", "what was added, removed and changed, fact by fact"),
    Purpose("Checksums", "SHA256SUMS", "SHA-256 of every other file, for sha256sum --check"),
)


def purposes(files: Collection[str]) -> Iterator[tuple[Purpose, list[str]]]:
    """What the `files` are for, each purpose with those of them that it is about.

    >>> [(purpose.heading, names) for purpose, names in purposes(["tables/facts.csv", "LICENSE"])]
    [('Licence', ['LICENSE']), ('Tables', ['tables/facts.csv'])]
    """
    for purpose in PURPOSES:
        if named := sorted(name for name in files if purpose.covers(name)):
            yield purpose, named
