"""A contradiction: the rule that finds it, where it applies, and the sentence that tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pyoxigraph import Literal, Triple, Variable

from icigraph.rules.compile.patterns import bind_all
from icigraph.rules.compile.rule import Node, Pattern, Rule
from icigraph.rules.compile.sentences import axiom_sentence, sentence, term_text

__all__ = ["ILL_TYPED", "Contradiction"]

_S, _P, _O = (Variable(name) for name in ("subject", "property", "value"))
# DENOTES is a function of the proofs' checker, none of SPARQL: no engine runs this rule.
ILL_TYPED = Rule(
    "dt-not-type", "dt-not-type", (), ((_S, _P, _O),), guards=("!DENOTES(?value, DATATYPE(?value))",)
)
"""The rule that a literal in what a file asserts denotes a value of its datatype."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule without head that applies, under these bindings of the variables of its body.

    >>> from pyoxigraph import NamedNode
    >>> byte = NamedNode("http://www.w3.org/2001/XMLSchema#byte")
    >>> terms = NamedNode("x:/a"), NamedNode("x:/p"), Literal("300", datatype=byte)
    >>> Contradiction(ILL_TYPED, tuple(zip((_S, _P, _O), terms))).message
    'dt-not-type: a p "300"^^xsd:byte, which is no value of xsd:byte'
    """

    rule: Rule
    bindings: tuple[tuple[Variable, Node], ...] = ()

    @classmethod
    def between(
        cls, premises: tuple[Pattern, ...], rule: Rule, standard: str, axiom: tuple[Triple, ...]
    ) -> Contradiction:
        """The contradiction between triples that a rule finds by other names for its terms, or through
        others.
        """
        return cls(replace(rule, standard=standard, body=premises, axiom=axiom))

    @property
    def standard(self) -> str:
        """The rule of OWL 2 RL that finds it; composite rules are joined by `+`."""
        return self.rule.standard

    @property
    def axiom(self) -> tuple[Triple, ...]:
        """The triples of the axiom that is broken; none where the standard's rule alone forbids it."""
        return self.rule.axiom

    @property
    def premises(self) -> tuple[Pattern, ...]:
        """The triples that clash, as patterns without variables: a literal may be the subject of one, since
        literals take part in reasoning.
        """
        return bind_all(self.rule.body, dict(self.bindings))

    @property
    def message(self) -> str:
        """A sentence: what clashes, and the axiom that says so."""
        return f"{self.standard}: {self._said()}"

    def _said(self) -> str:
        premises = self.premises
        said = " and ".join(map(sentence, premises))
        if self.rule is ILL_TYPED and isinstance(value := premises[0][2], Literal):
            return f"{said}, which is no value of {term_text(value.datatype)}"
        if not self.axiom or not premises:
            clash = "contradict each other" if len(premises) > 1 else "cannot be"
            return f"{said or axiom_sentence(self.axiom)} {clash}"
        verb = "contradicts" if len(premises) == 1 else "contradict"
        return f"{said} {verb} {axiom_sentence(self.axiom)}"
