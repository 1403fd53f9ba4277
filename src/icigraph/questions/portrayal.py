"""Writing a portrait: text for a reader, JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from icigraph.base.blocks import Block, Line, Table, plain
from icigraph.questions.evidence import Evidence
from icigraph.questions.naming import Naming
from icigraph.questions.portrait import DatedFact, Portrait, Relation
from icigraph.questions.rendering import cited_lines

__all__ = ["portrait_blocks", "portrait_json", "portrait_text"]


def portrait_text(portrait: Portrait, naming: Naming) -> str:
    """A portrait as text: names and kinds, the timeline, the relations, the citations by number.

    >>> from pyoxigraph import Literal, NamedNode, Store
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> kuwait = Portrait(NamedNode("x:kuwait"), (Literal("Kuwait"),), (), (), (), Evidence((), {}, {}))
    >>> print(portrait_text(kuwait, Naming(Store(), Prefixes({}))), end="")
    <x:kuwait>
      of no recorded kind
      also: Kuwait
    """
    return plain(portrait_blocks(portrait, naming))


def portrait_blocks(portrait: Portrait, naming: Naming) -> Iterator[Block]:
    """The same as blocks, for a terminal to fit.

    >>> from pyoxigraph import Literal, NamedNode, Store
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> kuwait = Portrait(NamedNode("x:kuwait"), (Literal("Kuwait"),), (), (), (), Evidence((), {}, {}))
    >>> next(portrait_blocks(kuwait, Naming(Store(), Prefixes({})))).style
    'heading'
    """
    yield Line(naming.named(portrait.thing), "heading")
    kinds = ", ".join(naming.label(kind) for kind in portrait.kinds)
    yield Line(kinds or "of no recorded kind", indent=2)
    others = dict.fromkeys(
        name.value for name in portrait.names if name.value != naming.label(portrait.thing)
    )
    if others:
        yield Line(f"also: {'; '.join(others)}", "dim", indent=2)
    evidence = portrait.evidence
    if portrait.timeline:
        rows = [_fact_row(fact, evidence) for fact in portrait.timeline]
        yield Line()
        yield Table(("when", "kind", "fact", "cited"), rows, ("date", "dim", "", "source"))
    if portrait.relations:
        relations = [_relation_row(relation, naming, evidence) for relation in portrait.relations]
        yield Line()
        yield Table(("relation", "to", "cited"), relations, ("dim", "thing", "source"))
    if evidence.citations:
        yield Line()
        yield from cited_lines(evidence)


def _fact_row(fact: DatedFact, evidence: Evidence) -> tuple[str, str, str, str]:
    disputed = [f"{each} disputed" for each in fact.disputed]
    noted = "; ".join(filter(None, (fact.standing, *disputed)))
    return _when(fact), fact.kind, fact.label + (f" ({noted})" if noted else ""), evidence.marks(fact.fact)


def _when(fact: DatedFact) -> str:
    if fact.start and fact.end:
        return fact.start if fact.start == fact.end else f"{fact.start} to {fact.end}"
    return fact.start or (f"until {fact.end}" if fact.end else "no date")


def _relation_row(relation: Relation, naming: Naming, evidence: Evidence) -> tuple[str, str, str]:
    marks = "".join(dict.fromkeys(evidence.marks(fact) for fact in relation.facts))
    return naming.label(relation.predicate), naming.label(relation.value), marks or "follows; see explain"


def portrait_json(portrait: Portrait, naming: Naming) -> str:
    """A portrait as JSON; facts and relations name their citations by IRI.

    >>> from pyoxigraph import Literal, NamedNode, Store
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> kuwait = Portrait(NamedNode("x:kuwait"), (Literal("Kuwait"),), (), (), (), Evidence((), {}, {}))
    >>> json.loads(portrait_json(kuwait, Naming(Store(), Prefixes({}))))["names"]
    [{'value': 'Kuwait', 'language': None}]
    """
    evidence = portrait.evidence
    document: dict[str, Any] = {
        "thing": portrait.thing.value,
        "label": naming.label(portrait.thing),
        "names": [{"value": name.value, "language": name.language} for name in portrait.names],
        "kinds": [kind.value for kind in portrait.kinds],
        "timeline": [_fact_json(fact, evidence) for fact in portrait.timeline],
        "relations": [
            {
                "property": each.predicate.value,
                "value": each.value.value,
                "facts": [fact.value for fact in each.facts],
            }
            for each in portrait.relations
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _fact_json(fact: DatedFact, evidence: Evidence) -> dict[str, Any]:
    cited = [evidence.citations[number - 1] for number in evidence.numbers.get(fact.fact, ())]
    return {
        "fact": fact.fact.value,
        "kind": fact.kind,
        "label": fact.label,
        "start": fact.start or None,
        "end": fact.end or None,
        "disputed": list(fact.disputed),
        "standing": fact.standing or "accepted",
        "citations": [
            {"citation": each.node.value, "title": each.title, "place": each.place, "verified": each.verified}
            for each in cited
        ],
    }
