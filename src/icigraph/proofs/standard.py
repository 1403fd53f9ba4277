"""The rules of the OWL 2 RL/RDF tables (OWL 2 Profiles, section 4.3), each in a few words."""

from __future__ import annotations

__all__ = ["STANDARD", "standard_in_words"]

STANDARD = {
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
    "cls-thing": "owl:Thing is a class",
    "cls-nothing1": "owl:Nothing is a class",
    "prp-ap": "the annotation properties of RDFS and OWL are annotation properties",
    "dt-type1": "the datatypes of OWL 2 RL are datatypes",
    "scm-cls": "a class is equivalent to itself, below owl:Thing and above owl:Nothing",
    "scm-sco": "a subclass of a subclass is a subclass",
    "scm-eqc1": "equivalent classes are subclasses of each other",
    "scm-eqc2": "classes that are subclasses of each other are equivalent",
    "scm-op": "an object property is a subproperty of itself and equivalent to itself",
    "scm-dp": "a datatype property is a subproperty of itself and equivalent to itself",
    "scm-spo": "a subproperty of a subproperty is a subproperty",
    "scm-eqp1": "equivalent properties are subproperties of each other",
    "scm-eqp2": "properties that are subproperties of each other are equivalent",
    "scm-dom1": "what belongs to the domain belongs to its superclass, which is a domain too",
    "scm-dom2": "a subproperty has the domain of its superproperty",
    "scm-rng1": "what belongs to the range belongs to its superclass, which is a range too",
    "scm-rng2": "a subproperty has the range of its superproperty",
    "scm-hv": "having the value by a property is having it by its superproperty",
    "scm-svf1": "a value of the class is a value of its superclass",
    "scm-svf2": "a value by the property is a value by its superproperty",
    "scm-avf1": "if all values belong to the class, all belong to its superclass",
    "scm-avf2": "if all values by the superproperty belong to the class, all by the property do",
    "scm-int": "an intersection is a subclass of each of its classes",
    "scm-uni": "each class of a union is a subclass of the union",
}
"""What each rule says, by its name in the tables."""


def standard_in_words(standard: str) -> str:
    """What a rule of the OWL 2 RL table does; composite rules, joined by `+`, are told outermost first.

    >>> standard_in_words("prp-symp")
    'a symmetric property holds both ways'
    """
    if standard == "derivation":
        return "a rule of this project"
    return "; ".join(dict.fromkeys(STANDARD.get(part, f"the rule {part}") for part in standard.split("+")))
