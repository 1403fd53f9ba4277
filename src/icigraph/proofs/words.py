"""How terms, triples and rules read in an explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Variable

from icigraph.proofs.proof import Binding, Statement
from icigraph.rdf.prefixes import literal_text
from icigraph.rdf.sparql import Token, rewritten
from icigraph.rules.compile.rule import Absence, Pattern, Rule
from icigraph.rules.compile.sentences import statements

__all__ = ["Label", "Shrink", "Words", "standard_in_words"]

Shrink = Callable[[NamedNode], str]
Label = Callable[[NamedNode], str]

_STANDARD = {
    "prp-dom": "what has the property belongs to its domain",
    "prp-rng": "what the property leads to belongs to its range",
    "prp-fp": "a functional property has one value, so two values are the same",
    "prp-ifp": "an inverse functional property has one subject, so two subjects are the same",
    "prp-irp": "an irreflexive property leads from nothing to itself",
    "prp-symp": "a symmetric property holds both ways",
    "prp-asyp": "an asymmetric property never holds both ways",
    "prp-trp": "a transitive property holds along its own chain",
    "prp-spo1": "what holds by a property holds by its superproperty",
    "prp-spo2": "a chain of properties implies the property",
    "prp-eqp1": "equivalent properties hold of the same things",
    "prp-eqp2": "equivalent properties hold of the same things",
    "prp-pdw": "disjoint properties share no pair",
    "prp-adp": "disjoint properties share no pair",
    "prp-inv1": "the inverse property holds the other way round",
    "prp-inv2": "the inverse property holds the other way round",
    "prp-key": "things with the same key are the same",
    "prp-npa1": "the relation is denied by a negative assertion",
    "prp-npa2": "the value is denied by a negative assertion",
    "cls-nothing2": "nothing belongs to owl:Nothing",
    "cls-int1": "what belongs to every class of an intersection belongs to the intersection",
    "cls-int2": "what belongs to an intersection belongs to each of its classes",
    "cls-uni": "what belongs to a class of a union belongs to the union",
    "cls-com": "nothing belongs to a class and its complement",
    "cls-svf1": "having a value of the class is what the restriction asks for",
    "cls-svf2": "having a value is what the restriction asks for",
    "cls-avf": "each value belongs to the class that the restriction asks of all values",
    "cls-hv1": "what belongs to the restriction has the value it names",
    "cls-hv2": "having the value that the restriction names is enough to belong to it",
    "cls-maxc1": "no value is allowed by the cardinality",
    "cls-maxc2": "one value at most, so two values are the same",
    "cls-maxqc1": "no value of the class is allowed by the cardinality",
    "cls-maxqc2": "no value is allowed by the cardinality",
    "cls-maxqc3": "one value of the class at most, so two are the same",
    "cls-maxqc4": "one value at most, so two are the same",
    "cls-oo": "the class lists its members",
    "cax-sco": "what belongs to a class belongs to its superclass",
    "cax-eqc1": "equivalent classes have the same members",
    "cax-eqc2": "equivalent classes have the same members",
    "cax-dw": "disjoint classes share no member",
    "cax-adc": "disjoint classes share no member",
    "eq-sym": "sameness holds both ways",
    "eq-trans": "what is the same as the same is the same",
    "eq-rep-s": "what holds of a thing holds of the same thing",
    "eq-rep-p": "what holds by a property holds by the same property",
    "eq-rep-o": "what leads to a thing leads to the same thing",
    "eq-diff1": "what is different is not the same",
    "eq-diff2": "things listed as different are not the same",
    "eq-diff3": "things listed as different are not the same",
    "dt-not-type": "a literal denotes a value of its datatype",
    "dt-type2": "a literal belongs to the datatypes that have its value",
    "dt-eq": "literals of one value are the same",
    "eq-ref": "everything is the same as itself",
    "dt-diff": "but literals of different values are different",
    "derivation": "a rule of this project",
}


def standard_in_words(standard: str) -> str:
    """What a rule of the OWL 2 RL table does; composite rules, joined by `+`, are told outermost first.

    >>> standard_in_words("prp-symp")
    'a symmetric property holds both ways'
    """
    parts = standard.split("+")
    said = [_STANDARD.get(part, "") for part in parts]
    if any(said):
        return "; ".join(dict.fromkeys(filter(None, said)))
    return "the ontology's axioms combine" if standard.startswith("scm-") else f"the rule {standard}"


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
