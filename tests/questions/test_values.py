"""What a person may type for a parameter, and that no value can change the query."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from icigraph.base.faults import InputError
from icigraph.project.question import Parameter
from icigraph.questions.answer import filled
from icigraph.questions.naming import Naming
from icigraph.questions.values import Values
from icigraph.rdf.namespaces import RDF, RDFS, SKOS, XSD
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.sparql import values_blocks

GRAPH = NamedNode("urn:g")
PREFIXES = Prefixes({"id": "https://e.org/id/", "e": "https://e.org/o#", "xsd": str(XSD)})
PLACE = Parameter("place", type="e:Place")


def thing(name: str) -> NamedNode:
    return PREFIXES.expand(f"id:{name}")


@pytest.fixture(scope="module")
def values() -> Values:
    store = Store()
    facts = [
        (thing("oslo"), RDF["type"], PREFIXES.expand("e:Place")),
        (thing("oslo"), RDFS["label"], Literal("Oslo", language="en")),
        (thing("oslo"), SKOS["altLabel"], Literal("Christiania", language="en")),
        (thing("oslo"), SKOS["notation"], Literal("NOOSL")),
        (thing("paris"), RDF["type"], PREFIXES.expand("e:Place")),
        (thing("paris"), RDFS["label"], Literal("Paris", language="en")),
        (thing("texas/paris"), RDF["type"], PREFIXES.expand("e:Place")),
        (thing("texas/paris"), RDFS["label"], Literal("Paris", language="en")),
        (thing("hilton"), RDF["type"], PREFIXES.expand("e:Person")),
        (thing("hilton"), RDFS["label"], Literal("Paris Hilton", language="en")),
        (PREFIXES.expand("e:Place"), RDFS["label"], Literal("place", language="en")),
    ]
    store.extend([Quad(*fact, GRAPH) for fact in facts])
    return Values(Naming(store, PREFIXES), PREFIXES)


@pytest.mark.parametrize(
    "text",
    ["Oslo", "oslo", "OSLO", " Oslo ", "Christiania", "NOOSL", "noosl", "id:oslo", "<https://e.org/id/oslo>",
     "https://e.org/id/oslo"],
)  # fmt: skip
def test_a_thing_is_found_by_label_code_curie_and_iri(values: Values, text: str) -> None:
    assert values.read(PLACE, text) == thing("oslo")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("Paris", "may be Paris (id:paris), Paris (", "give the name in parentheses"),
        ("Olso", "no place is called 'Olso'", "did you mean Oslo (id:oslo)?"),
        ("Paris Hilton", "Paris Hilton (id:hilton) is no place", "there are Oslo, Paris"),
        ("id:nowhere", "no place is called 'id:nowhere'", "there are Oslo, Paris"),
        ("x:oslo", "no place is called 'x:oslo'", None),
        ("", "no place is called ''", None),
    ],
)
def test_what_does_not_fit_is_told_with_candidates(
    values: Values, text: str, message: str, hint: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        values.read(PLACE, text)
    (fault,) = caught.value.faults
    assert message in fault.message
    assert "--place" in fault.message
    assert hint is None or hint in str(fault.hint)


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("xsd:date", "2005-02-10", Literal("2005-02-10", datatype=XSD["date"])),
        ("date", "2005-02-10", Literal("2005-02-10", datatype=XSD["date"])),
        ("xsd:gYear", "2005", Literal("2005", datatype=XSD["gYear"])),
        ("xsd:integer", "-7", Literal("-7", datatype=XSD["integer"])),
        ("xsd:decimal", "1.50", Literal("1.50", datatype=XSD["decimal"])),
        ("xsd:boolean", "true", Literal("true", datatype=XSD["boolean"])),
        ("xsd:string", 'say "hi"', Literal('say "hi"')),
    ],
)
def test_literals_are_read_by_their_type(values: Values, kind: str, text: str, term: Literal) -> None:
    assert values.read(Parameter("p", type=kind), text) == term


@pytest.mark.parametrize(
    ("kind", "text"),
    [("xsd:date", "2005-02-31"), ("xsd:date", "2005"), ("xsd:date", "soon"), ("xsd:integer", "1.5"),
     ("xsd:integer", "٣"), ("xsd:nonNegativeInteger", "-1"), ("xsd:decimal", "NaN"), ("xsd:boolean", "yes")],
)  # fmt: skip
def test_a_literal_outside_its_type_is_refused(values: Values, kind: str, text: str) -> None:
    with pytest.raises(InputError, match="is not a value of"):
        values.read(Parameter("p", type=kind, default="x"), text)


def test_python_values_and_terms_are_taken_as_they_are(values: Values) -> None:
    assert values.read(Parameter("p", type="xsd:date"), date(2005, 2, 10)).value == "2005-02-10"
    assert values.read(PLACE, thing("anything")) == thing("anything")


def test_choices_bound_what_may_be_given(values: Values) -> None:
    chosen = Parameter("place", type="e:Place", choices=("id:paris",))
    assert values.read(chosen, "id:paris") == thing("paris")
    with pytest.raises(InputError, match="is not a choice"):
        values.read(chosen, "Oslo")


QUERY = 'SELECT ?v { VALUES ?v { "default" } # VALUES ?v { }\n}'


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_can_leave_its_place_in_the_query(text: str) -> None:
    solutions = Store().query(filled(QUERY, {"v": [Literal(text)]}, "q.rq"))
    assert [solution["v"] for solution in solutions] == [Literal(text)]  # type: ignore[union-attr]


@given(st.lists(st.integers(), min_size=1, max_size=4))
def test_several_values_are_several_rows(numbers: list[int]) -> None:
    solutions = Store().query(filled(QUERY, {"v": [Literal(number) for number in numbers]}, "q.rq"))
    assert [int(solution["v"].value) for solution in solutions] == numbers  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("VALUES ?v { id:a }", ("id:a",)),
        ("values ?v{<urn:a>\n<urn:b>}", ("<urn:a>", "<urn:b>")),
        ('VALUES ?v { "}"@en UNDEF 1.5 }', ('"}"@en', "UNDEF", "1.5")),
        ("# VALUES ?v { id:no }\nVALUES $v { '''x\n}''' }", ("'''x\n}'''",)),
        ('BIND("VALUES ?v { x }" AS ?w) VALUES ?v { 1 }', ("1",)),
    ],
)
def test_values_blocks_are_found_as_sparql_has_them(text: str, rows: tuple[str, ...]) -> None:
    (block,) = values_blocks(text)["v"]
    assert block.rows == rows


def test_a_block_of_two_variables_is_no_parameter() -> None:
    assert values_blocks("VALUES (?a ?b) { (1 2) }") == {}
    with pytest.raises(InputError, match=r"no VALUES block sets \?a"):
        filled("SELECT * { VALUES (?a ?b) { (1 2) } }", {"a": [Literal("1")]}, "q.rq")
