"""In words: why a triple does not follow, and what a withdrawal would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Triple

from icigraph.base.faults import Place
from icigraph.project.folders import display
from icigraph.proofs.impact import Impact
from icigraph.proofs.missing import Gap, Held, Missing
from icigraph.proofs.renderings.json import fact_json, triple_json
from icigraph.proofs.renderings.text import fact_text
from icigraph.proofs.words import Words
from icigraph.rules.compile.rule import Rule

__all__ = ["impact_json", "missing_json", "render_impact", "render_missing"]


def render_missing(missing: Missing, rules: Mapping[str, Rule], words: Words) -> str:
    """The nearest derivations with what holds (✓) and what is missing (✗), then what the graph says
    instead.

    >>> from pyoxigraph import NamedNode, Store
    >>> goal = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> print(render_missing(Missing(goal, (), (), (), {}), {}, Words()), end="")
    <x:a> <x:p> <x:b> does not follow.
    <BLANKLINE>
    No rule concludes such a triple; it would have to be stated.
    """
    writer = _Writer(rules, words, missing.places)
    lines = [f"{words.triple(missing.goal)} does not follow."]
    for gap in missing.gaps:
        lines += ["", *writer.gap(gap)]
    if not missing.gaps:
        lines += ["", "No rule concludes such a triple; it would have to be stated."]
    if missing.instead or missing.others:
        lines += ["", "What the graph says instead:"]
    if missing.others:
        lines += ["", *(f"  {writer.triple(triple)}" for triple in missing.others)]
    for fact in missing.instead:
        lines += ["", f"  {words.term(fact.fact)}", *(f"    {line}" for line in fact_text(fact, words))]
    return "\n".join([*lines, ""])


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes gaps with the rules, in words, and with the places of what is stated."""

    rules: Mapping[str, Rule]
    words: Words
    places: Mapping[Triple, Place]

    def triple(self, triple: Triple) -> str:
        place = self.places.get(triple)
        return self.words.triple(triple) + (f"  ({place})" if place else "")

    def gap(self, gap: Gap) -> Iterator[str]:
        rule, words = self.rules[gap.rule], self.words
        yield f"It would follow because {words.rule(rule)} [{rule.standard}]"
        yield from (f"    axiom: {axiom}" for axiom in words.axiom(rule))
        yield from (f"    at {place}" for place in _places(rule, self.places))
        for held in gap.held:
            yield from self._held(held)
        for pattern in gap.absent:
            yield f"  ✗ {words.pattern(pattern)}"
        yield from (f"  ✗ the graph has {words.absence(group)}" for group in gap.blocked)
        yield from (f"  ✗ {refused}" for refused in gap.refused)
        for inner in gap.inner:
            yield from (f"    {line}" for line in self.gap(inner))

    def _held(self, held: Held) -> Iterator[str]:
        """The premise, and the triples behind it where it has variables."""
        many = len(held.examples) > 1 or held.more
        place = None if many else next(map(self.places.get, held.examples), None)
        yield f"  ✓ {self.words.pattern(held.pattern)}" + (f"  ({place})" if place else "")
        if many:
            yield from (f"      {self.triple(triple)}" for triple in held.examples)
        if held.more:
            yield "      and more"


def _places(rule: Rule, places: Mapping[Triple, Place]) -> list[str]:
    """Where a rule stands: its file, or its axioms."""
    if rule.origin:
        return [display(rule.origin)]
    found = (places[axiom] for axiom in rule.axiom if axiom in places)
    return list(map(str, {(place.file, place.line): place for place in found}.values()))


def render_impact(impact: Impact, words: Words) -> str:
    """What would be withdrawn, what would no longer hold, and what would hold anew.

    >>> from pyoxigraph import NamedNode
    >>> triple = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> print(render_impact(Impact((triple,), (), ()), Words()), end="")
    No longer holds: 0
    <BLANKLINE>
    Holds anew: 0
    <BLANKLINE>
    Withdrawn with it: 1
      <x:a> <x:p> <x:b>
    """
    sections = (
        ("No longer holds", impact.removed),
        ("Holds anew", impact.gained),
        ("Withdrawn with it", impact.withdrawn),
    )
    return "\n".join(line for title, triples in sections for line in _section(title, triples, words))


def _section(title: str, triples: tuple[Triple, ...], words: Words) -> Iterator[str]:
    yield f"{title}: {len(triples)}"
    yield from (f"  {words.triple(triple)}" for triple in triples)
    yield ""


def missing_json(missing: Missing, rules: Mapping[str, Rule], words: Words) -> dict[str, Any]:
    """The same as JSON values: `goal`, `gaps`, each with its rule, what holds and what is missing, `instead`,
    and `others`.

    >>> from pyoxigraph import NamedNode
    >>> goal = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> missing_json(Missing(goal, (), (), (), {}), {}, Words())["goal"]["text"]
    '<x:a> <x:p> <x:b>'
    """
    places = missing.places
    return {
        "goal": triple_json(missing.goal, words),
        "gaps": [_gap_json(gap, rules, words, places) for gap in missing.gaps],
        "instead": [fact_json(fact, words) for fact in missing.instead],
        "others": [_placed_json(triple, words, places) for triple in missing.others],
    }


def _placed_json(triple: Triple, words: Words, places: Mapping[Triple, Place]) -> dict[str, str | None]:
    place = places.get(triple)
    return {**(triple_json(triple, words) or {}), "place": str(place) if place else None}


def _gap_json(
    gap: Gap, rules: Mapping[str, Rule], words: Words, places: Mapping[Triple, Place]
) -> dict[str, Any]:
    return {
        "goal": triple_json(gap.goal, words),
        "rule": gap.rule,
        "says": words.rule(rules[gap.rule]),
        "places": _places(rules[gap.rule], places),
        "holds": [
            {
                "pattern": words.pattern(held.pattern),
                "examples": [_placed_json(triple, words, places) for triple in held.examples],
                "more": held.more,
            }
            for held in gap.held
        ],
        "missing": [words.pattern(pattern) for pattern in gap.absent],
        "blocked": [words.absence(group) for group in gap.blocked],
        "refused": list(gap.refused),
        "gaps": [_gap_json(inner, rules, words, places) for inner in gap.inner],
    }


def impact_json(impact: Impact, words: Words) -> dict[str, Any]:
    """The same as JSON values: `withdrawn`, `lost` and `gained`, each a list of triples.

    >>> from pyoxigraph import NamedNode
    >>> triple = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> {name: len(triples) for name, triples in impact_json(Impact((triple,), (), ()), Words()).items()}
    {'withdrawn': 1, 'lost': 0, 'gained': 0}
    """
    sections = {"withdrawn": impact.withdrawn, "lost": impact.removed, "gained": impact.gained}
    return {name: [triple_json(triple, words) for triple in triples] for name, triples in sections.items()}
