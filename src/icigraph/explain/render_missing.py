"""In words: why a triple does not follow, and what a withdrawal would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import Triple

from icigraph.explain.impact import Impact
from icigraph.explain.missing import Gap, Held, Missing
from icigraph.explain.render_json import fact_json, triple_json
from icigraph.explain.render_text import fact_text
from icigraph.explain.words import Words
from icigraph.reason.rule import Rule

__all__ = ["impact_json", "missing_json", "render_impact", "render_missing"]


def render_missing(missing: Missing, rules: Mapping[str, Rule], words: Words) -> str:
    """The nearest derivations with what holds (✓) and what is missing (✗), then what the graph says
    instead.
    """
    lines = [f"{words.triple(missing.goal)} does not follow."]
    for gap in missing.gaps:
        lines += ["", *_gap(gap, rules, words)]
    if not missing.gaps:
        lines += ["", "No rule concludes such a triple; it would have to be stated."]
    if missing.instead:
        lines += ["", "What the graph says instead:"]
    for fact in missing.instead:
        lines += ["", f"  {words.term(fact.fact)}", *(f"    {line}" for line in fact_text(fact, words))]
    return "\n".join([*lines, ""])


def _gap(gap: Gap, rules: Mapping[str, Rule], words: Words) -> Iterator[str]:
    rule = rules[gap.rule]
    yield f"It would follow because {words.rule(rule)} [{rule.standard}]"
    yield from (f"    axiom: {axiom}" for axiom in words.axiom(rule))
    for held in gap.held:
        yield f"  ✓ {words.pattern(held.pattern)}"
        yield from (f"      {line}" for line in _examples(held, words))
    for pattern in gap.absent:
        yield f"  ✗ {words.pattern(pattern)}"
    yield from (f"  ✗ the graph has {words.group(group)}" for group in gap.blocked)
    yield from (f"  ✗ {refused}" for refused in gap.refused)
    for inner in gap.inner:
        yield from (f"    {line}" for line in _gap(inner, rules, words))


def _examples(held: Held, words: Words) -> Iterator[str]:
    """The triples behind a pattern that has variables."""
    if len(held.examples) > 1 or held.more:
        yield from (words.triple(triple) for triple in held.examples)
    if held.more:
        yield "and more"


def render_impact(impact: Impact, words: Words) -> str:
    """What would be withdrawn, what would no longer hold, and what would hold anew."""
    sections = (
        ("No longer holds", impact.lost),
        ("Holds anew", impact.gained),
        ("Withdrawn with it", impact.withdrawn),
    )
    return "\n".join(line for title, triples in sections for line in _section(title, triples, words))


def _section(title: str, triples: tuple[Triple, ...], words: Words) -> Iterator[str]:
    yield f"{title}: {len(triples)}"
    yield from (f"  {words.triple(triple)}" for triple in triples)
    yield ""


def missing_json(missing: Missing, rules: Mapping[str, Rule], words: Words) -> dict[str, Any]:
    """The same as JSON values: `goal`, `gaps`, each with its rule, what holds and what is missing, and
    `instead`.
    """
    return {
        "goal": triple_json(missing.goal, words),
        "gaps": [_gap_json(gap, rules, words) for gap in missing.gaps],
        "instead": [fact_json(fact, words) for fact in missing.instead],
    }


def _gap_json(gap: Gap, rules: Mapping[str, Rule], words: Words) -> dict[str, Any]:
    return {
        "goal": triple_json(gap.goal, words),
        "rule": gap.rule,
        "says": words.rule(rules[gap.rule]),
        "holds": [
            {
                "pattern": words.pattern(held.pattern),
                "examples": [triple_json(triple, words) for triple in held.examples],
                "more": held.more,
            }
            for held in gap.held
        ],
        "missing": [words.pattern(pattern) for pattern in gap.absent],
        "blocked": [words.group(group) for group in gap.blocked],
        "refused": list(gap.refused),
        "gaps": [_gap_json(inner, rules, words) for inner in gap.inner],
    }


def impact_json(impact: Impact, words: Words) -> dict[str, Any]:
    """The same as JSON values: `withdrawn`, `lost` and `gained`, each a list of triples."""
    sections = {"withdrawn": impact.withdrawn, "lost": impact.lost, "gained": impact.gained}
    return {name: [triple_json(triple, words) for triple in triples] for name, triples in sections.items()}
