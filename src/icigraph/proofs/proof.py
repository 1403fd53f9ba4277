"""A proof: data first, whatever finds, checks or shows it.

A proof is a tree. A leaf is a triple that some file asserts; every other node applies one rule to the
conclusions of its premises. The axioms that a rule was compiled from are not repeated here: `Rule.axiom`
holds them under the rule's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

from icigraph.rules.compile.rule import Absence

__all__ = ["CONCLUDED", "Binding", "LiteralTriple", "Proof", "Statement", "Term", "asserted"]

CONCLUDED = frozenset(
    NamedNode(f"https://w3id.org/icigraph/graph/{name}") for name in ("derived", "inferred")
)
"""The graphs of what rules concluded, in the graph that ships with the package."""

Term = NamedNode | BlankNode | Literal
Binding = tuple[Variable, Term]


@dataclass(frozen=True, slots=True)
class LiteralTriple:
    """A triple about a literal. RDF has none, so no file states one; but what is to be the same, or to belong
    to a class, may be a literal.

    >>> print(LiteralTriple(Literal("b"), NamedNode("x:p"), Literal("a", language="en")))
    "b" <x:p> "a"@en
    """

    subject: Literal
    predicate: NamedNode
    object: Term

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object}"


Statement = Triple | LiteralTriple


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof of one triple.

    `conclusion` is the statement proven; None stands for a contradiction, the conclusion of a rule without
    head. `rule` names the rule applied, None at an asserted leaf. `bindings` gives the variables of the
    rule's body their terms, in the order of their first use, `computed` those that the rule's expressions
    yield. `premises` are the proofs of the rule's body, one a pattern, in its order, and last those of the
    rule's axioms that follow from others. `absent` are the rule's negated groups under these bindings: none
    has a match; variables left in them stand for any term.

    >>> leaf = asserted(Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b")))
    >>> leaf.rule is None, leaf.steps, leaf.height
    (True, 0, 0)
    """

    conclusion: Statement | None
    rule: str | None = None
    bindings: tuple[Binding, ...] = ()
    premises: tuple[Proof, ...] = ()
    computed: tuple[Binding, ...] = ()
    absent: tuple[Absence, ...] = ()

    @property
    def steps(self) -> int:
        """How many rule applications the proof has, written out as a tree."""
        steps: dict[int, int] = {}
        for node in self._upward():
            below = sum(steps[id(premise)] for premise in node.premises)
            steps[id(node)] = below + (node.rule is not None)
        return steps[id(self)]

    @property
    def height(self) -> int:
        """How many rules are applied one above the other at the most."""
        heights: dict[int, int] = {}
        for node in self._upward():
            below = max((heights[id(premise)] for premise in node.premises), default=0)
            heights[id(node)] = below + 1 if node.rule is not None else 0
        return heights[id(self)]

    def walk(self) -> Iterator[Proof]:
        """The proof's nodes from the conclusion down, left to right, a shared one as often as it is used."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.premises))

    def distinct(self) -> Iterator[Proof]:
        """The same, but each shared node once, where it is first used: written out as a tree, a proof may be
        exponentially longer.
        """
        seen: set[int] = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if id(node) not in seen:
                seen.add(id(node))
                yield node
                stack.extend(reversed(node.premises))

    def _upward(self) -> Iterator[Proof]:
        """Each node once, after its premises."""
        done: set[int] = set()
        stack = [self]
        while stack:
            node = stack[-1]
            waiting = [premise for premise in node.premises if id(premise) not in done]
            if waiting:
                stack += waiting
                continue
            stack.pop()
            if id(node) not in done:
                done.add(id(node))
                yield node

    def leaves(self) -> tuple[Triple, ...]:
        """The asserted triples that the proof rests on, each once, in the order of their first use."""
        found = (node.conclusion for node in self.distinct() if node.rule is None)
        return tuple(dict.fromkeys(triple for triple in found if isinstance(triple, Triple)))

    def rules(self) -> tuple[str, ...]:
        """The names of the rules applied, each once, in the order of their first use."""
        return tuple(dict.fromkeys(node.rule for node in self.distinct() if node.rule is not None))


def asserted(triple: Triple) -> Proof:
    """The proof of a triple that a file states: a leaf.

    >>> asserted(Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))).leaves()[0].object
    <NamedNode value=x:b>
    """
    return Proof(triple)
