"""Random small worlds (facts and rules): the search, the alternatives and the checker against brute force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store, Triple, Variable

from icigraph.proofs.checker.check import check
from icigraph.proofs.proof import Proof
from icigraph.proofs.search.alternatives import alternatives
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import RuleBook
from icigraph.rules.compile.rule import Absence, Rule

DATA, INFERRED = NamedNode("x:data"), NamedNode("x:inferred")
TERMS = [NamedNode(f"x:{name}") for name in "abcd"]
PREDICATES = [NamedNode(f"x:{name}") for name in "pqr"]
NEGATED = NamedNode("x:n")
VARIABLES = [Variable(name) for name in "xyz"]
OWN = Variable("own")


@dataclass(frozen=True)
class World:
    """Facts, rules, and the closure with the least number of rule applications that each triple takes."""

    facts: frozenset[Triple]
    rules: tuple[Rule, ...]
    costs: dict[Triple, int]

    def store(self) -> Store:
        store = Store()
        store.extend(Quad(*triple, DATA) for triple in self.facts)
        store.extend(Quad(*triple, INFERRED) for triple in self.costs if triple not in self.facts)
        return store

    def prover(self) -> Prover:
        return Prover(Derivations(self.store(), RuleBook(self.rules), [INFERRED]))

    def inferred(self) -> list[Triple]:
        return [triple for triple, cost in self.costs.items() if cost > 0]


def instances(rule: Rule, known: frozenset[Triple]):
    """Brute force: every assignment of terms to the rule's three variables."""
    for values in product(TERMS, repeat=len(VARIABLES)):
        terms = dict(zip(VARIABLES, values, strict=True))

        def put(pattern, terms=terms):
            return Triple(*(terms.get(node, node) for node in pattern))

        if rule.guards and terms[VARIABLES[0]] == terms[VARIABLES[1]]:
            continue
        if any(map(partial(is_present, known, terms), rule.absent)):
            continue
        yield [put(pattern) for pattern in rule.body], [put(pattern) for pattern in rule.head]


def is_present(known: frozenset[Triple], terms: dict, group: Absence) -> bool:
    """Whether some term in place of the group's own variable makes its pattern known and its guard true."""
    [pattern] = group.patterns
    return any(
        Triple(*({**terms, OWN: own}.get(node, node) for node in pattern)) in known
        and (not group.guards or own != terms[VARIABLES[0]])
        for own in TERMS
    )


def least_costs(facts: frozenset[Triple], rules: tuple[Rule, ...]) -> dict[Triple, int]:
    """Relax until nothing changes. Negated groups speak of a predicate that no rule concludes."""
    costs = dict.fromkeys(facts, 0)
    steps = [step for rule in rules for step in instances(rule, facts)]
    changed = True
    while changed:
        changed = False
        for body, heads in steps:
            if all(premise in costs for premise in body):
                cost = 1 + sum(costs[premise] for premise in body)
                for head in heads:
                    if cost < costs.get(head, 10**9):
                        costs[head], changed = cost, True
    return costs


def patterns(predicates):
    node = st.sampled_from(VARIABLES)
    return st.tuples(node, st.sampled_from(predicates), node)


@st.composite
def absences(draw, end) -> Absence:
    pattern = (draw(end), NEGATED, draw(st.one_of(end, st.just(OWN))))
    comparable = OWN in pattern and VARIABLES[0] in pattern
    return Absence((pattern,), ("?own != ?x",) if comparable and draw(st.booleans()) else ())


@st.composite
def rules(draw) -> Rule:
    body = tuple(draw(st.lists(patterns(PREDICATES), min_size=1, max_size=2)))
    used = [node for pattern in body for node in pattern if isinstance(node, Variable)]
    end = st.sampled_from(used)
    head = tuple(draw(st.lists(st.tuples(end, st.sampled_from(PREDICATES), end), min_size=1, max_size=2)))
    guards = ("?x != ?y",) if {VARIABLES[0], VARIABLES[1]} <= set(used) and draw(st.booleans()) else ()
    absent = (draw(absences(end)),) if draw(st.integers(0, 2)) == 0 else ()
    return Rule("", "derivation", head, body, absent=absent, guards=guards)


def transitive(predicate: NamedNode) -> Rule:
    x, y, z = VARIABLES
    return Rule("", "prp-trp", ((x, predicate, z),), ((x, predicate, y), (y, predicate, z)))


def symmetric(predicate: NamedNode) -> Rule:
    x, y, _ = VARIABLES
    return Rule("", "prp-symp", ((y, predicate, x),), ((x, predicate, y),))


def properties() -> st.SearchStrategy[list[Rule]]:
    """What ontologies say of properties, alone and together: the search takes ways of its own there."""
    return st.lists(
        st.builds(lambda kind, name: kind(name), st.sampled_from([transitive, symmetric]), PROPERTY),
        max_size=3,
    )


PROPERTY = st.sampled_from(PREDICATES)


@st.composite
def worlds(draw) -> World:
    term = st.sampled_from(TERMS)
    triple = st.builds(Triple, term, st.sampled_from([*PREDICATES, NEGATED]), term)
    facts = frozenset(draw(st.lists(triple, min_size=1, max_size=8)))
    several = [*draw(properties()), *draw(st.lists(rules(), max_size=3))]
    drawn = tuple(replace(rule, name=f"r{i}") for i, rule in enumerate(several))
    return World(facts, drawn, least_costs(facts, drawn))


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_every_triple_of_the_closure_has_a_shortest_proof_that_stands(world: World) -> None:
    prover, store = world.prover(), world.store()
    for triple, cost in world.costs.items():
        proof = prover.prove(triple)
        assert proof is not None
        assert proof.conclusion == triple
        assert proof.steps == cost
        assert check(proof, store, world.rules, concluded=[INFERRED]) == ()


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from(PREDICATES), st.sampled_from(TERMS), st.sampled_from(TERMS))
def test_a_triple_that_only_claims_to_be_inferred_has_no_proof(world, predicate, subject, object_) -> None:
    triple = Triple(subject, predicate, object_)
    store = world.store()
    store.add(Quad(*triple, INFERRED))
    proof = Prover(Derivations(store, RuleBook(world.rules), [INFERRED])).prove(triple)
    if triple not in world.costs and proof is not None:
        pytest.fail(f"{triple} was proven from itself")


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_a_search_without_patience_still_finds_well_founded_proofs(world: World) -> None:
    prover, store = world.prover(), world.store()
    for triple in world.inferred():
        assert prover._descend(triple)
        assert check(prover._build(triple), store, world.rules, concluded=[INFERRED]) == ()


def minimal_supports(world: World, triple: Triple) -> set[frozenset[Triple]]:
    """Brute force over the subsets of the facts, the smallest first; negated groups as the whole world has
    them.
    """
    steps = [step for rule in world.rules for step in instances(rule, world.facts)]
    found: set[frozenset[Triple]] = set()
    for size in range(len(world.facts) + 1):
        for subset in map(frozenset, combinations(sorted(world.facts, key=str), size)):
            if not any(known <= subset for known in found) and triple in closure(subset, steps):
                found.add(subset)
    return found


def closure(facts: frozenset[Triple], steps) -> set[Triple]:
    known, before = set(facts), -1
    while len(known) > before:
        before = len(known)
        for body, heads in steps:
            if known.issuperset(body):
                known.update(heads)
    return known


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_the_alternatives_are_the_minimal_supports(world: World) -> None:
    derivations = Derivations(world.store(), RuleBook(world.rules), [INFERRED])
    for triple in sorted(world.inferred(), key=str)[:6]:
        found = alternatives(derivations, triple, limit=100)
        assert found.complete
        assert {frozenset(proof.leaves()) for proof in found.proofs} == minimal_supports(world, triple)
        for proof in found.proofs:
            assert check(proof, derivations.store, world.rules, concluded=[INFERRED]) == ()
        # A longer proof may rest on fewer facts than the shortest, whose support is then not minimal.
        assert found.proofs[0].steps >= world.costs[triple]


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_the_choice_among_shortest_proofs_does_not_depend_on_what_was_asked_before(world: World) -> None:
    asked = world.prover()
    for triple in world.inferred():
        assert asked.prove(triple) == world.prover().prove(triple)


def nodes(proof: Proof, way: tuple[int, ...] = ()):
    yield way, proof
    for number, premise in enumerate(proof.premises):
        yield from nodes(premise, (*way, number))


def put(proof: Proof, way: tuple[int, ...], new: Proof) -> Proof:
    if not way:
        return new
    premises = list(proof.premises)
    premises[way[0]] = put(premises[way[0]], way[1:], new)
    return replace(proof, premises=tuple(premises))


@st.composite
def broken(draw, world: World) -> Proof:
    """A proof of the world with one thing changed that no sound proof of that conclusion can have."""
    whole = world.prover().prove(draw(st.sampled_from(sorted(world.inferred(), key=str))))
    steps = [(way, node) for way, node in nodes(whole) if node.rule is not None]
    way, node = draw(st.sampled_from(steps))
    kind = draw(st.sampled_from(["drop", "rule", "term", "leaf", "circle", "binding"]))
    return put(whole, way, _mutation(kind, node, whole))


def _mutation(kind: str, node: Proof, whole: Proof) -> Proof:
    strange = NamedNode("x:strange")
    match kind:
        case "drop":
            return replace(node, premises=node.premises[1:])
        case "rule":
            return replace(node, rule="no such rule")
        case "term":
            _, predicate, object_ = node.conclusion
            return replace(node, conclusion=Triple(strange, predicate, object_))
        case "leaf":
            return Proof(node.conclusion)
        case "circle":
            return replace(node, premises=(replace(whole, conclusion=node.conclusion), *node.premises[1:]))
        case _:
            return replace(node, bindings=tuple((name, strange) for name, _ in node.bindings))


@settings(max_examples=150, deadline=None)
@given(worlds().filter(lambda world: world.inferred()).flatmap(lambda w: st.tuples(st.just(w), broken(w))))
def test_the_checker_rejects_a_proof_with_one_thing_changed(case) -> None:
    world, proof = case
    assert check(proof, world.store(), world.rules, concluded=[INFERRED])
