"""Tables: what rows become, where each triple stands, and everything that can be wrong, told in one run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from icigraph.project.graph_project import open_project
from icigraph.project.load import load_project, tables_of
from icigraph.project.tables.csv_text import csv_line, read_csv
from icigraph.rdf.namespaces import CORE, RDF, RDFS, XSD

from .conftest import HEADER, MAPPING, ROW, Lights

BASE = "https://example.org/lighthouses/id/"
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def test_a_row_becomes_typed_triples_with_the_places_of_its_cells(lights: Lights) -> None:
    table = lights.table(HEADER + ROW + 'keeping:b,id:jonas-reed,North Point,1921,,"two\nlines",\n')
    assert table.faults == ()
    found = {
        (placed.quad.subject.value.rpartition("/")[2], placed.quad.predicate, placed.quad.object): placed
        for placed in table.document.quads
    }
    a = {predicate: value for name, predicate, value in found if name == "a"}
    assert a[CORE["start"]] == Literal("1920-02", datatype=XSD["gYearMonth"])
    assert a[RDFS["label"]] == Literal("Ada Quill kept North Point", language="en")
    assert a[RDFS["comment"]] == Literal("cold", language="en")
    assert a[NamedNode("http://example.org/x#written")] == Literal("1920-02")
    assert a[NamedNode("http://example.org/x#row")] == Literal(1)
    cited = [value.value for name, predicate, value in found if (name, predicate) == ("a", CORE["citation"])]
    assert sorted(cited) == [f"{BASE}citation/log-end", f"{BASE}citation/log-start"]
    where = {(name, predicate): str(placed.object) for (name, predicate, _), placed in found.items()}
    assert where["a", CORE["start"]] == "data/tables/watches.csv:2:33"
    assert where["a", RDFS["label"]] == "data/tables/watches.csv:2:11"
    assert where["b", RDFS["comment"]] == "data/tables/watches.csv:3:43"
    assert where["b", RDF["type"]] == "data/tables/watches.csv:3:1"
    assert ("b", CORE["citation"]) not in where
    assert str(table.document.quads[-1].start) == "data/tables/watches.csv:3:1"


def test_a_table_may_name_what_another_describes_and_what_its_own_rows_do(lights: Lights) -> None:
    people = """#+ columns: [{name: id, type: iri}, {name: name}, {name: after, type: thing}]
PREFIX light: <https://example.org/lighthouses/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?id a light:Keeper ; rdfs:label ?name ; light:after ?after } WHERE { }
"""
    lights.put("id,name,after\nid:bo,Bo Ray,Cy Ash\nid:cy,Cy Ash,\n", people, "zz-people")
    table = lights.table(HEADER + ROW.replace("Ada Quill", "Bo Ray"))
    assert [one.faults for one in lights.tables()] == [(), (), ()]
    assert NamedNode(f"{BASE}bo") in [placed.quad.object for placed in table.document.quads]
    # A second of the name: nobody can tell any more which is meant, whatever was read first.
    lights.put("id,name,after\nid:bo,Bo Ray,Cy Ash\nid:cy,Cy Ash,\nid:bo2,Bo Ray,\n", people, "zz-people")
    (fault,) = lights.faults(HEADER + ROW.replace("Ada Quill", "Bo Ray"))
    assert "1" in fault and "keeper: 'Bo Ray' may be id:bo or id:bo2" in fault


def test_the_named_graph_is_called_as_that_of_a_file(lights: Lights) -> None:
    lights.put(HEADER + ROW)
    project, store = open_project(lights.root), Store()
    load_project(project, store)
    name = NamedNode("https://example.org/lighthouses/graph/data/tables/watches")
    assert sum(1 for _ in store.quads_for_pattern(None, None, None, name)) == 14


BAD = [
    (
        "no name",
        ROW.replace("Ada Quill", "Ada Quil"),
        "csv:2:11: keeper: no light:Keeper is called 'Ada Quil'",
    ),
    (
        "of another class",
        ROW.replace("Ada Quill", "North Point"),
        "csv:2:11: keeper: no light:Keeper is called",
    ),
    ("no such IRI", ROW.replace("Ada Quill", "id:ada"), "csv:2:11: keeper: nothing is known of id:ada"),
    (
        "an IRI of another class",
        ROW.replace("Ada Quill", "id:north-point"),
        "csv:2:11: keeper: the files do not say that id:north-point is a light:Keeper: it is light",
    ),
    (
        "no such prefix",
        ROW.replace("keeping:a", "keping:a"),
        "csv:2:1: id: unknown prefix keping: in 'keping:a'",
    ),
    (
        "impossible day",
        ROW.replace("1920-02", "1921-02-29"),
        "csv:2:33: start: '1921-02-29' is not in the calendar",
    ),
    (
        "no date",
        ROW.replace("1920-02", "28.6.2004"),
        "csv:2:33: start: '28.6.2004' is no gYear, gYearMonth or date",
    ),
    ("no number", ROW.replace(",3,", ",three,"), "csv:2:41: nights: 'three' is no integer"),
    ("space around", ROW.replace(",3,", ", 3,"), "csv:2:41: nights: white space stands around '3'"),
    ("missing", ROW.replace("Ada Quill", ""), "csv:2:11: keeper is missing"),
    ("blank", ROW.replace("Ada Quill", " "), "csv:2:11: keeper is missing"),
    ("too few", "keeping:a,Ada Quill\n", "csv:2:11: the row has 2 cells, the header 7"),
    ("too many", ROW.replace("cold", "cold, wet"), "csv:2:53: the row has 8 cells, the header 7"),
    ("duplicate", ROW + ROW, "csv:3:1: another row has this key (id): line 2"),
    ("open quote", ROW.replace("cold", '"cold'), "csv:2:43: the quote that opens this cell is not closed"),
    (
        "quote within",
        ROW.replace("cold", 'so "cold"'),
        "csv:2:46: a quote stands in a cell that is not quoted",
    ),
    ("carriage return", ROW.replace("cold", "co\rld"), "csv:2:45: a carriage return stands alone"),
]


@pytest.mark.parametrize(("row", "told"), [pair[1:] for pair in BAD], ids=[pair[0] for pair in BAD])
def test_what_is_wrong_with_a_row_is_told_with_its_place(lights: Lights, row: str, told: str) -> None:
    (fault,) = lights.faults(HEADER + row)
    assert fault.startswith(told)


def test_near_names_are_offered(lights: Lights) -> None:
    assert "did you mean Ada Quill?" in lights.faults(HEADER + ROW.replace("Ada Quill", "Ada Quil"))[0]
    assert "did you mean id:ada-quill?" in lights.faults(HEADER + ROW.replace("Ada Quill", "id:ada-quil"))[0]
    assert "1921-02 has 28 days" in lights.faults(HEADER + ROW.replace("1920-02", "1921-02-29"))[0]


def test_everything_is_told_in_one_run_and_good_rows_still_count(lights: Lights) -> None:
    rows = [row for _, row, _ in BAD if row.count("\n") == 1]
    keyed = [row.replace("keeping:a", f"keeping:a{at}") for at, row in enumerate(rows)]
    table = lights.table(HEADER + "".join(keyed) + ROW)
    assert len(table.faults) == len(rows)
    assert [fault.place.line for fault in table.faults if fault.place] == list(range(2, 2 + len(rows)))
    assert {placed.quad.subject.value for placed in table.document.quads} == {
        f"{BASE}keeping/a",
        f"{BASE}claim/a",
    }


def test_lines_count_on_after_a_cell_of_several(lights: Lights) -> None:
    rows = ROW.replace("cold", '"a\nb\r\nc"') + ROW.replace("keeping:a", "keeping:b").replace("1920-02", "x")
    (fault,) = lights.faults(HEADER.replace("\n", "\r\n") + rows)
    assert fault.startswith("csv:5:33: start: 'x' is no gYear")


HEADERS = [
    (
        "unknown",
        HEADER.replace("light,", "lihgt,"),
        ["csv:1:1: the column 'light' is missing", "csv:1:11: the mapping"],
    ),
    ("missing", HEADER.replace(",note", ""), ["csv:1:1: the column 'note' is missing"]),
    (
        "duplicate",
        HEADER.replace("note", "start"),
        ["csv:1:1: the column 'note'", "csv:1:30: a second column"],
    ),
    (
        "no name",
        HEADER.replace("note", "a note"),
        ["csv:1:1: the column 'note'", "csv:1:30: 'a note' can be no"],
    ),
    ("semicolons", HEADER.replace(",", ";"), None),
    ("empty", "", ["csv: the table is empty"]),
]


@pytest.mark.parametrize(
    ("header", "told"), [pair[1:] for pair in HEADERS], ids=[pair[0] for pair in HEADERS]
)
def test_a_header_fits_what_the_mapping_declares(lights: Lights, header: str, told: list[str] | None) -> None:
    found = lights.faults(header + "\n")
    if told is None:
        assert any("cells are parted by commas" in one for one in found)
        return
    assert len(found) == len(told)
    assert all(one.startswith(start) for one, start in zip(found, told, strict=True))


def test_a_file_that_is_not_utf_8_is_told_and_a_mark_is_no_part_of_it(lights: Lights) -> None:
    assert lights.table(b"\xef\xbb\xbf" + (HEADER + ROW).encode()).faults == ()
    (fault,) = lights.faults((HEADER + ROW.replace("cold", "caf\xe9")).encode("latin-1"))
    assert fault.startswith("csv:2:46: byte 0xE9 is not UTF-8")
    (fault,) = lights.faults((HEADER + ROW).encode("utf-16"))
    assert "it is UTF-16" in fault


MAPPINGS = [
    ("broken", ("WHERE {", "WHERE { {"), "rq:33:7: '{' is opened here and not closed"),
    ("no prefix", ("PREFIX x:", "PREFIX y:"), "rq:26:5: no prefix is called 'x:'"),
    ("no column", ("x:nights ?nights", "x:nights ?nigths"), "rq:26:14: ?nigths is no column"),
    (
        "a column is set",
        ("AS ?label)", "AS ?label) BIND(1 AS ?note)"),
        "rq: ?note is a column, so the query cannot set it",
    ),
    ("not the form", ("CONSTRUCT {", "SELECT * {"), "rq:"),
    (
        "blank node",
        ("core:object ?light", "core:object [ x:is ?light ]"),
        "rq:22:17: data has no blank nodes",
    ),
    (
        "another function",
        ("CONCAT(?keeper_original", "<http://jena.example/f>(?keeper_original"),
        "rq:34:16: the f",
    ),
    ("no one value", ("CONCAT(?keeper_original,", "CONCAT(STRUUID(),"), "rq:34:23: STRUUID() gives another"),
    ("many rows", ("AS ?claim)\n}", "AS ?claim)\n} LIMIT 3"), "rq:36:3: LIMIT has no meaning"),
    (
        "no class made",
        ("?id a light:Keeping", "?id a light:Keeper"),
        "rq:2:4: the query makes nothing of the class",
    ),
    ("unknown key", ("#+ key:", "#+ keys:"), "rq:3:4: unknown key 'keys'"),
    ("key of nothing", ("key: [id]", "key: [ident]"), "rq:3:10: the key names no column: 'ident'"),
    ("unknown type", ("type: integer", "type: intger"), "rq:9:15: the type of 'nights' is not known: intger"),
    ("no tag", ("language: en", "language: the English"), "rq:10:15: the language of 'note'"),
    ("not YAML", ("#+ key: [id]", "#+ key: [id"), "rq:"),
    ("another store", ("WHERE {", "WHERE { SERVICE <http://e.org/> { }"), "rq:33:9: SERVICE sends"),
]


@pytest.mark.parametrize(
    ("change", "told"), [pair[1:] for pair in MAPPINGS], ids=[pair[0] for pair in MAPPINGS]
)
def test_what_is_wrong_with_a_mapping_is_told(lights: Lights, change: tuple[str, str], told: str) -> None:
    assert change[0] in MAPPING
    found = lights.faults(HEADER + ROW, MAPPING.replace(*change))
    assert len(found) == 1
    assert found[0].startswith(told)


def test_a_table_has_a_mapping_and_a_mapping_a_table(lights: Lights) -> None:
    (fault,) = lights.faults(HEADER + ROW, None)
    assert fault.startswith("csv: the table has no mapping\n  hint: write watches.rq beside it")
    (lights.folder / "watches.csv").unlink()
    (lights.folder / "watches.rq").write_text(MAPPING)
    table = lights.tables()[-1]
    assert [str(fault.place) for fault in table.faults] == ["data/tables/watches.rq"]


def test_a_row_that_nothing_is_made_of_is_told(lights: Lights) -> None:
    mapping = """PREFIX x: <http://example.org/x#>
CONSTRUCT { ?s x:p ?note } WHERE { BIND(IRI(CONCAT("http://e.org/", ?id)) AS ?s) }"""
    (fault,) = lights.faults("id,note\na b,c\nd,e\n", mapping)
    assert fault.startswith("csv:2:1: nothing is made of this row: ?s is not bound")
    literal = "PREFIX x: <http://example.org/x#> CONSTRUCT { ?id x:p ?note } WHERE { }"
    (fault,) = lights.faults("id,note\na,c\n", literal)
    assert fault.startswith('csv:2:1: "a" cannot be the subject of a triple')
    nothing = "PREFIX x: <http://example.org/x#> CONSTRUCT { x:a x:p ?note } WHERE { FILTER(?note = 'z') }"
    (fault,) = lights.faults("id,note\na,c\n", nothing)
    assert fault.startswith("rq: makes nothing of any row")


def test_a_change_of_any_file_that_a_table_depends_on_is_seen(lights: Lights) -> None:
    assert lights.faults(HEADER + ROW) == []
    agents = lights.root / "data" / "keepings.ttl"
    agents.write_text(agents.read_text().replace('rdfs:label "Ada Quill"@en', 'rdfs:label "Ada Q."@en'))
    (fault,) = lights.faults(HEADER + ROW)
    assert "no light:Keeper is called 'Ada Quill'" in fault
    same = tables_of(open_project(lights.root))
    assert all(one is other for one, other in zip(same, tables_of(open_project(lights.root)), strict=True))


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_python_writes_is_read_with_the_place_of_each_cell(
    rows: list[list[str]], end: str, quoting: int
) -> None:
    # It quotes no carriage return where lines end without one; its own reader does not read that either.
    assume(end == "\r\n" or quoting == csv.QUOTE_ALL or not any("\r" in cell for row in rows for cell in row))
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end, quoting=quoting).writerows(rows)
    text = written.getvalue()
    found = read_csv(text, file="t.csv")
    read = [found.header, *found.rows]
    assert found.faults == []
    assert [row.cells for row in read] == rows
    assert [row.number for row in read] == list(range(len(rows)))
    for row in read:
        for cell, at in zip(row.cells, row.offsets, strict=True):
            place = found.lines.place(at)
            line = text.split("\n")[(place.line or 0) - 1]
            assert found.lines.offset(place.line or 0, place.column or 0) == at
            first = cell.split("\n")[0].replace('"', '""').rstrip("\r")
            assert line[(place.column or 0) - 1 :].removeprefix('"').startswith(first) or not cell
        assert text[: row.end + len(end)].endswith(end)


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_a_line_that_is_written_is_read_again(cells: list[str]) -> None:
    found = read_csv(csv_line(cells), file="t.csv")
    assert found.faults == []
    assert found.header.cells == cells


@given(st.text(st.sampled_from('a,"\n\r;'), max_size=40))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    found = read_csv(text, file="t.csv")
    assert len(found.rows) + len(found.faults) <= text.count("\n") + 1
