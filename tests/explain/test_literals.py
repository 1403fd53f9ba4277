"""The checker's own idea of datatypes: it agrees with the reasoner's, and refuses a proof that has none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from icigraph.explain.check import check
from icigraph.explain.derivations import Derivations
from icigraph.explain.lexical import denotes
from icigraph.explain.literals import LITERAL_RULES, misfits
from icigraph.explain.proof import Proof
from icigraph.explain.rulebook import RuleBook
from icigraph.explain.values import Unevaluable
from icigraph.rdf.namespaces import RDFS, XSD
from icigraph.reason.literals import SUPPORTED, belongs, value_of

A, P, DATA = (NamedNode(f"x:{name}") for name in ("a", "p", "data"))
TEXTS = re.split(
    r"\s+",
    """0 1 -1 +5 127 128 255 256 300 1.0 1.5 -0 .5 5. 1e3 1e400 3.5e38 INF -INF +INF NaN inf true false yes a
    a-b en-GB abc ab 0aFF QUJD QUJ http://a/b http://a/#b#c a:b:c :a 1a é %zz %20 2020-01-01T00:00:00
    2020-13-01T00:00:00 2020-02-30T00:00:00 2020-01-01T24:00:00 2020-01-01T24:00:01 2020-01-01T00:00:00Z
    2020-01-01T00:00:00+14:00 2020-01-01T00:00:00+14:01 -0044-03-15T00:00:00 12020-01-01T00:00:00
    012020-01-01T00:00:00 0000-02-29T00:00:00 -9223372036854775808 9223372036854775808""",
)
SPELLINGS = st.one_of(
    st.sampled_from([*TEXTS, "", " 5 ", "a b", " a", "a  b", "a\nb", "5\u0660", "<b>x</b>", "<b>"]),
    st.from_regex(r"[+-]?[0-9]{1,20}", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,3}([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.text(alphabet="aZ0:-._ #/%", max_size=5),
)
DATATYPES = st.sampled_from(sorted(SUPPORTED, key=str))


@settings(max_examples=1000, deadline=None)
@given(SPELLINGS, DATATYPES, DATATYPES)
def test_two_tables_of_datatypes_agree(text: str, own: NamedNode, wanted: NamedNode) -> None:
    literal = Literal(text, datatype=own)
    value = value_of(literal)
    assert denotes(literal, wanted) == (value is not None and belongs(value, wanted))


def test_a_datatype_that_is_not_known_is_refused() -> None:
    with pytest.raises(Unevaluable):
        denotes(Literal("2020-01-01", datatype=XSD["date"]), XSD["date"])


def derivations(*triples: Triple) -> Derivations:
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object, DATA) for triple in triples)
    return Derivations(store, RuleBook(LITERAL_RULES))


def test_the_proof_that_a_literal_denotes_nothing_is_accepted() -> None:
    told = Triple(A, P, Literal("300", datatype=XSD["byte"]))
    seen = derivations(told)
    (found,) = misfits(seen, [told])
    assert found.causes == (told,)
    assert check(found.proof, seen.store, LITERAL_RULES) == ()


def test_the_proof_that_a_sound_literal_denotes_nothing_is_refused() -> None:
    wrong, right = (Triple(A, P, Literal(text, datatype=XSD["byte"])) for text in ("300", "30"))
    (found,) = misfits(derivations(wrong), [wrong])
    bindings = tuple(
        (name, right.object if term == wrong.object else term) for name, term in found.proof.bindings
    )
    forged = Proof(None, found.proof.rule, bindings, (Proof(right),))
    (failure,) = check(forged, derivations(right).store, LITERAL_RULES)
    assert "is not true" in str(failure)


def test_a_value_within_the_range_is_no_contradiction() -> None:
    ranged = Triple(P, RDFS["range"], XSD["integer"])
    fits, not_ = Triple(A, P, Literal(5)), Triple(A, P, Literal("5.5", datatype=XSD["decimal"]))
    assert list(misfits(derivations(ranged, fits), [ranged, fits])) == []
    assert len(list(misfits(derivations(ranged, not_), [ranged, not_]))) == 1
