"""A Turtle document skimmed gives, for any subject and object, what it gives read from its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from icigraph.rdf.placed.document import Relabelling
from icigraph.rdf.placed.skim import skimmed
from icigraph.rdf.placed.turtle import read_placed
from icigraph.rdf.syntax import TURTLE

HEAD = "@prefix : <http://e.org/> .\nPREFIX p: <http://e.org/p#>\n@prefix v1.0: <http://e.org/v/> .\n"
IRIS = [":a", "p:b.c", "p:x-y_z", "v1.0:e", "<http://e.org/a>", "<rel>", r":es\,c\.", ":%41"]
SUBJECTS = st.sampled_from([*IRIS, "_:l", "_:m.n", "[]", "[ :p :in ]", "( 1 [] )", "()"])
PREDICATES = st.sampled_from(["a", ":p", "p:q", "<http://e.org/r>"])
PLAIN = [
    *IRIS,
    "_:l",
    "_:m.n",
    "1",
    "1.5",
    ".5",
    "-2.",
    "1.e3",
    "true",
    "[]",
    "()",
    '"x . y"',
    "'it\\'s'",
    '"""a "quoted" . #\n"""',
    "'''b'''",
    '"v"@en-GB',
    '"1"^^p:t',
    '"_:no"',
    r'"é\""',
]
OBJECTS = st.recursive(
    st.sampled_from([one for one in PLAIN if one != "-2."]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"( {' '.join(items)} )"),
        st.tuples(PREDICATES, inner).map(lambda pair: f"[ {pair[0]} {pair[1]} ]"),
        st.tuples(PREDICATES, inner, inner).map(lambda three: f"[ {three[0]} {three[1]} , {three[2]} ; ]"),
    ),
    max_leaves=5,
)
STOPS = st.sampled_from([" .\n", ".\n", ". ", " . # a comment . [\n", "\n.\n\n"])
STATEMENTS = st.tuples(SUBJECTS, PREDICATES, st.lists(OBJECTS, min_size=1, max_size=3), STOPS).map(
    lambda parts: f"{parts[0]} {parts[1]} {' , '.join(parts[2])}{parts[3]}"
)
DOCUMENTS = st.lists(STATEMENTS, max_size=8).map(lambda statements: HEAD + "".join(statements))
BASE = "http://base.org/x"


def whole(text: str, offset: int, base: str = BASE) -> list[tuple[str, ...]]:
    """Each triple by our names with its places, from reading all of it."""
    document = read_placed(text, TURTLE, file="d.ttl", base=base)
    names = Relabelling(offset)
    return [shown(names.triple(one.quad.triple), one) for one in document.quads]


def shown(triple: object, placed: object) -> tuple[str, ...]:
    at = ("subject", "predicate", "object", "start", "end")
    return (str(triple), *(str(getattr(placed, name)) for name in at))


def triples_of(lines: str) -> Iterator[Triple]:
    return (quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES))


def compared(text: str, offset: int, base: str = BASE) -> bool:
    """Ask for each term of a document by itself; False where it must be read whole anyhow."""
    document = skimmed(text, "d.ttl", base, offset)
    if document is None:
        return False
    every = whole(text, offset, base)
    found = [
        quad.triple for quad in parse(("".join(f"{r[0]} .\n" for r in every)), format=RdfFormat.N_TRIPLES)
    ]
    for subject in dict.fromkeys(triple.subject for triple in found):
        expected = [row for row, triple in zip(every, found, strict=True) if triple.subject == subject]
        assert [shown(one.triple, one) for one in document.about([subject], [])] == expected
    for value in dict.fromkeys(triple.object for triple in found):
        expected = [row for row, triple in zip(every, found, strict=True) if triple.object == value]
        assert [shown(one.triple, one) for one in document.about([], [value])] == expected
    return True


@given(DOCUMENTS, st.sampled_from([0, 7]))
def test_each_term_is_found_where_reading_all_finds_it(text: str, offset: int) -> None:
    assert compared(text, offset)


@pytest.mark.parametrize(
    "text",
    [
        ":a :b << :c :d :e >> .",
        ":a :b :c ~ :r .",
        ":a :b :c . @prefix : <http://other.org/> . :a :b :d .",
        ":a :b :c . BASE <http://other.org/> <x> :b :d .",
        ":a :b ",
        ":a :b 'c .",
        "x:a :b :c .",
    ],
)
def test_what_cannot_be_skimmed_is_not(text: str) -> None:
    assert skimmed(HEAD + text, "d.ttl", BASE) is None


@pytest.mark.parametrize(
    "text",
    [
        ":a :b 1 . @prefix later: <http://e.org/l#> . later:a :b 2 . @prefix later: <http://e.org/l#> .",
        "@base <http://other.org/> . <x> :b <y#z> . <> :b <../up> .",
        '<http://e.org/\\u0061> :b "\\u0062" .',
        "# only a comment",
        ':a:b :c _:d. _:d :e:f "x".:g :h :i.',
    ],
)
def test_what_is_seldom_written_is_found_as_well(text: str) -> None:
    assert compared(
        HEAD.replace("\ufeff", "") + text if "\ufeff" not in text else text[:1] + HEAD + text[1:], 3
    )


@pytest.mark.suite
@pytest.mark.parametrize("name", ["dcat-ap/hvd-shapes.ttl", "brick/rice_brick.ttl"])
def test_what_others_wrote_is_found(name: str, shared: Path) -> None:
    file = shared / "real" / name
    if not file.exists():
        pytest.skip(f"../shared/real/{name} is not there")
    assert compared(file.read_text(), 5, file.as_uri())


def test_blank_nodes_that_are_not_of_the_document_are_not_found() -> None:
    document = skimmed(HEAD + ":a :b [] .", "d.ttl", BASE, 1)
    assert document is not None
    wanted = [BlankNode("b0"), BlankNode("b2"), BlankNode("other")]
    assert list(document.about(wanted, wanted)) == []
