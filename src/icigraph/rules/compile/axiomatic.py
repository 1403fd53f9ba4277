"""Axiomatic triples: what holds in every graph (prp-ap, cls-thing, cls-nothing1, dt-type1 and the
vocabulary's own types).
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from icigraph.rdf.namespaces import OWL, RDF, RDFS, XSD
from icigraph.rules.compile.draft import Condition, Mode, draft
from icigraph.rules.compile.rule import Rule

__all__ = ["ANNOTATION_PROPERTIES", "DATATYPES", "axiomatic_rules"]

ANNOTATION_PROPERTIES: tuple[NamedNode, ...] = (
    *(RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(
        OWL[name]
        for name in (
            "deprecated",
            "versionInfo",
            "priorVersion",
            "backwardCompatibleWith",
            "incompatibleWith",
        )
    ),
)
DATATYPES: tuple[NamedNode, ...] = (
    RDF["PlainLiteral"],
    RDF["XMLLiteral"],
    RDFS["Literal"],
    *(
        XSD[name]
        for name in [
            "decimal",
            "integer",
            "nonNegativeInteger",
            "nonPositiveInteger",
            "positiveInteger",
            "negativeInteger",
            "long",
            "int",
            "short",
            "byte",
            "unsignedLong",
            "unsignedInt",
            "unsignedShort",
            "unsignedByte",
            "float",
            "double",
            "string",
            "normalizedString",
            "token",
            "language",
            "Name",
            "NCName",
            "NMTOKEN",
            "boolean",
            "hexBinary",
            "base64Binary",
            "anyURI",
            "dateTime",
            "dateTimeStamp",
        ]
    ),
)


def axiomatic_rules(mode: Mode) -> Iterator[Rule]:
    """The axiomatic triples as rules without a body; none for a published closure.

    Such are those of OWL 2 Profiles, section 4.3, that hold of any graph.

    >>> [rule.name for rule in axiomatic_rules(Mode.AXIOMATIC)][:2]
    ['cls-thing:owl:Thing', 'cls-nothing1:owl:Nothing']
    """
    if mode is Mode.PUBLISHED:
        return
    kind = RDF["type"]
    yield from _fact("cls-thing", OWL["Thing"], kind, OWL["Class"])
    yield from _fact("cls-nothing1", OWL["Nothing"], kind, OWL["Class"])
    for prop in ANNOTATION_PROPERTIES:
        yield from _fact("prp-ap", prop, kind, OWL["AnnotationProperty"])
    for datatype in DATATYPES:
        yield from _fact("dt-type1", datatype, kind, RDFS["Datatype"])


def _fact(standard: str, subject: NamedNode, predicate: NamedNode, value: NamedNode) -> Iterator[Rule]:
    return draft(subject, ((subject, predicate, value),), Condition((), (), (standard,)))
