"""Running a mapping: rows as a VALUES block, solutions as triples that know their cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from pyoxigraph import Literal, NamedNode, Quad, Store

from icigraph.base.faults import Fault, InputError, Place
from icigraph.project.tables.csv_text import Row
from icigraph.project.tables.mapping import ORIGINAL, ROW, Part, TableMapping
from icigraph.rdf.placed.document import LineTable, PlacedQuad
from icigraph.rdf.terms import Term

__all__ = ["Construction", "Values"]

Values = dict[str, list[Literal | NamedNode]]
"""The terms of a row by column; empty cells are left out."""
_BATCH = 1000
_Solution = dict[str, Term | None]


@dataclass(frozen=True, slots=True)
class Construction:
    r"""Makes the triples of a table's rows. `header` are its columns, `graph` its named graph.

    >>> from icigraph.project.tables.csv_text import read_csv
    >>> from icigraph.project.tables.mapping import read_mapping
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> text = "#+ key: [id]\nPREFIX : <x:> CONSTRUCT { ?s :p ?v } WHERE { BIND(IRI(?id) AS ?s) }"
    >>> mapping = read_mapping(text, file="t.rq", prefixes=Prefixes({}))
    >>> csv = read_csv("id,v\nx:a,1\n", file="t.csv")
    >>> making = Construction(mapping, ("id", "v"), NamedNode("x:g"), csv.lines)
    >>> row = csv.rows[0], {"id": [Literal("x:a")], "v": [Literal("1")]}
    >>> [(str(placed.triple), str(placed.object)) for placed in making.quads([row], [])]
    [('<x:a> <x:p> "1"', 't.csv:2:5')]
    """

    mapping: TableMapping
    header: tuple[str, ...]
    graph: NamedNode
    lines: LineTable

    def quads(self, rows: list[tuple[Row, Values]], faults: list[Fault]) -> list[PlacedQuad]:
        """The triples of the rows, in their order; of what cannot be made one fault is added for each row.

        Several values of a cell are several rows of the VALUES block. The engine drops what is no triple, as
        SPARQL has it (section 16.2.1): here it is told, but for what an empty cell leaves unbound.
        """
        made: list[PlacedQuad] = []
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            solutions = self._solutions(batch)
            for row, _ in batch:
                if found := solutions.get(row.number):
                    made += self._of_row(row, found, faults)
        return made

    def _solutions(self, rows: list[tuple[Row, Values]]) -> dict[int, list[_Solution]]:
        names = [name for name in (ROW, *self.mapping.uses) if name == ROW or self._column(name) is not None]
        names = list(dict.fromkeys(names))
        block = "\n".join(line for row, values in rows for line in self._lines(row, values, names))
        header = " ".join(f"?{name}" for name in names)
        text = f"{self.mapping.before}VALUES ({header}) {{\n{block}\n}} {self.mapping.after}"
        found: dict[int, list[_Solution]] = {}
        wanted = self.mapping.variables
        try:
            # The mapping went through the door for queries when it was read; what is added is ours.
            for solution in Store().query(text):  # type: ignore[union-attr]
                number = int(solution[ROW].value)
                one = {name: solution[name] for name in wanted}
                found.setdefault(number, []).append(one)
        except (SyntaxError, RuntimeError, ValueError) as error:
            raise InputError(Fault(f"the mapping cannot be run: {error}", Place(self.mapping.file))) from None
        return found

    def _lines(self, row: Row, values: Values, names: list[str]) -> Iterator[str]:
        cells: list[list[str]] = []
        for name in names:
            if name == ROW:
                cells.append([str(row.number)])
            elif name in self.header:
                cells.append([str(term) for term in values.get(name, ())] or ["UNDEF"])
            else:
                written = row.cells[self.header.index(name.removesuffix(ORIGINAL))]
                cells.append([str(Literal(written)) if written else "UNDEF"])
        return (f"({' '.join(one)})" for one in product(*cells))

    def _column(self, name: str) -> int | None:
        """The column that a variable stands for, itself or as written."""
        if name in self.header:
            return self.header.index(name)
        stem = name.removesuffix(ORIGINAL)
        return self.header.index(stem) if stem != name and stem in self.header else None

    def _of_row(self, row: Row, solutions: list[_Solution], faults: list[Fault]) -> Iterator[PlacedQuad]:
        offsets = {name: self._offset(name, row) for name in self.mapping.variables}
        bound = False
        for solution in solutions:
            for triple in self.mapping.template:
                subject, predicate, value = (_term(part, solution) for part in triple)
                bound = bound or subject is not None
                if subject is None or predicate is None or value is None:
                    continue
                wrong = _no_triple(subject, predicate)
                if wrong:
                    at = offsets.get(str(triple[0]), row.offsets[0])
                    faults.append(Fault(wrong, self.lines.place(at), f"mend {self.mapping.file} or the cell"))
                    return
                yield self._placed(row, triple, offsets, Quad(subject, predicate, value, self.graph))  # type: ignore[arg-type]
        if not bound:
            hint = f"see whether {self.mapping.file} can compute what the triples are about"
            what = f"nothing is made of this row: {self._subjects()} is not bound"
            faults.append(Fault(what, self.lines.place(row.offsets[0]), hint))

    def _subjects(self) -> str:
        named = (f"?{one}" for one, _, _ in self.mapping.template if isinstance(one, str))
        return " or ".join(dict.fromkeys(named))

    def _placed(
        self, row: Row, triple: tuple[Part, Part, Part], offsets: dict[str, int], quad: Quad
    ) -> PlacedQuad:
        first = row.offsets[0]
        at = [offsets[part] if isinstance(part, str) else None for part in triple]
        value = first if at[2] is None else at[2]
        return PlacedQuad(
            quad,
            first if at[0] is None else at[0],
            value if at[1] is None else at[1],
            value,
            first,
            row.end,
            self.lines,
        )

    def _offset(self, name: str, row: Row) -> int:
        """Where a variable's value is written: its cell, or the first filled one that it is computed from."""
        columns = [self._column(one) for one in self.mapping.sources.get(name, (name,))]
        known = [column for column in columns if column is not None]
        filled = (column for column in known if row.cells[column])
        return row.offsets[next(filled, known[0] if known else 0)]


def _term(part: Part, solution: _Solution) -> Term | None:
    return solution[part] if isinstance(part, str) else part


def _no_triple(subject: Term, predicate: Term) -> str | None:
    if not isinstance(subject, NamedNode):
        return f"{subject} cannot be the subject of a triple: only an IRI can"
    if not isinstance(predicate, NamedNode):
        return f"{predicate} cannot be the predicate of a triple: only an IRI can"
    return None
