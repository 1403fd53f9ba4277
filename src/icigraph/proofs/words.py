"""How terms, triples and rules read in an explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Variable

from icigraph.proofs.proof import Binding, Statement
from icigraph.proofs.standard import standard_in_words
from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rdf.prefixes import literal_text
from icigraph.rdf.sparql import Token, rewritten
from icigraph.rules.compile.rule import Absence, Pattern, Rule
from icigraph.rules.compile.sentences import statements

__all__ = ["Label", "Shrink", "Words", "is_axiom"]

Shrink = Callable[[NamedNode], str]
Label = Callable[[NamedNode], str]

_SCHEMA = (str(RDFS), str(OWL))
_ABOUT_THINGS = {RDFS["label"], RDFS["comment"], RDFS["seeAlso"], OWL["sameAs"], OWL["differentFrom"]}


def is_axiom(triple: Statement) -> bool:
    """Whether a triple says something of classes and properties, not of things.

    >>> from pyoxigraph import Triple
    >>> state = NamedNode("x:State")
    >>> is_axiom(Triple(state, RDFS["subClassOf"], NamedNode("x:Agent"))), is_axiom(
    ...     Triple(NamedNode("x:kuwait"), RDF["type"], state)
    ... )
    (True, False)
    """
    said = triple.object if triple.predicate == RDF["type"] else triple.predicate
    return isinstance(said, NamedNode) and said not in _ABOUT_THINGS and said.value.startswith(_SCHEMA)


def _full(iri: NamedNode) -> str:
    return f"<{iri.value}>"


def _no_label(_: NamedNode) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Words:
    """Terms as a reader writes them: `shrink` gives a CURIE, `label` a name or nothing.

    >>> from pyoxigraph import Triple
    >>> words = Words()
    >>> words.triple(Triple(NamedNode("x:a"), NamedNode("x:p"), Literal("b")))
    '<x:a> <x:p> "b"'
    """

    shrink: Shrink = _full
    label: Label = _no_label

    def term(self, term: object) -> str:
        """A CURIE or IRI, a literal with a short datatype, a variable with its question mark."""
        if isinstance(term, NamedNode):
            return self.shrink(term)
        if isinstance(term, Variable):
            return f"?{term.value}"
        return literal_text(term, self.shrink) if isinstance(term, Literal) else str(term)

    def pattern(self, pattern: Pattern) -> str:
        """A pattern or triple in one line."""
        return " ".join(self.term(node) for node in pattern)

    def triple(self, triple: Statement | None) -> str:
        """A triple in one line; None is a contradiction."""
        if triple is None:
            return "a contradiction"
        return " ".join(map(self.term, (triple.subject, triple.predicate, triple.object)))

    def sentence(self, triple: Statement | None) -> str:
        """A triple as a reader says it: labels where there are any; an axiom by its CURIEs.

        >>> from pyoxigraph import Triple
        >>> kuwait, partner, ici = (NamedNode(f"x:{name}") for name in ("Kuwait", "partnerIn", "ICI"))
        >>> Words(label=lambda term: term.value[2:]).sentence(Triple(kuwait, partner, ici))
        'Kuwait – partnerIn – ICI'
        """
        if triple is None:
            return "a contradiction"
        return (
            self.triple(triple)
            if is_axiom(triple)
            else self.clause((triple.subject, triple.predicate, triple.object))
        )

    def clause(self, pattern: Iterable[object]) -> str:
        """A pattern in one line, its terms by their labels."""
        subject, predicate, value = pattern
        joined = "is a" if predicate == RDF["type"] else f"– {self.called(predicate)} –"
        return f"{self.called(subject)} {joined} {self.called(value)}"

    def called(self, term: object) -> str:
        """The label of a thing, or its CURIE; anything else as `term` writes it."""
        label = self.label(term) if isinstance(term, NamedNode) else ""
        return label or self.term(term)

    def absence(self, group: Absence) -> str:
        """What is to be absent in one line."""
        guards = " and ".join(rewritten(guard, self._token) for guard in group.guards)
        patterns = " . ".join(map(self.pattern, group.patterns))
        return f"{patterns} with {guards}" if guards else patterns

    def _token(self, token: Token) -> str:
        return self.shrink(NamedNode(token.text[1:-1])) if token.kind == "iri" else token.text

    def binding(self, binding: Binding) -> str:
        """A variable and its term."""
        name, term = binding
        return f"?{name.value} = {self.term(term)}"

    def named(self, term: object) -> str:
        """The label of a thing with its CURIE; the CURIE alone where it has none."""
        label = self.label(term) if isinstance(term, NamedNode) else ""
        return f"{label} ({self.term(term)})" if label else self.term(term)

    def rule(self, rule: Rule) -> str:
        """What the rule says: a derivation's title, or the standard's rule told in words."""
        return f"of the rule “{rule.title}”" if rule.title else standard_in_words(rule.standard)

    def axiom(self, rule: Rule) -> tuple[str, ...]:
        """The axioms of a rule, one a line; what is anonymous stands where it is used."""
        return tuple(statements(rule.axiom, rule.axiom, self.term))
