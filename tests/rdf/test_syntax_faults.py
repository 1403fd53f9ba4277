"""Syntax faults: all of a file, each at its place, with what would mend it."""

from __future__ import annotations

import pytest

from icigraph.base.faults import InputError
from icigraph.base.files import decode
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.syntax_faults import syntax_faults
from icigraph.rdf.syntax import JSON_LD, N_TRIPLES, TRIG, TURTLE, Syntax

HEAD = "@prefix : <http://e.org/> .\n@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"


def faults(body: str, syntax: Syntax = TURTLE) -> list[tuple[str, str, str | None]]:
    return [
        (f"{fault.place.line}:{fault.place.column}" if fault.place else "", fault.message, fault.hint)
        for fault in syntax_faults(Source("a.ttl", (HEAD + body).encode(), syntax.format, ""))
    ]


@pytest.mark.parametrize(
    ("body", "place", "message", "hint"),
    [
        (':a :b "x"\n:c :d :e .', "3:10", "a dot is missing", "dot"),
        (":a :b :c", "3:9", "a dot is missing", "dot"),
        (':a :b "open .\n:c :d :e .', "3:7", "not closed", 'close it with "'),
        (':a :b """open .\n:c :d :e .', "3:7", "not closed", '"""'),
        (":a rfd:b :c .", "3:4", "the prefix rfd: is not declared", "did you mean rdf?"),
        (
            ":a skos:b :c .",
            "3:4",
            "the prefix skos:",
            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        ),
        (":a :b <http://e.org/x y> .", "3:7", "IRI", "%20"),
        (":a :b <x> .", "3:7", "relative", "@base"),
        (r':a :b "\q" .', "3:8", r"\q", "backslash"),
        (":a :b [ :c :d .", "3:7", "[ is not closed", "add ]"),
        (":a :b ( 1 2 .", "3:7", "( is not closed", "add )"),
        (":a :b True .", "3:7", "an object is expected", "true"),
        (":a :b word .", "3:7", "an object is expected", "quotes"),
        (":a :b .", "3:7", "an object is expected", None),
        ('"x" :b :c .', "3:1", "a subject is expected", None),
        (":a _:b :c .", "3:4", "a property is expected", None),
        ("@prefix x <http://e.org/> .", "3:9", "a prefix", None),
    ],
)
def test_a_fault_has_its_place_and_hint(body: str, place: str, message: str, hint: str | None) -> None:
    found = faults(body)
    assert len(found) == 1
    assert found[0][0] == place
    assert message in found[0][1]
    assert (hint or "") in (found[0][2] or "")


def test_all_faults_of_a_file_are_found() -> None:
    body = ':a :b "x"\n:c :d :e .\n:f :g "open .\n:h no:b :i .\n:j :k , .\n:l :m :n .\n:o :p [ :q .\n'
    assert [place for place, _, _ in faults(body)] == ["3:10", "5:7", "6:4", "7:7", "9:12"]


def test_an_undeclared_prefix_is_told_once() -> None:
    assert len(faults(":a x:b :c ; x:d :e .\n:f x:g :h .")) == 1


def test_an_open_graph_is_told_where_it_opens() -> None:
    assert [fault[0] for fault in faults(":g { :a :b :c .", TRIG)] == ["3:4"]


def test_a_line_without_dot_is_told() -> None:
    text = "<x:a> <x:b> <x:c>\n<x:a> <x:b> <x:d> .\n<x:a> <x:b> .\n"
    found = syntax_faults(Source("a.nt", text.encode(), N_TRIPLES.format, ""))
    assert [fault.place.line for fault in found if fault.place] == [1, 3]
    assert found[0].hint == "end the line with a dot"


def test_other_syntaxes_have_the_engine_s_fault() -> None:
    (fault,) = syntax_faults(Source("a.jsonld", b'{"@id": ', JSON_LD.format, ""))
    assert fault.place is not None
    assert fault.place.line == 1


def test_deep_nesting_does_not_break_the_reader() -> None:
    assert faults(":a :b " + "[ :b " * 5000 + ":c" + "]" * 5000 + " .") == []
    assert faults(":a :b " + "(" * 5000 + " .") != []


def test_a_bad_byte_has_its_line_and_column() -> None:
    with pytest.raises(InputError) as caught:
        decode("é\nab".encode() + b"\xe9c", file="a.ttl")
    assert str(caught.value.faults[0].place) == "a.ttl:2:3"
