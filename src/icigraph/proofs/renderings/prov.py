"""An explanation as PROV-O in Turtle.

Each triple is an entity (and an RDF statement), each step an activity that used its premises and its rule; a
rule is a plan, and a cited source the primary source of a leaf. What a step computed, and what must not be
there for it, stand in its comments. Names are digests of what they name, so that the same proof gives the
same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from icigraph.proofs.evidence import CitationNote, Leaf
from icigraph.proofs.explanation import Explanation, RuleNote
from icigraph.proofs.proof import Proof, Statement, asserted
from icigraph.proofs.renderings.text import citation_text
from icigraph.proofs.words import Words
from icigraph.rdf.namespaces import DCTERMS, PROV, RDF, RDFS

__all__ = ["render_prov"]

_PREFIXES = {"prov": str(PROV), "rdf": str(RDF), "rdfs": str(RDFS), "dcterms": str(DCTERMS)}
_A = RDF["type"]
_AGENT = NamedNode("urn:icigraph:agent:icigraph")


def render_prov(explanations: Sequence[Explanation]) -> str:
    """The explanations as Turtle text.

    >>> from pyoxigraph import Quad, Store
    >>> from icigraph.proofs.explanation import explain
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> "prov:Entity" in render_prov([explain(asserted(Triple(a, a, a)), store, {})])
    True
    """
    triples = sorted({triple for each in explanations for triple in _prov_triples(each)}, key=str)
    return (serialize(triples, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b"").decode()


def _prov_triples(explanation: Explanation) -> Iterator[Triple]:
    """The explanation as PROV-O triples, without blank nodes of their own; a triple may come twice."""
    for node in explanation.proof.distinct():
        yield from _entity(node)
        if node.rule is not None:
            yield from _step(node, node.rule, explanation.words)
        elif node.conclusion is not None and node.conclusion in explanation.leaves:
            yield from _leaf(explanation.leaves[node.conclusion], explanation.words)
    for note in explanation.rules.values():
        yield from _rule(note)
    for remark in explanation.remarks:
        yield Triple(_conclusion(explanation.proof), RDFS["comment"], Literal(remark, language="en"))
    for cause in explanation.causes:
        yield Triple(_conclusion(explanation.proof), PROV["wasInfluencedBy"], _statement(cause))
        yield from _entity(asserted(cause))
        yield from _leaf(explanation.leaves[cause], explanation.words)


def _name(kind: str, text: str) -> NamedNode:
    return NamedNode(f"urn:icigraph:{kind}:{hashlib.sha256(text.encode()).hexdigest()[:32]}")


def _statement(triple: Statement | None) -> NamedNode:
    return _name("statement", str(triple))


def _conclusion(node: Proof) -> NamedNode:
    """The name of what a node concludes; a contradiction is known by the rule and the premises that clash."""
    if node.conclusion is not None:
        return _statement(node.conclusion)
    return _name("contradiction", f"{node.rule} {' '.join(str(each.conclusion) for each in node.premises)}")


def _entity(node: Proof) -> Iterator[Triple]:
    name, triple = _conclusion(node), node.conclusion
    yield Triple(name, _A, PROV["Entity"])
    if triple is None:
        yield Triple(name, RDFS["label"], Literal("a contradiction", language="en"))
        return
    yield Triple(name, _A, RDF["Statement"])
    yield Triple(name, RDF["subject"], triple.subject)
    yield Triple(name, RDF["predicate"], triple.predicate)
    yield Triple(name, RDF["object"], triple.object)


def _step(node: Proof, rule: str, words: Words) -> Iterator[Triple]:
    conclusion = _conclusion(node)
    premises = [_statement(premise.conclusion) for premise in node.premises]
    step = _name("step", f"{rule} {node.conclusion} {' '.join(map(str, premises))}")
    yield Triple(step, _A, PROV["Activity"])
    yield Triple(step, PROV["used"], _name("rule", rule))
    yield from _planned(step, rule)
    computed = (f"computed: {words.binding(binding)}" for binding in node.computed)
    absent = (f"and there is no {words.absence(group)}" for group in node.absent)
    for comment in (*computed, *absent):
        yield Triple(step, RDFS["comment"], Literal(comment, language="en"))
    yield Triple(conclusion, PROV["wasGeneratedBy"], step)
    for premise in premises:
        yield Triple(step, PROV["used"], premise)
        yield Triple(conclusion, PROV["wasDerivedFrom"], premise)


def _planned(step: NamedNode, rule: str) -> Iterator[Triple]:
    """The rule is the plan by which the step was made, besides something that it used."""
    by = _name("association", str(step))
    yield Triple(step, PROV["qualifiedAssociation"], by)
    yield Triple(by, _A, PROV["Association"])
    yield Triple(by, PROV["agent"], _AGENT)
    yield Triple(by, PROV["hadPlan"], _name("rule", rule))
    yield Triple(_AGENT, _A, PROV["SoftwareAgent"])
    yield Triple(_AGENT, RDFS["label"], Literal("icigraph"))


def _rule(note: RuleNote) -> Iterator[Triple]:
    name = _name("rule", note.name)
    yield Triple(name, _A, PROV["Plan"])
    yield Triple(name, RDFS["label"], Literal(note.name))
    yield Triple(name, RDFS["comment"], Literal(note.said, language="en"))
    yield Triple(name, DCTERMS["identifier"], Literal(note.standard))
    for axiom in note.axioms:
        yield Triple(name, DCTERMS["description"], Literal(axiom))
    for place in note.places:
        yield Triple(name, DCTERMS["source"], Literal(str(place)))


def _leaf(leaf: Leaf, words: Words) -> Iterator[Triple]:
    name = _statement(leaf.triple)
    if leaf.place is not None:
        yield Triple(name, DCTERMS["source"], Literal(str(leaf.place)))
    if isinstance(leaf.graph, NamedNode):
        yield Triple(name, DCTERMS["isPartOf"], leaf.graph)
    part = leaf.fact or leaf.claim
    for citation in part.citations if part else ():
        yield Triple(name, PROV["wasQuotedFrom"], citation.citation)
        yield from _citation(citation, words)
        if citation.source is not None:
            yield Triple(name, PROV["hadPrimarySource"], citation.source)


def _citation(citation: CitationNote, words: Words) -> Iterator[Triple]:
    if isinstance(citation.citation, Literal):
        return
    yield Triple(citation.citation, _A, PROV["Entity"])
    yield Triple(citation.citation, RDFS["label"], Literal(citation_text(citation, words), language="en"))
    if isinstance(citation.source, NamedNode | BlankNode):
        yield Triple(citation.citation, PROV["hadPrimarySource"], citation.source)
        about = ", ".join(filter(None, (citation.title, citation.publisher, citation.issued)))
        yield Triple(citation.source, _A, PROV["Entity"])
        yield Triple(citation.source, RDFS["label"], Literal(about or str(citation.source), language="en"))
