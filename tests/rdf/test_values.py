"""Dates, terms, prefixes, syntaxes and files."""

from __future__ import annotations

import gzip
import os
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from icigraph.base.faults import InputError
from icigraph.base.files import read_text, write_atomically
from icigraph.rdf.dates import Bounds, bounds, parse_date_argument
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.syntax import SYNTAXES, syntax_of
from icigraph.rdf.terms import as_sparql, parse_term, term_key

TERMS = st.recursive(
    st.one_of(
        st.sampled_from([NamedNode("http://e.org/a"), NamedNode("x:b"), BlankNode("a"), BlankNode("b")]),
        st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
        st.text(max_size=3).map(lambda text: Literal(text.encode(errors="replace").decode(), language="en")),
        st.integers().map(Literal),
    ),
    lambda inner: st.builds(lambda node: Triple(NamedNode("x:s"), NamedNode("x:p"), node), inner),
    max_leaves=3,
)


@given(TERMS)
def test_a_written_term_is_read_back(term: NamedNode | BlankNode | Literal | Triple) -> None:
    assert parse_term(str(term) if isinstance(term, BlankNode) else as_sparql(term)) == term


@pytest.mark.parametrize(
    "text", ["", "<x:a> .", "<x:a> . #", '"a', "<x:a> <x:b>", "ex:a", '"a" . <x:s> <x:p> "b"']
)
def test_what_is_not_one_term_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_term(text)


@given(st.lists(TERMS, max_size=8))
def test_the_order_of_terms_is_total(terms: list[NamedNode | BlankNode | Literal | Triple]) -> None:
    backwards = terms[::-1]
    assert sorted(terms, key=term_key) == sorted(backwards, key=term_key)
    assert all((term_key(a) == term_key(b)) == (a == b) for a in terms for b in terms)


def test_a_blank_node_has_no_sparql_text() -> None:
    with pytest.raises(ValueError, match="blank node"):
        as_sparql(BlankNode("a"))


@given(st.dates(min_value=date(1, 1, 1)))
def test_bounds_hold_every_day_they_can_mean(day: date) -> None:
    year, month = f"{day.year:04}", f"{day.year:04}-{day.month:02}"
    assert bounds(day.isoformat(), XSD["date"]) == Bounds(day, day)
    for lexical, datatype, same in ((year, XSD["gYear"], "%Y"), (month, XSD["gYearMonth"], "%Y%m")):
        found = bounds(lexical, datatype)
        assert found.earliest <= day <= found.latest
        assert found.earliest.strftime(same) == found.latest.strftime(same)
        if found.latest < date.max:
            assert (found.latest + timedelta(days=1)).strftime(same) != day.strftime(same)


@pytest.mark.parametrize(
    "text", ["2011-02-31", "2011-13", "0000", "11", "2011-2", "yesterday", "2011-02-29", ""]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_date_argument(text)


def test_a_time_zone_is_put_aside() -> None:
    assert bounds("2004-06-28+03:00", XSD["date"]) == bounds("2004-06-28T23:00:00Z", XSD["dateTime"])


TABLE = Prefixes({"id": "http://e.org/id/", "person": "http://e.org/id/person/", "": "http://d.org/#"})


@given(st.sampled_from(["id", "person", ""]), st.text("abcXYZ019_-./~é", min_size=1, max_size=8))
def test_short_names_are_expanded_to_what_they_came_from(prefix: str, local: str) -> None:
    node = NamedNode(TABLE.names[prefix] + local)
    assert TABLE.expand(TABLE.shrink(node)) == node


def test_an_unknown_prefix_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        TABLE.expand("perzon:ada")
    assert caught.value.faults[0].hint == "did you mean person?"


@pytest.mark.parametrize("text", ["name", "id:a b", "<no iri>", ""])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        TABLE.expand(text)


def test_every_suffix_tells_its_syntax() -> None:
    for syntax in SYNTAXES:
        assert all(syntax_of(f"x.{suffix}{gz}") is syntax for suffix in syntax.suffixes for gz in ("", ".gz"))
    with pytest.raises(InputError):
        syntax_of("notes.txt")


def _breaks() -> Iterator[bytes]:
    yield b"half"
    raise OSError(28, "No space left on device")


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_atomically(target, b"before")
    with pytest.raises(InputError, match="No space left"):
        write_atomically(target, _breaks())
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_write_keeps_the_mode_and_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    old = os.umask(0o027)
    try:
        write_atomically(target, b"a")
    finally:
        os.umask(old)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    target.chmod(0o600)
    write_atomically(target, b"b")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_zipped_text_is_read_and_a_cut_file_is_told(tmp_path: Path) -> None:
    whole = tmp_path / "a.ttl.gz"
    whole.write_bytes(gzip.compress("\ufeffé".encode()))
    assert read_text(whole) == "é"
    whole.write_bytes(whole.read_bytes()[:-9])
    with pytest.raises(InputError, match="gzip"):
        read_text(whole)
    with pytest.raises(InputError, match="folder"):
        read_text(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        read_text(tmp_path / "b")
