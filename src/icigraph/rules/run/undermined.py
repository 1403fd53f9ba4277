"""Negations that equality undermines: a rule concluded something because a thing lacks what it has once it is
the same as another, and what it concluded is what makes them the same.

No order of evaluation gives such rules a meaning, so they are refused, as a rule is that negates its own
conclusions. What only happens in the data cannot be seen in the rules, so what was concluded is checked: with
every negation decided by the closed graph, all of it must follow once more from what is asserted (a stable
model, in the words of logic programming). What does not follow supported itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import NamedNode, Variable

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.progress import silent
from icigraph.rdf.namespaces import OWL
from icigraph.rules.compile.rule import Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.strata import Stratum
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.evaluation import Evaluation
from icigraph.rules.run.sparql import Scope, absence, group_text, pattern_text

__all__ = ["refuse_undermined"]

_SAME = OWL["sameAs"]
_FOLLOWING = NamedNode("urn:icigraph:following")


def refuse_undermined(engine: Engine, rules: RuleSet, inferred: NamedNode, derived: NamedNode) -> None:
    """InputError where what is the same undermines a negation that led to it; both rules are named.

    The graphs `inferred` and `derived` hold what follows, and are left as they are.

    >>> from pyoxigraph import RdfFormat, Store
    >>> from icigraph.rules.close import compile_from
    >>> from icigraph.rules.compile.derivation import parse_derivation
    >>> text = "PREFIX : <http://e/> CONSTRUCT { ?x :p :b } WHERE { ?x a :T FILTER NOT EXISTS { ?x :q ?z } }"
    >>> derivation, store, new = parse_derivation(text, origin="r.rq"), Store(), NamedNode("http://e/new")
    >>> text = "@prefix : <http://e/> . :a a :T . :c :p :b ; :q 1 . "
    >>> text += ":p a <http://www.w3.org/2002/07/owl#InverseFunctionalProperty> ."
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("http://e/data"))
    >>> store.load("@prefix : <http://e/> . :a :p :b ; :q 1 .", RdfFormat.TURTLE, to_graph=new)
    >>> try:
    ...     refuse_undermined(Engine.of(store), compile_from(store).joined([derivation]), new, new)
    ... except InputError as error:
    ...     error.faults[0].message[:66]
    'rule derivation:r needs the absence of what follows from an equali'
    """
    if not _may_make_equal(rules.rules) and not _properties_are_same(engine):
        return
    closed = (inferred, derived)
    run = Evaluation(engine, _FOLLOWING, _FOLLOWING, Scope(assumed=closed))
    try:
        run.strata([Stratum((*rules.rules, *rules.equality), True)], silent)
        unsupported = f"FILTER(?_closed IN ({inferred}, {derived}))"
        unsupported += f" FILTER NOT EXISTS {{ GRAPH {_FOLLOWING} {{ %s }} }}"
        if engine.holds(f"ASK {{ GRAPH ?_closed {{ ?s ?p ?o }} {unsupported % '?s ?p ?o'} }}"):
            raise InputError(_fault(engine, rules, unsupported))
    finally:
        engine.update(f"DROP SILENT GRAPH {_FOLLOWING}")


def _may_make_equal(rules: Iterable[Rule]) -> bool:
    """Whether what a negating rule concludes may lead to an equality: told by properties alone, since any
    other term may be replaced by what is the same.
    """
    readers: dict[object, list[Rule]] = defaultdict(list)
    for rule in rules:
        for predicate in _predicates(rule.body):
            readers[predicate].append(rule)
    every = [rule for found in readers.values() for rule in found]
    reached: set[object] = set()
    waiting = [predicate for rule in rules if rule.absent for predicate in _predicates(rule.head)]
    while waiting:
        predicate = waiting.pop()
        if predicate not in reached:
            reached.add(predicate)
            found = every if predicate is None else (*readers[predicate], *readers[None])
            waiting += [after for rule in found for after in _predicates(rule.head)]
    return bool(reached & {_SAME, None})


def _predicates(patterns: Iterable[Pattern]) -> Iterator[object]:
    """The properties of patterns; None for a variable."""
    return (None if isinstance(predicate, Variable) else predicate for _, predicate, _ in patterns)


def _properties_are_same(engine: Engine) -> bool:
    same = f"GRAPH ?g {{ ?p {_SAME} ?q }} GRAPH ?h {{ ?s ?p ?o }} FILTER(!sameTerm(?p, ?q))"
    return engine.holds(f"ASK {{ {same} }}")


def _fault(engine: Engine, rules: RuleSet, unsupported: str) -> Fault:
    negating = _first(engine, (rule for rule in rules.rules if rule.absent), unsupported, _is_blocked)
    equating = _first(engine, (rule for rule in rules.rules if _equates(rule)), unsupported, group_text)
    message = f"rule {negating.name} needs the absence of what follows from an equality"
    message += f" that {equating.name} concludes from it"
    hint = "break the circle: what a rule negates may not follow from what is the same because of it"
    return Fault(message, Place(negating.origin) if negating.origin else None, hint)


def _equates(rule: Rule) -> bool:
    return any(predicate == _SAME for _, predicate, _ in rule.head)


def _first(engine: Engine, rules: Iterable[Rule], unsupported: str, group: Callable[[Rule], str]) -> Rule:
    """The first rule that concludes something unsupported where its group matches; any, where none does."""
    every = tuple(rules)
    for rule in every:
        for head in map(pattern_text, rule.head):
            if engine.holds(f"ASK {{ {group(rule)} GRAPH ?_closed {{ {head} }} {unsupported % head} }}"):
                return rule
    return every[0]


def _is_blocked(rule: Rule) -> str:
    """The group of a rule that would apply, were there no match for what must be absent."""
    absences = (absence(group, number, rule.body) for number, group in enumerate(rule.absent))
    exists = (text.removeprefix("FILTER NOT ") for text in absences)
    return f"{group_text(rule, Scope(negation=False))} FILTER({' || '.join(exists)})"
