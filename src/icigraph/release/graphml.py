"""GraphML for tools that draw and measure networks: things, and the short relations between them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import NamedNode, Quad

from icigraph.base.printable import in_xml
from icigraph.project.claims import SPEAKS
from icigraph.rdf.namespaces import CORE, OWL, RDF, RDFS
from icigraph.rdf.terms import Term
from icigraph.release.content import Content
from icigraph.release.labels import best_of, labels_of

__all__ = ["Relation", "graphml", "relations"]

_Triple = tuple[NamedNode, NamedNode, NamedNode]

_KEYS = (
    ("label", "node", "string"),
    ("type", "node", "string"),
    ("label", "edge", "string"),
    ("property", "edge", "string"),
    ("inferred", "edge", "boolean"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A short relation of one thing to another, and whether no file states it."""

    subject: NamedNode
    property: NamedNode
    object: NamedNode
    inferred: bool


def graphml(content: Content) -> bytes:
    """GraphML: nodes are things with name and class, edges relations with name, property and `inferred`.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> empty = Content(bundled_project(), (), (), Store(), {})
    >>> print(graphml(empty).decode().splitlines()[0])
    <?xml version="1.0" encoding="UTF-8"?>
    """
    return "".join(_lines(content, list(relations(content)))).encode()


def relations(content: Content) -> Iterator[Relation]:
    """The relations between things, stated or inferred, each in one direction only.

    Facts, claims, citations and sources are no things here: a fact is what a short relation follows from.
    Of a property and the inverse that is declared beside it only the first is told; of one and a more general
    one only the former; and of what is inferred only what has a name in the project's ontology, not what
    other vocabularies call it.

    >>> from pyoxigraph import Literal, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> project = bundled_project()
    >>> a, b, near, name = (NamedNode(f"x:{each}") for each in ("a", "b", "near", "name"))
    >>> triples = (a, near, b), (b, name, Literal("B"))
    >>> quads = tuple(Quad(*triple, NamedNode(f"{project.graphs}data/x")) for triple in triples)
    >>> [each.property.value for each in relations(Content(project, quads, (), Store(), {}))]
    ['x:near']
    """
    stated = content.stated()
    things = {*stated} - _apart(content, stated)
    inverse = _inverses(content)
    named = _named_properties(content)
    asserted = {*_between(content.asserted, things)}
    every = asserted | {each for each in _between(content.inferred, things) if each[1] in named}
    below = _subproperties(content)
    for subject, property_, value in sorted(every, key=_order):
        if any((subject, each, value) in every for each in below.get(property_, ())):
            continue
        turned = (value, inverse.get(property_, property_), subject)
        if turned in every and (property_ in inverse or value.value < subject.value):
            continue
        back = {(value, each, subject) for each, first in inverse.items() if first == property_}
        inferred = not asserted & {(subject, property_, value), *back}
        yield Relation(subject, property_, value, inferred)


def _between(quads: Iterable[Quad], things: Container[Term]) -> Iterator[_Triple]:
    for quad in quads:
        ends = quad.subject, quad.object
        if not (isinstance(ends[0], NamedNode) and isinstance(ends[1], NamedNode)):
            continue
        if ends[0] in things and ends[1] in things:
            yield ends[0], quad.predicate, ends[1]


def _order(triple: _Triple) -> tuple[str, ...]:
    return tuple(term.value for term in triple)


def _apart(content: Content, stated: Mapping[NamedNode, Mapping[NamedNode, list[Term]]]) -> set[Term]:
    """The facts, the claims, the citations and the sources: what has a subject, what speaks of something, and
    whatever stands at either end of a citation.
    """
    rows = content.rows(f"SELECT ?fact {{ ?fact {CORE['subject']} ?end }}")
    found: set[Term] = {fact for (fact,) in rows if isinstance(fact, NamedNode)}
    steps = (CORE["citation"], CORE["source"])
    for thing, values in stated.items():
        if any(how in values for how in SPEAKS):
            found.add(thing)
        for ends in (values[step] for step in steps if step in values):
            found |= {thing, *ends}
    return found


def _inverses(content: Content) -> dict[NamedNode, NamedNode]:
    """The property that each is declared to be the inverse of; of two that are so of each other, the first by
    the alphabet has none.
    """
    found: dict[NamedNode, NamedNode] = {}
    quads = content.store.quads_for_pattern(None, OWL["inverseOf"], None, content.project.ontology_graph)
    for quad in sorted(quads, key=str):
        one, other = quad.subject, quad.object
        if isinstance(one, NamedNode) and isinstance(other, NamedNode) and found.get(other) != one != other:
            found[one] = other
    return found


def _subproperties(content: Content) -> dict[NamedNode, set[NamedNode]]:
    """The properties below each: not itself, nor those that mean the same."""
    path = f"{RDFS['subPropertyOf']}+"
    rows = content.rows(
        f"SELECT ?p ?q WHERE {{ ?q {path} ?p FILTER(?p != ?q) FILTER NOT EXISTS {{ ?p {path} ?q }} }}"
    )
    found: dict[NamedNode, set[NamedNode]] = {}
    for above, below in rows:
        if isinstance(above, NamedNode) and isinstance(below, NamedNode):
            found.setdefault(above, set()).add(below)
    return found


def _named_properties(content: Content) -> set[NamedNode]:
    quads = content.store.quads_for_pattern(None, RDFS["label"], None, content.project.ontology_graph)
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}


def _lines(content: Content, found: list[Relation]) -> Iterator[str]:
    labels = {thing: best_of(texts) for thing, texts in labels_of(content).items()}
    shrink = content.project.prefixes.shrink
    stated = content.stated()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, kind, form in _KEYS:
        yield f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{form}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in sorted({end for each in found for end in (each.subject, each.object)}, key=_iri):
        kinds = (kind for kind in stated[node].get(RDF["type"], ()) if isinstance(kind, NamedNode))
        types = " | ".join(labels.get(kind.value) or shrink(kind) for kind in kinds)
        data = {"node-label": labels.get(node.value, node.value), "node-type": types}
        yield f"<node id={quoteattr(node.value)}>{_data(data)}</node>\n"
    for each in found:
        ends = f"source={quoteattr(each.subject.value)} target={quoteattr(each.object.value)}"
        name = labels.get(each.property.value) or shrink(each.property)
        data = {"edge-label": name, "edge-property": shrink(each.property)}
        data["edge-inferred"] = "true" if each.inferred else "false"
        yield f"<edge {ends}>{_data(data)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _iri(node: NamedNode) -> str:
    return node.value


def _data(values: dict[str, str]) -> str:
    # A raw carriage return would be read as a line feed (XML 1.0, section 2.11).
    return "".join(
        f'<data key="{key}">{escape(in_xml(text), {chr(13): "&#xD;"})}</data>' for key, text in values.items()
    )
