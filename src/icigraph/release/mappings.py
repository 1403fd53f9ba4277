"""The alignments of the ontology as SSSOM, for those who work with mappings."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from pyoxigraph import NamedNode

from icigraph.rdf.namespaces import SKOS
from icigraph.rdf.prefixes import Prefixes
from icigraph.release.content import Content
from icigraph.release.labels import best_of, labels_of
from icigraph.release.licence import licence_iri
from icigraph.release.tables.csv import delimited

__all__ = ["COLUMNS", "Match", "mapping_set", "mappings", "sssom"]

Match = tuple[NamedNode, NamedNode, NamedNode]

COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
_MATCHES = {SKOS[f"{kind}Match"] for kind in ("exact", "close", "broad", "narrow", "related")}
_BY_HAND = "semapv:ManualMappingCuration"
# What SSSOM has for a set without a licence that is an IRI.
_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"


def mappings(content: Content) -> Iterator[Match]:
    """The `skos:exactMatch`, `closeMatch` and so on that the files state, between things that have names.

    >>> from pyoxigraph import Quad, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> quad = Quad(NamedNode("x:k"), SKOS["exactMatch"], NamedNode("x:Q817"), NamedNode("x:g"))
    >>> [value.value for _, _, value in mappings(Content(bundled_project(), (quad,), (), Store(), {}))]
    ['x:Q817']
    """
    for quad in content.asserted:
        ends = quad.subject, quad.object
        if quad.predicate in _MATCHES and all(isinstance(end, NamedNode) for end in ends):
            yield quad.subject, quad.predicate, quad.object  # type: ignore[misc]


def mapping_set(content: Content) -> dict[str, object]:
    """What SSSOM says of the whole set: its name, version, licence and prefixes.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> list(mapping_set(Content(bundled_project(), (), (), Store(), {})))
    ['mapping_set_id', 'mapping_set_version', 'license', 'curie_map']
    """
    project = content.project
    licence = licence_iri(project.config.licence)
    return {
        "mapping_set_id": f"{project.graphs}mappings",
        "mapping_set_version": project.config.version,
        "license": licence.value if licence else _UNSPECIFIED,
        "curie_map": _prefixes(content),
    }


def sssom(content: Content) -> bytes:
    r"""The mappings as SSSOM/TSV, one a line.

    >>> from pyoxigraph import Quad, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> quad = Quad(NamedNode("x:k"), SKOS["exactMatch"], NamedNode("x:Q817"), NamedNode("x:g"))
    >>> text = sssom(Content(bundled_project(), (quad,), (), Store(), {})).decode()
    >>> text.splitlines()[-1].split("\t")
    ['x:k', '', 'skos:exactMatch', 'x:Q817', 'semapv:ManualMappingCuration']
    """
    head = yaml.safe_dump(mapping_set(content), allow_unicode=True, sort_keys=False, width=10_000)
    labels = labels_of(content)
    shrink = Prefixes(_prefixes(content)).shrink
    rows = {
        delimited(
            (
                _name(shrink(subject)),
                best_of(labels.get(subject.value, ())),
                _name(shrink(predicate)),
                _name(shrink(value)),
                _BY_HAND,
            ),
            "\t",
        )
        for subject, predicate, value in mappings(content)
    }
    lines = [*(f"# {line}" for line in head.splitlines()), "\t".join(COLUMNS), *sorted(rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _prefixes(content: Content) -> dict[str, str]:
    """Those that the names in the mappings have, and no others."""
    prefixes = dict(content.project.prefixes)
    prefixes.setdefault("skos", str(SKOS))
    shrink = Prefixes(prefixes).shrink
    names = (shrink(term) for match in mappings(content) for term in match)
    used = {name.partition(":")[0] for name in names if not name.startswith("<")}
    return {name: iri for name, iri in prefixes.items() if name in used}


def _name(shrunk: str) -> str:
    # An IRI without a prefix stands as it is, not in the brackets that Turtle needs.
    return shrunk.removeprefix("<").removesuffix(">")
