"""In words: why a triple does not follow, and what a withdrawal would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Triple, Variable

from icigraph.base.blocks import Block, Line
from icigraph.base.faults import Place
from icigraph.proofs.impact import Impact
from icigraph.proofs.missing import Gap, Held, Missing
from icigraph.proofs.renderings.brief import fact_text, sources_text
from icigraph.proofs.renderings.json import fact_json, json_text, triple_json
from icigraph.proofs.renderings.text import fact_lines
from icigraph.proofs.words import Words
from icigraph.rdf.namespaces import RDF
from icigraph.rules.compile.rule import Absence, Pattern, Rule

__all__ = ["impact_blocks", "impact_shown", "missing_blocks", "missing_shown"]

_NO_RULE = "No rule concludes such a triple; it would have to be stated."
_RULES = 2
_LETTERS = "XYZ"


def missing_blocks(missing: Missing, rules: Mapping[str, Rule], words: Words) -> Iterator[Block]:
    """What the graph says instead, then the nearest derivations with what holds (✓) and what is missing (✗).

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.base.blocks import plain
    >>> goal = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> print(plain(missing_blocks(Missing(goal, (), (), (), {}), {}, Words())), end="")
    <x:a> <x:p> <x:b> does not follow.
    <BLANKLINE>
    No rule concludes such a triple; it would have to be stated.
    """
    writer = _Writer(rules, words, missing.places)
    yield Line(f"{words.triple(missing.goal)} does not follow.", "heading")
    if missing.instead or missing.others:
        yield from (Line(), Line("What the graph says instead:", "heading"))
    if missing.others:
        yield Line()
        yield from (Line(writer.triple(triple), indent=2) for triple in missing.others)
    for fact in missing.instead:
        yield from (Line(), Line(words.term(fact.fact), "thing", indent=2))
        yield from fact_lines(fact, words, indent=4)
    for gap in missing.gaps:
        yield Line()
        yield from writer.gap(gap)
    if not missing.gaps:
        yield from (Line(), Line(_NO_RULE))


def _missing_brief(missing: Missing, rules: Mapping[str, Rule], words: Words) -> Iterator[Block]:
    """The same in a few sentences: what the graph says instead, and what the nearest rule lacks."""
    yield Line(f"{words.sentence(missing.goal)}: this does not follow.", "heading")
    if missing.instead or missing.others:
        yield Line("Instead the graph says:")
    for triple in missing.others:
        place = missing.places.get(triple)
        yield Line(words.sentence(triple) + (f" ({place})" if place else ""), mark="-", indent=2)
    for fact in missing.instead:
        sources = sources_text(fact.citations)
        told = fact_text(fact, words) + (f". Sources: {sources}" if sources else "")
        yield Line(f"{told}.", mark="-", indent=2)
    yield from _lacking(missing, rules, words)


def _lacking(missing: Missing, rules: Mapping[str, Rule], words: Words) -> Iterator[Line]:
    """What each rule lacks, once a rule: parts of one body that hold are ways to say the same."""
    nearest = {gap.rule: gap for gap in reversed(missing.gaps)}
    for name in list(dict.fromkeys(gap.rule for gap in missing.gaps))[:_RULES]:
        gap, rule = nearest[name], rules[name]
        spoken = _Spoken(words)
        held = [spoken.clause(each.pattern) for each in gap.held]
        lacks = [spoken.clause(pattern) for pattern in gap.absent]
        lacks += [f"that there is no {spoken.absence(group)}" for group in gap.blocked]
        lacks += list(gap.refused)
        where = "".join(f" ({place})" for place in _places(rule, missing.places)[:1])
        yield Line(
            f"It would follow because {words.rule(rule)}{where}, but it lacks: {'; '.join(lacks)}"
            + (f", where {' and '.join(held)}." if held else ".")
        )
    if not missing.gaps:
        yield Line(_NO_RULE)


class _Spoken:
    """Patterns by labels; variables are called X, Y, Z as they come."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._names: dict[object, str] = {}

    def clause(self, pattern: Pattern) -> str:
        subject, predicate, value = map(self._called, pattern)
        joined = "is a" if pattern[1] == RDF["type"] else f"– {predicate} –"
        return f"{subject} {joined} {value}"

    def absence(self, group: Absence) -> str:
        return " and ".join((*map(self.clause, group.patterns), *group.guards))

    def _called(self, term: object) -> str:
        if not isinstance(term, Variable):
            return self._words.called(term)
        number = len(self._names)
        letter = _LETTERS[number % 3] + str(number // 3 + 1) * (number > 2)
        return self._names.setdefault(term, letter)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes gaps with the rules, in words, and with the places of what is stated."""

    rules: Mapping[str, Rule]
    words: Words
    places: Mapping[Triple, Place]

    def triple(self, triple: Triple) -> str:
        place = self.places.get(triple)
        return self.words.triple(triple) + (f"  ({place})" if place else "")

    def gap(self, gap: Gap, indent: int = 0) -> Iterator[Line]:
        rule, words = self.rules[gap.rule], self.words
        yield Line(f"It would follow because {words.rule(rule)} [{rule.standard}]", "rule", indent=indent)
        yield from (Line(f"axiom: {axiom}", indent=indent + 4) for axiom in words.axiom(rule))
        yield from (Line(f"at {place}", "place", indent=indent + 4) for place in _places(rule, self.places))
        for held in gap.held:
            yield from self._held(held, indent + 2)
        lacks = [words.pattern(pattern) for pattern in gap.absent]
        lacks += [f"the graph has {words.absence(group)}" for group in gap.blocked]
        yield from (Line(each, "bad", "✗", indent + 2) for each in (*lacks, *gap.refused))
        for inner in gap.inner:
            yield from self.gap(inner, indent + 4)

    def _held(self, held: Held, indent: int) -> Iterator[Line]:
        """The premise, and the triples behind it where it has variables."""
        many = len(held.examples) > 1 or held.more
        place = None if many else next(map(self.places.get, held.examples), None)
        told = self.words.pattern(held.pattern) + (f"  ({place})" if place else "")
        yield Line(told, "good", "✓", indent)
        if many:
            yield from (Line(self.triple(triple), indent=indent + 4) for triple in held.examples)
        if held.more:
            yield Line("and more", "dim", indent=indent + 4)


def _places(rule: Rule, places: Mapping[Triple, Place]) -> list[str]:
    """Where a rule stands: its file, and its axioms."""
    found = (places[axiom] for axiom in rule.axiom if axiom in places)
    lines = map(str, {(place.file, place.line): place for place in found}.values())
    return [*([rule.origin] if rule.origin else []), *lines]


def impact_blocks(impact: Impact, words: Words) -> Iterator[Block]:
    """What would be withdrawn, what would no longer hold, and what would hold anew.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.base.blocks import plain
    >>> triple = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> print(plain(impact_blocks(Impact((triple,), (), ()), Words())), end="")
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
    for number, (title, triples) in enumerate(sections):
        yield from [Line()] * (number > 0)
        yield Line(f"{title}: {len(triples)}", "heading")
        yield from (Line(words.triple(triple), indent=2) for triple in triples)


def missing_shown(
    missing: Missing, rules: Mapping[str, Rule], words: Words, form: str
) -> str | Iterator[Block]:
    """Why a triple does not follow, as `brief`, `text` or `json`: blocks in the forms for a person.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.base.blocks import plain
    >>> goal = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> print(plain(missing_shown(Missing(goal, (), (), (), {}), {}, Words(), "brief")), end="")
    <x:a> – <x:p> – <x:b>: this does not follow.
    No rule concludes such a triple; it would have to be stated.
    """
    if form == "json":
        return json_text(missing_json(missing, rules, words))
    return (_missing_brief if form == "brief" else missing_blocks)(missing, rules, words)


def impact_shown(impact: Impact, words: Words, form: str) -> str | Iterator[Block]:
    """What a withdrawal would change, in the same forms.

    >>> from pyoxigraph import NamedNode
    >>> from icigraph.base.blocks import plain
    >>> triple = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> print(plain(impact_shown(Impact((triple,), (), ()), Words(), "text")), end="")
    No longer holds: 0
    <BLANKLINE>
    Holds anew: 0
    <BLANKLINE>
    Withdrawn with it: 1
      <x:a> <x:p> <x:b>
    """
    return json_text(impact_json(impact, words)) if form == "json" else impact_blocks(impact, words)


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
