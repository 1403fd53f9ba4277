"""The result formats: read back by another reader they say the same."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results

from icigraph.base.tables import markdown_table, text_table
from icigraph.questions.results import serialised

FORMATS = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}
# XML 1.0 has no control characters, so no format that is read as XML can carry them.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
) | st.sampled_from(["a\tb", "a\nb", 'say "x"', "a,b", "\\", "", " "])
TERMS = (
    st.builds(Literal, TEXT)
    | st.builds(lambda text: Literal(text, language="en"), TEXT)
    | st.just(Literal("2004-06", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")))
    | st.just(NamedNode("https://e.org/a?b&c=d"))
    | st.none()
)


@pytest.mark.parametrize("form", FORMATS)
@given(rows=st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_pyoxigraph_reads_back_what_we_write(form: str, rows: list[tuple[object, object]]) -> None:
    # That reader trims the text of XML elements.
    assume(
        form != "xml" or all(term is None or term.value == term.value.strip() for row in rows for term in row)
    )  # type: ignore[attr-defined]
    text = serialised(("a", "b"), rows, form)  # type: ignore[arg-type]
    read = parse_query_results(text, format=FORMATS[form])
    assert [tuple(solution) for solution in read] == rows  # type: ignore[union-attr]


@given(rows=st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_csv_reads_back_as_values(rows: list[tuple[object, object]]) -> None:
    read = list(csv.reader(io.StringIO(serialised(("a", "b"), rows, "csv"), newline="")))  # type: ignore[arg-type]
    assert read == [["a", "b"], *([getattr(term, "value", "") for term in row] for row in rows)]


def test_json_carries_what_stands_beside_the_results() -> None:
    document = json.loads(serialised(("a",), [(BlankNode("x"),)], "json", citations={"f": []}))
    assert document["citations"] == {"f": []}
    assert document["results"]["bindings"] == [{"a": {"type": "bnode", "value": "x"}}]


CELLS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=40)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_table_has_a_line_a_row_and_loses_no_word(rows: list[tuple[str, str]]) -> None:
    table = text_table(("one", "two"), rows)
    # A row without words is an empty line, which may be the last.
    assert len(table.split("\n")) == 2 + len(rows)
    for row, line in zip(rows, table.split("\n")[2:], strict=True):
        assert " ".join(row).split() == line.split()


def test_wide_letters_take_two_columns() -> None:
    lines = text_table(("a", "b"), [("日本", "x"), ("abcd", "y")]).splitlines()
    assert lines[2:] == ["日本  x", "abcd  y"]


def test_a_pipe_does_not_end_a_cell_in_markdown() -> None:
    assert markdown_table(["a", "b"], [["x|y", "a\nb"]]).splitlines()[2] == "| x\\|y | a b |"
