"""Closing a store under a rule set: strata in order, semi-naive within a recursive one, all inside the
store's engine.

What is asserted is never touched: inferred triples go to one named graph, derived ones to another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pyoxigraph import DefaultGraph, NamedNode, Store

from icigraph.base.faults import Fault, InputError
from icigraph.base.progress import Progress, silent
from icigraph.rdf.namespaces import OWL
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.strata import Stratum, by_negations, stratify
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.evaluation import DELTAS, Evaluation
from icigraph.rules.run.relevance import applicable
from icigraph.rules.run.undermined import refuse_undermined

__all__ = ["ASSERTED", "DERIVED", "INFERRED", "Report", "close", "in_use", "materialise"]

ASSERTED = NamedNode("urn:icigraph:asserted")
INFERRED = NamedNode("urn:icigraph:inferred")
DERIVED = NamedNode("urn:icigraph:derived")
_SAME = OWL["sameAs"]


@dataclass(frozen=True, slots=True)
class Report:
    """What closing a store did: how many triples it added to each graph, and in how many rounds of
    evaluation.
    """

    inferred: int
    derived: int
    rounds: int


def materialise(
    store: Store,
    rules: RuleSet,
    *,
    inferred: NamedNode = INFERRED,
    derived: NamedNode = DERIVED,
    on_disk: bool = False,
    progress: Progress = silent,
) -> Report:
    """Replace the graphs `inferred` and `derived` of the store by all that follows from its other named
    graphs.

    Derivations (rules whose standard is `derivation`) fill `derived`, every other rule `inferred`. If the run
    is interrupted, both graphs are left empty and what is asserted is as it was. `on_disk` tells that the
    store is kept in a folder: the closure is the same, but other ways to it are faster there.

    InputError when the store's default graph holds triples: rules read named graphs only.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.rules.compile_ontology import compile_rules
    >>> store = Store()
    >>> text = "@prefix : <http://a/> . :p a <http://www.w3.org/2002/07/owl#SymmetricProperty> . :s :p :o ."
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("http://a/data"))
    >>> rules = compile_rules(quad.triple for quad in store)
    >>> materialise(store, rules).inferred
    1
    """
    if next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None:
        raise InputError(
            Fault("the default graph holds triples", hint="load them to a named graph: rules read those")
        )
    for graph in (inferred, derived):
        store.remove_graph(graph)
    engine = Engine.of(store, on_disk=on_disk)
    try:
        rounds = close(engine, rules, inferred=inferred, derived=derived, progress=progress)
    except BaseException:
        for graph in (inferred, derived, *DELTAS):
            store.remove_graph(graph)
        raise
    return Report(_size(engine, inferred), _size(engine, derived), rounds)


def _size(engine: Engine, graph: NamedNode) -> int:
    return engine.count(f"GRAPH {graph} {{ ?s ?p ?o }}")


def _same_count(engine: Engine) -> int:
    return engine.count(f"GRAPH ?g {{ ?s {_SAME} ?o }}")


def close(
    engine: Engine, rules: RuleSet, *, inferred: NamedNode, derived: NamedNode, progress: Progress = silent
) -> int:
    """Run the rules on an engine until nothing new follows; the number of rounds of evaluation.

    >>> from icigraph.rules.compile.rule import Rule
    >>> from pyoxigraph import Variable
    >>> x, p, store = Variable("x"), NamedNode("x:p"), Store()
    >>> store.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:p> <x:b> } }")
    >>> rules = RuleSet((Rule("r", "s", ((x, p, x),), ((x, p, Variable("y")),)),))
    >>> _ = close(Engine.of(store), rules, inferred=INFERRED, derived=DERIVED)
    >>> [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, INFERRED)]
    ['<x:a> <x:p> <x:a>']
    """
    rounds = Evaluation(engine, inferred, derived).strata(_strata(engine, rules), progress)
    if not rules.equality or not _equal(engine):
        return rounds
    return rounds + _close_equal(engine, rules, inferred, derived, progress)


def _strata(engine: Engine, rules: RuleSet) -> tuple[Stratum, ...]:
    """The strata of the rules, without those that can conclude nothing where that is quickly told. Rules that
    negate are all looked at, so that one that negates its own conclusions is refused whatever there is.
    """
    if engine.memory is None or any(rule.absent for rule in rules.rules):
        return rules.strata
    return stratify(applicable(rules.rules, lambda pattern: engine.matches(pattern, None)))


def _equal(engine: Engine) -> bool:
    return engine.holds(f"ASK {{ GRAPH ?g {{ ?x {_SAME} ?y }} FILTER(!sameTerm(?x, ?y)) }}")


def _close_equal(
    engine: Engine, rules: RuleSet, inferred: NamedNode, derived: NamedNode, progress: Progress
) -> int:
    """Close again with the rules of equality in every stratum, from what is the same, until no more becomes
    the same.
    """
    run = Evaluation(engine, inferred, derived)
    # With equality every stratum is recursive, so that only negation keeps them apart.
    if not any(rule.absent for rule in rules.rules):
        return run.resumed(rules.rules, rules.equality)
    strata = tuple(Stratum((*each, *rules.equality), True) for each in by_negations(rules.strata))
    # What was concluded while things that are the same were not yet taken for one may rest on an absence that
    # is none; afterwards what is the same is kept, and seen by every negation from the start.
    for graph in (derived, inferred):
        engine.update(f"DROP SILENT GRAPH {graph}")
    rounds, before = 0, -1
    while (same := _same_count(engine)) != before:
        before = same
        for graph in (derived, inferred) if rounds else ():
            kept = f"FILTER(?p != {_SAME})"
            engine.update(
                f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} {kept} }}"
            )
        rounds += run.strata(strata, progress)
    refuse_undermined(engine, rules, inferred, derived)
    return rounds


def in_use(store: Store, rules: RuleSet) -> RuleSet:
    """The rules that can fire on this store: those of equality only where two things are the same.

    >>> from icigraph.rules.compile_ontology import compile_rules
    >>> rules, store = compile_rules([]), Store()
    >>> store.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:p> <x:b> } }")
    >>> len(rules.equality) > 0, in_use(store, rules).equality
    (True, ())
    """
    if rules.equality and _equal(Engine.of(store)):
        return rules
    return replace(rules, equality=())
