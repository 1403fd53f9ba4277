"""An explanation: a proof with all that its readers want beside it, before any rendering.

Every rendering takes this value, so that none looks anything up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store, Triple

from icigraph.base.faults import Place
from icigraph.project.texts import Texts, no_texts
from icigraph.proofs.checker.check import Failure, NotComputed, examine
from icigraph.proofs.evidence import Leaf, Locate, leaf_of, nowhere
from icigraph.proofs.proof import CONCLUDED, Proof, Statement
from icigraph.proofs.words import Words
from icigraph.rules.compile.rule import Rule

__all__ = ["Explanation", "RuleNote", "explain"]


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule in words: `said` is what it does, `axioms` the ontology's statements it comes from, `places`
    where they stand; a derivation's first place is its file.
    """

    name: str
    standard: str
    said: str
    axioms: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A proof, the notes on its rules by name, the evidence of its leaves by triple, and what the checker
    says.

    `causes` are the fewest asserted triples that lead to a contradiction; nothing else has any.
    `not_computed` is what the checker took as the query engine has it.

    >>> from icigraph.proofs.proof import asserted
    >>> proof = asserted(Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b")))
    >>> explain(proof, Store(), {}).remarks
    ('CHECK FAILED: conclusion: no file asserts <x:a> <x:p> <x:b>',)
    """

    proof: Proof
    rules: Mapping[str, RuleNote]
    leaves: Mapping[Statement, Leaf]
    failures: tuple[Failure, ...]
    words: Words
    causes: tuple[Triple, ...] = ()
    not_computed: tuple[NotComputed, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the checker has to say: each failure, and what it did not compute anew; nothing, where it
        accepts all of the proof.
        """
        failed = (f"CHECK FAILED: {failure}" for failure in self.failures)
        return (*failed, *map(str, self.not_computed))


def explain(
    proof: Proof,
    store: Store,
    rules: Mapping[str, Rule],
    *,
    words: Words | None = None,
    locate: Locate = nowhere,
    texts: Texts = no_texts,
    concluded: Collection[NamedNode] = CONCLUDED,
    causes: tuple[Triple, ...] = (),
) -> Explanation:
    """Check a proof of a closed store and gather what its readers want: places, facts, citations, rules in
    words.

    >>> from pyoxigraph import Quad
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> explanation = explain(asserted(Triple(a, a, a)), store, {}, locate=lambda triple: Place("a.ttl", 3))
    >>> [str(leaf.place) for leaf in explanation.leaves.values()], explanation.failures
    (['a.ttl:3'], ())
    """
    spoken = words or Words()
    leaves = dict.fromkeys((*proof.leaves(), *causes))
    examined = examine(proof, store, rules, concluded=concluded)
    return Explanation(
        proof,
        {name: _note(rules[name], spoken, locate) for name in proof.rules()},
        {leaf: leaf_of(leaf, store, locate, texts, concluded=concluded) for leaf in leaves},
        examined.failures,
        spoken,
        causes,
        examined.not_computed,
    )


def _note(rule: Rule, words: Words, locate: Locate) -> RuleNote:
    file = (Place(rule.origin),) if rule.origin else ()
    places = (*file, *_places(rule, locate))
    return RuleNote(rule.name, rule.standard, words.rule(rule), words.axiom(rule), places)


def _places(rule: Rule, locate: Locate) -> tuple[Place, ...]:
    """Where the rule's axioms stand, one place a line of a file.

    A blank node has another label each time that a file is read, so only statements about named things are
    looked for.
    """
    places = (locate(triple) for triple in rule.axiom if isinstance(triple.subject, NamedNode))
    lines = {(place.file, place.line): place for place in places if place is not None}
    return tuple(sorted(lines.values(), key=str))
