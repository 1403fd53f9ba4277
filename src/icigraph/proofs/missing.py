"""Why a triple does not follow: the derivations that come nearest, what of them holds and what is missing.

Beside them stands what the graph says instead: the facts that relate the same two things, such as an
invitation or a denial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations, islice

from pyoxigraph import NamedNode, Store, Triple, Variable

from icigraph.base.faults import Place
from icigraph.project.texts import Texts, no_texts
from icigraph.proofs.evidence import FactNote, Locate, fact_note, nowhere
from icigraph.proofs.proof import Term
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.expressions import compute
from icigraph.proofs.search.lookup import Thing, objects, subjects
from icigraph.proofs.search.patterns import join
from icigraph.rdf.namespaces import CORE, OWL, RDF
from icigraph.rules.compile.patterns import bind, bind_absence, ground
from icigraph.rules.compile.rule import Absence, Pattern, Rule

__all__ = ["Gap", "Held", "Missing", "instead", "missing"]

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Held:
    """A premise that holds, with some of the triples that it holds of; `more` says whether there are
    others.
    """

    pattern: Pattern
    examples: tuple[Triple, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A rule that would conclude the goal, and how far it is from doing so.

    `held` are the premises that hold together, `absent` those that do not hold with them; a variable that
    stands in both must be one term. Where every premise holds, `blocked` are the negated groups that have a
    match and `refused` the conditions that are not true. `inner` are the gaps of the missing premises that
    have no variable left.
    """

    goal: Triple
    rule: str
    held: tuple[Held, ...]
    absent: tuple[Pattern, ...]
    blocked: tuple[Absence, ...] = ()
    refused: tuple[str, ...] = ()
    inner: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """Why `goal` does not follow: `gaps`, the nearest first, `instead`, the facts that relate its two ends,
    and `others`, what else its subject has of the property. `places` tell where stated triples of these and
    axioms stand.
    """

    goal: Triple
    gaps: tuple[Gap, ...]
    instead: tuple[FactNote, ...]
    others: tuple[Triple, ...] = ()
    places: Mapping[Triple, Place] = field(default_factory=dict)


def missing(
    derivations: Derivations,
    goal: Triple,
    *,
    limit: int = 5,
    depth: int = 2,
    texts: Texts = no_texts,
    locate: Locate = nowhere,
) -> Missing:
    """The nearest derivations of a triple that does not hold, at most `limit`, each followed to `depth`.

    >>> from pyoxigraph import Quad
    >>> from icigraph.proofs.search.rulebook import RuleBook
    >>> store, a, p, q, x = Store(), NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:q"), Variable("x")
    >>> store.add(Quad(a, p, a, NamedNode("x:data")))
    >>> rule = Rule("r", "s", ((x, q, a),), ((x, p, a), (x, p, q)))
    >>> [gap] = missing(Derivations(store, RuleBook([rule])), Triple(a, q, a)).gaps
    >>> gap.rule, [str(term) for term in gap.absent[0]]
    ('r', ['<x:a>', '<x:p>', '<x:q>'])
    """
    nearness = partial(_distance, derivations)
    gaps = sorted(_gaps(derivations, goal, depth, frozenset()), key=nearness)
    telling = tuple(([gap for gap in gaps if not _is_bare(gap)] or gaps)[:limit])
    others = _others(derivations.store, goal)
    shown = dict.fromkeys((*others, *(triple for gap in telling for triple in _shown(derivations, gap))))
    places = {triple: place for triple in shown if (place := locate(triple))}
    return Missing(goal, telling, instead(derivations.store, goal, texts), others, places)


def _others(store: Store, goal: Triple) -> tuple[Triple, ...]:
    """What the goal's subject has of its property, a few; of classes there are too many to tell anything."""
    if goal.predicate == RDF["type"]:
        return ()
    found = {quad.triple for quad in store.quads_for_pattern(goal.subject, goal.predicate, None, None)}
    return tuple(sorted(found, key=str)[:_EXAMPLES])


def _shown(derivations: Derivations, gap: Gap) -> Iterator[Triple]:
    """The triples that may have a place: examples, and axioms about named things."""
    yield from (triple for held in gap.held for triple in held.examples if derivations.asserted(triple))
    axioms = derivations.book.by_name[gap.rule].axiom
    yield from (axiom for axiom in axioms if isinstance(axiom.subject, NamedNode))
    for inner in gap.inner:
        yield from _shown(derivations, inner)


def instead(store: Store, goal: Triple, texts: Texts = no_texts) -> tuple[FactNote, ...]:
    """The facts in which the two ends of the goal are subject and object, in either order.

    >>> from pyoxigraph import Quad
    >>> joined, kuwait, ici, store = *(NamedNode(f"x:{name}") for name in ("j", "k", "i")), Store()
    >>> store.extend([Quad(joined, CORE["subject"], kuwait, ici), Quad(joined, CORE["object"], ici, ici)])
    >>> [note.fact.value for note in instead(store, Triple(kuwait, NamedNode("x:leads"), ici))]
    ['x:j']
    """
    ends = (goal.subject, goal.object)
    found = {fact for one, other in (ends, ends[::-1]) for fact in _relating(store, one, other)}
    return tuple(fact_note(fact, store, texts) for fact in sorted(found, key=str))


def _relating(store: Store, subject: object, object_: object) -> Iterator[Thing]:
    for fact in subjects(store, CORE["subject"], subject):
        if object_ in objects(store, fact, CORE["object"]):
            yield fact


def _gaps(derivations: Derivations, goal: Triple, depth: int, above: frozenset[Triple]) -> Iterator[Gap]:
    """The gaps of every rule that concludes the goal, but for those that lead back to a goal above, and for
    those that only wish for something that is the same.
    """
    path = above | {goal}
    for rule, bindings in derivations.book.concluding(goal):
        own = {name for name, _ in rule.bindings}
        start = {name: term for name, term in bindings.items() if name not in own}
        for gap in _of_rule(derivations, goal, rule, start):
            wishful = rule.standard.startswith("eq-") and not any(map(_says_same, gap.held))
            if not wishful and path.isdisjoint(filter(None, map(ground, gap.absent))):
                yield replace(gap, inner=tuple(_inner(derivations, gap.absent, depth - 1, path)))


def _says_same(held: Held) -> bool:
    return held.pattern[1] == OWL["sameAs"]


def _of_rule(
    derivations: Derivations, goal: Triple, rule: Rule, bindings: dict[Variable, Term]
) -> Iterator[Gap]:
    """One gap for each largest part of the body that holds."""
    body = [bind(pattern, bindings) for pattern in rule.body]
    accepted: list[frozenset[int]] = []
    for size in range(len(body), -1, -1):
        for part in map(frozenset, combinations(range(len(body)), size)):
            if any(part <= larger for larger in accepted):
                continue
            found = list(islice(join(derivations.store, [body[i] for i in sorted(part)], {}), _EXAMPLES + 1))
            if found:
                accepted.append(part)
                yield _gap(derivations, goal, rule, part, [{**bindings, **match} for match in found])


def _gap(
    derivations: Derivations,
    goal: Triple,
    rule: Rule,
    part: frozenset[int],
    found: list[dict[Variable, Term]],
) -> Gap:
    known = found[0] if len(found) == 1 else _agreed(found)
    held = tuple(_held(rule.body[index], known, found) for index in sorted(part))
    absent = tuple(bind(pattern, known) for i, pattern in enumerate(rule.body) if i not in part)
    blocked, refused = ((), ()) if absent else _obstacles(derivations, rule, found[0], goal)
    return Gap(goal, rule.name, held, absent, blocked, refused)


def _agreed(found: list[dict[Variable, Term]]) -> dict[Variable, Term]:
    first, *others = found
    return {name: term for name, term in first.items() if all(other.get(name) == term for other in others)}


def _held(pattern: Pattern, known: dict[Variable, Term], found: list[dict[Variable, Term]]) -> Held:
    triples = (ground(bind(pattern, match)) for match in found)
    distinct = tuple(dict.fromkeys(triple for triple in triples if triple is not None))
    return Held(bind(pattern, known), distinct[:_EXAMPLES], len(distinct) > _EXAMPLES)


def _obstacles(
    derivations: Derivations, rule: Rule, match: dict[Variable, Term], goal: Triple
) -> tuple[tuple[Absence, ...], tuple[str, ...]]:
    """Why a rule whose premises all hold does not conclude the goal."""
    computed = compute(rule, match)
    terms = {**match, **(computed or {})}
    groups = (group for group in rule.absent if derivations.present(group, terms))
    blocked = tuple(bind_absence(group, terms) for group in groups)
    if computed is None:
        return blocked, rule.guards
    concluded = any(ground(bind(head, terms)) == goal for head in rule.head)
    values = tuple(f"?{name.value} is {term}" for name, term in computed.items())
    return blocked, () if concluded else values


def _inner(
    derivations: Derivations, absent: tuple[Pattern, ...], depth: int, path: frozenset[Triple]
) -> Iterator[Gap]:
    for pattern in absent:
        triple = ground(pattern)
        if triple is not None and depth > 0:
            nearness = partial(_distance, derivations)
            yield from sorted(_gaps(derivations, triple, depth, path), key=nearness)[:2]


def _distance(derivations: Derivations, gap: Gap) -> tuple[bool, int, int, bool, int, str]:
    """Gaps of which something holds first, by what is missing; of those the ones whose missing premises could
    follow; then those that say it of the goal's subject.
    """
    own = any(gap.goal.subject in held.pattern for held in gap.held)
    stated = sum(_would_be_stated(derivations, pattern) for pattern in gap.absent)
    return _is_bare(gap), len(gap.absent), stated, not own, -len(gap.held), gap.rule


def _would_be_stated(derivations: Derivations, pattern: Pattern) -> bool:
    """Whether no rule gives a missing premise, or it wants what has a class to be of another."""
    subject, predicate, _ = pattern
    if predicate == RDF["type"]:
        return bool(objects(derivations.store, subject, RDF["type"]))
    return next(derivations.book.concluding_any(pattern), None) is None


def _is_bare(gap: Gap) -> bool:
    """Whether nothing at all speaks for the gap's rule."""
    return not gap.held and bool(gap.absent) and all(map(_is_bare, gap.inner))
