"""The placed reader against pyoxigraph's parser: same terms, same order, every place on its term."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from icigraph.rdf.placed.turtle import PlacedDocument, read_placed
from icigraph.rdf.syntax import N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Syntax, syntax_of

BASE = "http://base.example/folder/file"


def read(text: str, syntax: Syntax = TURTLE) -> PlacedDocument:
    return read_placed(text, syntax, file="a.ttl", base=BASE)


def engine(text: str, syntax: Syntax = TURTLE) -> list[Quad]:
    return list(parse(text, format=syntax.format, base_iri=BASE))


def assert_same(text: str, syntax: Syntax = TURTLE) -> None:
    """Same quads in the same order, blank nodes paired one to one."""
    document = read(text, syntax)
    assert document.faults == ()
    pairs: dict[BlankNode, BlankNode] = {}

    def same(mine: object, theirs: object) -> bool:
        if isinstance(mine, BlankNode) and isinstance(theirs, BlankNode):
            return pairs.setdefault(mine, theirs) == theirs
        if isinstance(mine, Triple) and isinstance(theirs, Triple):
            return all(same(a, b) for a, b in zip(mine, theirs, strict=True))
        return mine == theirs

    expected = engine(text, syntax)
    assert len(document.quads) == len(expected)
    for placed, quad in zip(document.quads, expected, strict=True):
        assert all(same(a, b) for a, b in zip(placed.quad, quad, strict=True)), (placed.quad, quad)
    assert len(set(pairs.values())) == len(pairs)


# Documents: pieces of every construct, with any white space and comments between tokens.

SPACES = st.lists(
    st.sampled_from([" ", "\t", "\n", "\r\n", "# a . comment \"with' marks <\n", "  "]),
    min_size=1,
    max_size=3,
).map("".join)
IRIS = st.sampled_from(
    ["<http://e.org/a>", "<rel/../b>", "<#f>", "<>", "<?q>", "<http://e.org/\\u00E9>", "ex:a", "ex:b.c", ":",
     ":d",
     "ex:%41", "ex:x\\~y", "ex:a:b", ":\u00e9t\u00e9", "ex:0", "<http://e.org/./x/../y>"]
)  # fmt: skip
STRINGS = st.sampled_from(
    ['"a"', "'b'", '""', "''", '"""long "quoted" \n.text"""', "'''it''s'''",
     '"esc \\" \\n \\u00e9 \\U0001F600"',
     '"dot . hash # <iri>"', '"""ends\\""""', "'\"'", '"\U0001f600 beyond"']
)  # fmt: skip
SUFFIXES = st.sampled_from(["", "@en", "@en-GB", "@de--ltr", "^^ex:t", "^^<http://e.org/t>"])
NUMBERS = st.sampled_from(["1", "-2", "+3.5", ".5", "1e3", "1.5E-3", "007", "true", "false"])
BLANKS = st.sampled_from(["_:a", "_:b.c", "_:0", "[]", "[ ]", "()"])
SUBJECTS = IRIS | st.sampled_from(["_:a", "_:b.c", "[]"])
VERBS = IRIS | st.just("a")


@st.composite
def objects(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.integers(0, 5 if depth else 3))
    if kind == 0:
        return draw(IRIS)
    if kind == 1:
        return draw(STRINGS) + draw(SUFFIXES)
    if kind == 2:
        return draw(NUMBERS)
    if kind == 3:
        return draw(BLANKS)
    if kind == 4:
        items = draw(st.lists(objects(depth - 1), max_size=3))
        return "(" + "".join(f" {item}{draw(SPACES)}" for item in items) + ")"
    return f"[{draw(SPACES)}{draw(predicates(depth - 1))}{draw(SPACES)}]"


@st.composite
def predicates(draw: st.DrawFn, depth: int = 2) -> str:
    def one() -> str:
        values = draw(st.lists(objects(depth), min_size=1, max_size=2))
        return draw(VERBS) + draw(SPACES) + f"{draw(SPACES)},{draw(SPACES)}".join(values)

    parts = [one() for _ in range(draw(st.integers(1, 2)))]
    return f"{draw(SPACES)};{draw(SPACES)}".join(parts) + draw(st.sampled_from(["", " ;", " ; ;"]))


@st.composite
def triples(draw: st.DrawFn) -> str:
    subject = draw(SUBJECTS | st.just("( 1 ex:a )") | st.just("[ ex:p 'x' ]"))
    return f"{subject}{draw(SPACES)}{draw(predicates())}{draw(SPACES)}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    head = draw(
        st.sampled_from(
            ["@prefix ex: <http://e.org/> .\n@prefix : <http://d.org/#> .\n",
             "PREFIX ex: <http://e.org/>\nprefix : <x/y#>\n",
             "@base <http://b.org/c/> . @prefix ex: <e/> . @prefix : <> ."]
        )
    )  # fmt: skip
    body = draw(st.lists(triples(), max_size=5))
    return head + draw(SPACES).join(f"{statement}." for statement in body)


@given(documents())
@settings(max_examples=60, deadline=None)
def test_reads_the_same_quads_as_the_engine(text: str) -> None:
    assert_same(text)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "ex:g", "GRAPH ex:g", "_:g", "[]", "<h>"]), triples()), max_size=4
    )
)
@settings(max_examples=25, deadline=None)
def test_reads_the_same_quads_from_trig(blocks: list[tuple[str, str]]) -> None:
    body = "\n".join(f"{name} {{ {statement} }}" for name, statement in blocks)
    assert_same("@prefix ex: <http://e.org/> . @prefix : <http://d.org/#> . ex:a ex:b 'c' .\n" + body, TRIG)


@given(documents())
@settings(max_examples=25, deadline=None)
def test_every_place_holds_its_term(text: str) -> None:
    lines = text.split("\n")
    for placed in read(text).quads:
        where, value = placed.object, placed.quad.object
        written = lines[(where.line or 0) - 1][(where.column or 0) - 1 :]
        if isinstance(value, Literal):
            assert written[0] in "\"'+-.0123456789tf"
        elif isinstance(value, NamedNode):
            assert written[0] in "<()" or ":" in written
        assert placed.start <= placed.end


@given(documents(), st.data())
@settings(max_examples=80, deadline=None)
def test_no_change_of_a_document_makes_the_reader_fail(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    noise = data.draw(
        st.sampled_from(["", '"', "'", "<", ">", "[", ")", ".", ";", "\\", "@", "{", "'''", "\x00", ":"])
    )
    broken = text[:position] + noise + text[position + data.draw(st.integers(0, 3)) :]
    document = read(broken)
    try:
        engine(broken)
    except SyntaxError:
        return
    assert document.faults == ()


@given(documents())
@settings(max_examples=15, deadline=None)
def test_lines_read_the_same_as_the_engine(text: str) -> None:
    lines = "".join(f"{quad.triple} .\n" for quad in engine(text))
    assert_same(lines, N_TRIPLES)
    assert_same(lines.replace(" .\n", " <http://e.org/g> . # end\r\n"), N_QUADS)


@pytest.mark.parametrize(
    "body",
    [
        "<<:a :b :c>> :d :e .",
        ":a :b << :a :b :c ~ :r >> .",
        ":a :b :c ~ :r {| :d 'e' |} , :z {| :d :e |} .",
        ":a :b <<( :x :y <<( :x :y 'z'@en )>> )>> .",
        "@version '1.2' . :a :b :c .",
    ],
)
def test_reads_rdf_12(body: str) -> None:
    assert_same("@prefix : <http://e.org/> .\n" + body)


@pytest.mark.suite
def test_reads_every_shared_file_as_the_engine_does(shared: Path) -> None:
    files = [path for suffix in ("ttl", "trig", "nt", "nq") for path in shared.rglob(f"*.{suffix}")]
    assert len(files) > 100
    for path in files:
        text, syntax = path.read_bytes().decode(), syntax_of(path)
        try:
            engine(text, syntax)
        except SyntaxError:
            assert read(text, syntax).faults, path
        else:
            assert_same(text, syntax)


@given(st.text("019.eE+-", min_size=1, max_size=8))
def test_what_is_a_number_and_where_it_ends(number: str) -> None:
    text = f"<x:a> <x:b> {number} ."
    try:
        engine(text)
    except SyntaxError:
        assert read(text).faults
    else:
        assert_same(text)


@pytest.mark.parametrize("number", ["9" * 200_000, "0." + "9" * 200_000, "9" * 200_000 + "e9"])
def test_a_long_number_takes_the_time_of_its_length(number: str) -> None:
    """Once it took minutes."""
    assert_same(f"<x:a> <x:b> {number} .")


def test_words_that_dots_join_take_the_time_of_their_length() -> None:
    """Once it took minutes: no colon makes a name of them."""
    assert read("a." * 50_000).faults
    pieces = ".".join(["a"] * 100)
    assert_same(f"@prefix {pieces}: <http://e.org/> . {pieces}:b {pieces}:c {pieces}:d .")


def test_a_byte_order_mark_and_line_ends_are_accepted() -> None:
    document = read("\ufeff@prefix : <http://e.org/> .\r\n:a :b 1 .\r\n")
    assert [str(placed.object) for placed in document.quads] == ["a.ttl:2:7"]


def test_a_syntax_without_places_is_refused() -> None:
    with pytest.raises(ValueError, match="RDF/XML"):
        read_placed("", RDF_XML, file="a.rdf")


def test_the_engine_is_the_one_we_expect() -> None:
    assert engine("<http://e.org/a> a <b> .")[0].predicate.value.endswith("#type")
    assert TURTLE.format == RdfFormat.TURTLE
