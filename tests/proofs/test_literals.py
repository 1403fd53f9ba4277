"""The checker's own idea of datatypes: it agrees with the reasoner's, and refuses a proof that has none."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from icigraph.proofs.checker.check import check
from icigraph.proofs.checker.lexical import denotes, differ
from icigraph.proofs.checker.values import Unknown
from icigraph.proofs.contradictions.refutation import Refutation, refutations
from icigraph.proofs.proof import Proof
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.rulebook import RuleBook
from icigraph.rdf.literal_values import SUPPORTED, belongs, value_of
from icigraph.rdf.literal_values import differ as reason_differ
from icigraph.rdf.namespaces import OWL, RDF, RDFS, XSD
from icigraph.rules.compile.rule import Rule
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.contradictions.by_rules import contradictions, ill_typed
from icigraph.rules.contradictions.contradiction import ILL_TYPED

A, P, DATA = (NamedNode(f"x:{name}") for name in ("a", "p", "data"))
TEXTS = re.split(
    r"\s+",
    """0 1 -1 +5 127 128 255 256 300 1.0 1.5 -0 .5 5. 1e3 1e400 3.5e38 INF -INF +INF NaN inf true false yes a
    a-b en-GB abc ab 0aFF QUJD QUJ http://a/b http://a/#b#c a:b:c :a 1a é %zz %20 2020-01-01T00:00:00
    2020-13-01T00:00:00 2020-02-30T00:00:00 2020-01-01T24:00:00 2020-01-01T24:00:01 2020-01-01T00:00:00Z
    2020-01-01T00:00:00+14:00 2020-01-01T00:00:00+14:01 -0044-03-15T00:00:00 12020-01-01T00:00:00
    012020-01-01T00:00:00 0000-02-29T00:00:00 -9223372036854775808 9223372036854775808""",
)
XML = ("<b>x</b>", "<b>", "<b/>", "<b></b>", "<b c='1'/>", "<!-- c --><b/>")
SPELLINGS = st.one_of(
    st.sampled_from([*TEXTS, "", " 5 ", "a b", " a", "a  b", "a\nb", "5\u0660", *XML]),
    st.from_regex(r"[+-]?[0-9]{1,40}", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,3}([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.text(alphabet="aZ0:-._ #/%\u00e9\u00b7\u0300\u00a0\u2028\t\n", max_size=5),
)
DATATYPES = st.sampled_from(sorted(SUPPORTED, key=str))


@settings(max_examples=1000, deadline=None)
@given(SPELLINGS, DATATYPES, DATATYPES)
@example("1" * 5000, XSD["integer"], XSD["byte"])
@example("a\u00a0b", XSD["token"], XSD["token"])
def test_two_tables_of_datatypes_agree(text: str, own: NamedNode, wanted: NamedNode) -> None:
    literal = Literal(text, datatype=own)
    value = value_of(literal)
    assert denotes(literal, wanted) == (value is not None and belongs(value, wanted))


def test_a_datatype_that_is_not_known_is_refused() -> None:
    with pytest.raises(Unknown):
        denotes(Literal("2020-01-01", datatype=XSD["date"]), XSD["date"])


@settings(max_examples=1000, deadline=None)
@given(SPELLINGS, DATATYPES, SPELLINGS, DATATYPES)
@example("0", RDF["XMLLiteral"], ":0", XSD["Name"])
@example("1" + "0" * 39 + "1", XSD["integer"], "1" + "0" * 40, XSD["integer"])
@example("1" * 5000, XSD["integer"], "1" * 5000 + ".5", XSD["decimal"])
@example("", RDF["XMLLiteral"], " ", RDF["XMLLiteral"])
@example("<b/>", RDF["XMLLiteral"], "<b></b>", RDF["XMLLiteral"])
def test_two_ideas_of_different_values_agree(
    text: str, datatype: NamedNode, other: str, another: NamedNode
) -> None:
    one = Literal(text, datatype=datatype)
    for spelled in (text, other):
        two = Literal(spelled, datatype=another)
        assert differ(one, two) == reason_differ(one, two)


def derivations(*triples: Triple) -> Derivations:
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object, DATA) for triple in triples)
    return Derivations(store, RuleBook([]))


def test_the_proof_that_a_literal_denotes_nothing_is_accepted() -> None:
    told = Triple(A, P, Literal("300", datatype=XSD["byte"]))
    seen = derivations(told)
    (found,) = refutations(seen, ill_typed([told]))
    assert found.causes == (told,)
    assert check(found.proof, seen.store, [ILL_TYPED]) == ()


def test_the_proof_that_a_sound_literal_denotes_nothing_is_refused() -> None:
    wrong, right = (Triple(A, P, Literal(text, datatype=XSD["byte"])) for text in ("300", "30"))
    (found,) = refutations(derivations(wrong), ill_typed([wrong]))
    forged = with_term(found.proof, wrong.object, Proof(right))
    (failure,) = check(forged, derivations(right).store, [ILL_TYPED])
    assert "is not true" in str(failure)


def with_term(proof: Proof, term: object, *premises: Proof) -> Proof:
    """The proof with the object of its last new premise in the place of a term, and with these premises."""
    new = premises[-1].conclusion
    assert new is not None
    bindings = tuple((name, new.object if old == term else old) for name, old in proof.bindings)
    return Proof(None, proof.rule, bindings, premises)  # type: ignore[arg-type]


def clash(*triples: Triple) -> tuple[list[Refutation], Store, list[Rule]]:
    """The contradictions between values that triples come to, and the rules of their proofs."""
    seen = derivations(*triples)
    found = list(refutations(seen, contradictions(seen.store, compile_rules(triples))))
    return found, seen.store, [rule for each in found for rule in each.rules.values()]


RANGED, SINGLE = Triple(P, RDFS["range"], XSD["integer"]), Triple(P, RDF["type"], OWL["FunctionalProperty"])


def test_a_value_within_the_range_is_no_contradiction() -> None:
    fits, not_ = Triple(A, P, Literal(5)), Triple(A, P, Literal("5.5", datatype=XSD["decimal"]))
    assert clash(RANGED, fits)[0] == []
    (found,), store, rules = clash(RANGED, not_)
    assert found.causes == (not_,)
    assert check(found.proof, store, rules) == ()


def test_two_values_of_a_property_that_has_one_are_a_contradiction_once() -> None:
    one, same, other = (
        Triple(A, P, Literal(text, datatype=XSD[name]))
        for text, name in (("1", "integer"), ("1.0", "decimal"), ("2", "integer"))
    )
    assert clash(SINGLE, one, same)[0] == []
    (found,), store, rules = clash(SINGLE, one, other)
    assert set(found.causes) == {one, other}
    assert check(found.proof, store, rules) == ()


def test_the_proof_that_equal_values_differ_is_refused() -> None:
    one, same, other = (Triple(A, P, Literal(text, datatype=XSD["decimal"])) for text in ("1.0", "01", "2"))
    (found,), _, rules = clash(SINGLE, one, other)
    first, second = found.proof.premises
    kept = first if first.conclusion == one else second
    forged = with_term(found.proof, other.object, kept, Proof(same))
    assert any(
        "is not true" in str(failure) for failure in check(forged, derivations(one, same).store, rules)
    )
