"""An explanation as JSON: terms in N-Triples syntax, each with the form that a reader writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from icigraph.proofs.evidence import CitationNote, ClaimNote, FactNote, Leaf
from icigraph.proofs.explanation import Explanation, RuleNote
from icigraph.proofs.proof import Binding, Proof, Statement
from icigraph.proofs.words import Words

__all__ = ["as_json", "fact_json", "json_text", "render_json", "triple_json"]


def render_json(explanations: Sequence[Explanation]) -> str:
    """The explanations as JSON text, an object whose `proofs` are what `as_json` gives for each.

    >>> from pyoxigraph import NamedNode, Quad, Store, Triple
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> json.loads(render_json([explain(asserted(Triple(a, a, a)), store, {})]))["proofs"][0]["checked"]
    True
    """
    return json_text({"proofs": [as_json(each) for each in explanations]})


def json_text(value: object) -> str:
    r"""JSON as every verb writes it here: two spaces deep, no escapes beyond need.

    >>> json_text({"who": "Koweït"})
    '{\n  "who": "Koweït"\n}\n'
    """
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_json(explanation: Explanation) -> dict[str, Any]:
    """`proof` is the tree, `rules` the notes on its rules, `steps` and `height` its size, `checked` whether
    the checker accepts all of it, `failures` what it found, `notComputed` what it did not compute anew.

    Of a contradiction, `causes` are the fewest asserted triples that lead to it, each with its leaf.

    A node of the tree has `conclusion`, and either `rule`, `bindings`, `computed`, `absent` and `premises`,
    or `leaf`.

    >>> from pyoxigraph import NamedNode, Quad, Store, Triple
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> as_json(explain(asserted(Triple(a, a, a)), store, {}))["proof"]["conclusion"]["text"]
    '<x:a> <x:a> <x:a>'
    """
    return {
        "steps": explanation.proof.steps,
        "height": explanation.proof.height,
        "checked": not explanation.remarks,
        "failures": [{"step": list(each.step), "message": each.message} for each in explanation.failures],
        "notComputed": [{"step": list(each.step), "name": each.name} for each in explanation.not_computed],
        "rules": {name: _rule(note) for name, note in explanation.rules.items()},
        "proof": _node(explanation.proof, explanation),
        **({"causes": list(_causes(explanation))} if explanation.causes else {}),
    }


def _causes(explanation: Explanation) -> Iterator[dict[str, Any]]:
    for triple in explanation.causes:
        leaf = explanation.leaves[triple]
        yield {"triple": triple_json(triple, explanation.words), "leaf": _leaf(leaf, explanation.words)}


def _node(proof: Proof, explanation: Explanation) -> dict[str, Any]:
    words = explanation.words
    conclusion = triple_json(proof.conclusion, words)
    if proof.rule is None:
        leaf = explanation.leaves.get(proof.conclusion) if proof.conclusion else None
        return {"conclusion": conclusion, "leaf": _leaf(leaf, words) if leaf else None}
    return {
        "conclusion": conclusion,
        "rule": proof.rule,
        "bindings": _bindings(proof.bindings),
        "computed": _bindings(proof.computed),
        "absent": [[*map(words.pattern, group.patterns), *group.guards] for group in proof.absent],
        "premises": [_node(premise, explanation) for premise in proof.premises],
    }


def triple_json(triple: Statement | None, words: Words) -> dict[str, str] | None:
    """A triple's terms in N-Triples syntax, and the line that a reader writes; None for a contradiction.

    >>> from pyoxigraph import NamedNode, Triple
    >>> triple_json(Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b")), Words())["text"]
    '<x:a> <x:p> <x:b>'
    """
    if triple is None:
        return None
    return {
        "subject": str(triple.subject),
        "predicate": str(triple.predicate),
        "object": str(triple.object),
        "text": words.triple(triple),
    }


def _bindings(bindings: tuple[Binding, ...]) -> dict[str, str]:
    return {name.value: str(term) for name, term in bindings}


def _rule(note: RuleNote) -> dict[str, Any]:
    return {
        "standard": note.standard,
        "says": note.said,
        "axioms": list(note.axioms),
        "places": [str(place) for place in note.places],
    }


def _leaf(leaf: Leaf, words: Words) -> dict[str, Any]:
    return {
        "graph": str(leaf.graph) if leaf.graph else None,
        "place": str(leaf.place) if leaf.place else None,
        "fact": fact_json(leaf.fact, words) if leaf.fact else None,
        "claim": _claim(leaf.claim, words) if leaf.claim else None,
    }


def fact_json(fact: FactNote, words: Words) -> dict[str, Any]:
    """A fact with its dates and claims; what is not recorded is null.

    >>> from pyoxigraph import NamedNode
    >>> fact = FactNote(NamedNode("x:joined"), "Kuwait joins", (), "2004-12-01", "", (), ())
    >>> fact_json(fact, Words())["start"]
    '2004-12-01'
    """
    return {
        "iri": str(fact.fact),
        "label": fact.label or None,
        "classes": [words.term(each) for each in fact.classes],
        "start": fact.start or None,
        "end": fact.end or None,
        "disputed": list(fact.disputed),
        "accepted": not fact.standing,
        "claims": [_claim(claim, words) for claim in fact.claims],
    }


def _claim(claim: ClaimNote, words: Words) -> dict[str, Any]:
    return {
        "iri": str(claim.claim),
        "how": claim.how,
        "about": str(claim.about),
        "says": dict(claim.said),
        "rank": words.term(claim.rank) if claim.rank else None,
        "reason": claim.reason or None,
        "accepted": claim.accepted,
        "citations": [_citation(citation, words) for citation in claim.citations],
    }


def _citation(citation: CitationNote, words: Words) -> dict[str, Any]:
    return {
        "iri": str(citation.citation),
        "source": str(citation.source) if citation.source else None,
        "title": citation.title or None,
        "publisher": citation.publisher or None,
        "issued": citation.issued or None,
        "url": citation.url or None,
        "span": list(citation.span) if citation.span else None,
        "locator": citation.locator or None,
        "statedBy": [words.term(each) for each in citation.stated_by],
        "verdict": citation.outcome,
    }
