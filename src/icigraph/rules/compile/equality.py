"""Table 4 of OWL 2 Profiles 4.3: the semantics of equality (eq-*).

`EQUALITY` are generic rules: they run only where something is said or found to be the same as another thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Triple, Variable

from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rules.compile.axioms import Axioms
from icigraph.rules.compile.draft import Condition, Mode, distinct, draft, finish
from icigraph.rules.compile.rule import Node, Rule

__all__ = ["EQUALITY", "equality_rules", "reflexive_rules"]

SAME, DIFFERENT = OWL["sameAs"], OWL["differentFrom"]
X, Y, Z = Variable("x"), Variable("y"), Variable("z")
S, P, V = Variable("s"), Variable("p"), Variable("o")
T = Variable("t")


def _equality() -> Iterator[Rule]:
    apart = (distinct(X, Z),)
    yield from draft(SAME, ((Y, SAME, X),), Condition(((X, SAME, Y),), (), ("eq-sym",)))
    yield from draft(
        SAME, ((X, SAME, Z),), Condition(((X, SAME, Y), (Y, SAME, Z)), (), ("eq-trans",), (), apart)
    )
    # Replacing inside sameAs triples is left to eq-sym and eq-trans; replacing inside a list would give it
    # two members at one place, and an axiom that can no longer be read.
    other = f"?p NOT IN ({SAME}, {RDF['first']}, {RDF['rest']})"
    for standard, old, head, guards in (
        ("eq-rep-s", S, (T, P, V), (distinct(S, T), other)),
        ("eq-rep-p", P, (S, T, V), (distinct(P, T),)),
        ("eq-rep-o", V, (S, P, T), (distinct(V, T), other)),
    ):
        yield from draft(SAME, (head,), Condition(((old, SAME, T), (S, P, V)), (), (standard,), (), guards))


EQUALITY: tuple[Rule, ...] = finish(_equality())


def equality_rules(axioms: Axioms, mode: Mode) -> Iterator[Rule]:
    """What contradicts an equality: eq-diff1, and eq-diff2 and eq-diff3 for each set of different things.

    >>> [rule.standard for rule in equality_rules(Axioms([]), Mode.PUBLISHED)]
    ['eq-diff1', 'eq-diff1+eq-ref']
    """
    yield from draft(DIFFERENT, (), Condition(((X, SAME, Y), (X, DIFFERENT, Y)), (), ("eq-diff1",)))
    if mode is not Mode.GENERALISED:
        # There everything is told to be the same as itself.
        yield from draft(DIFFERENT, (), Condition(((X, DIFFERENT, X),), (), ("eq-diff1", "eq-ref")))
    for kind in axioms.typed(OWL["AllDifferent"]):
        for name, standard in (("members", "eq-diff2"), ("distinctMembers", "eq-diff3")):
            for triple in axioms.of(kind.subject, OWL[name]):
                members = axioms.members(triple.object)
                if members is not None:
                    yield from _all_different(members.terms, (kind, triple, *members.triples), standard)


def _all_different(terms: tuple[Node, ...], axiom: tuple[Triple, ...], standard: str) -> Iterator[Rule]:
    listed = ", ".join(map(str, terms))
    guards = (distinct(X, Y), f"?x IN ({listed})", f"?y IN ({listed})")
    yield from draft(DIFFERENT, (), Condition(((X, SAME, Y),), axiom, (standard,), (), guards))
    for term in [term for term in terms if terms.count(term) > 1][:1]:
        yield from draft(term, (), Condition((), axiom, (standard, "eq-ref")))


def reflexive_rules(mode: Mode) -> Iterator[Rule]:
    """eq-ref, which only generalised entailment needs: every term is the same as itself.

    >>> [str(rule.head[0][0]) for rule in reflexive_rules(Mode.GENERALISED)]
    ['?s', '?p', '?o']
    """
    if mode is not Mode.GENERALISED:
        return
    triple = ((S, P, V),)
    for node in (S, P, V):
        yield from draft(SAME, ((node, SAME, node),), Condition(triple, (), ("eq-ref",)))
