"""Running a mapping: rows as a VALUES block, solutions as triples that know their cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from pyoxigraph import Literal, NamedNode, Quad, Store

from icigraph.base.faults import Fault, InputError, Place
from icigraph.project.tables.csv_text import Row
from icigraph.project.tables.mapping import NUMBER, ORIGINAL, ROW, TableMapping
from icigraph.rdf.placed.document import LineTable, PlacedQuad
from icigraph.rdf.terms import Term

__all__ = ["Construction", "Made", "Values"]

Values = dict[str, list[Literal | NamedNode]]
"""The terms of a row by column; empty cells are left out."""
_BATCH = 1000
_UNBOUND = ["UNDEF"]
_Solution = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """The triples of some rows: each with its place, what they are about, and those that name or class it."""

    quads: list[PlacedQuad]
    subjects: set[NamedNode]
    telling: list[Quad]


@dataclass(frozen=True)
class Construction:
    """Makes the triples of a table's rows. `header` are its columns, `graph` its named graph, `telling` the
    predicates of what names or classes a thing.
    """

    mapping: TableMapping
    header: tuple[str, ...]
    graph: NamedNode
    lines: LineTable
    telling: frozenset[NamedNode]

    def made(self, rows: list[tuple[Row, Values]], faults: list[Fault]) -> Made:
        """The triples of the rows, in their order; of what cannot be made one fault is added for each row.

        Several values of a cell are several rows of the VALUES block. The engine drops what is no triple, as
        SPARQL has it (section 16.2.1): here it is told, but for what an empty cell leaves unbound.

        >>> from icigraph.project.tables.csv_text import read_csv
        >>> from icigraph.project.tables.mapping import read_mapping
        >>> from icigraph.rdf.prefixes import Prefixes
        >>> mapping = read_mapping("CONSTRUCT { <x:a> <x:b> ?n } {}", file="t.rq", prefixes=Prefixes({}))
        >>> csv = read_csv("n\\n5\\n", file="t.csv")
        >>> construction = Construction(mapping, ("n",), NamedNode("x:g"), csv.lines, frozenset())
        >>> (placed,) = construction.made([(csv.rows[0], {"n": [Literal("5")]})], []).quads
        >>> str(placed.quad.object), str(placed.object)
        ('"5"', 't.csv:2:1')
        """
        made = Made([], set(), [])
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            solutions = self._solutions(batch)
            for row, _ in batch:
                if found := solutions.get(row.number):
                    self._add(row, found, made, faults)
        return made

    def _solutions(self, rows: list[tuple[Row, Values]]) -> dict[int, list[_Solution]]:
        block = "\n".join(line for row, values in rows for line in self._lines(row, values))
        header = " ".join(f"?{name}" for name in self._given)
        text = f"{self.mapping.before}VALUES (?{NUMBER} {header}) {{\n{block}\n}} {self.mapping.after}"
        found: dict[int, list[_Solution]] = {}
        constants = self._constants
        try:
            # The mapping went through the door for queries when it was read; what is added is ours.
            for solution in Store().query(text):  # type: ignore[union-attr]
                number, *terms = solution
                found.setdefault(int(number.value), []).append((*terms, *constants))
        except (SyntaxError, RuntimeError, ValueError) as error:
            raise InputError(Fault(f"the mapping cannot be run: {error}", Place(self.mapping.file))) from None
        return found

    @cached_property
    def _given(self) -> tuple[str, ...]:
        """The variables that a row sets, as far as the query uses them."""
        return tuple(name for name in self.mapping.uses if name in self._places or name == ROW)

    def _lines(self, row: Row, values: Values) -> Iterable[str]:
        cells = [self._spelt(name, row, values) for name in self._given]
        number = row.number
        if all(len(one) == 1 for one in cells):
            return (f"({number} {' '.join([one[0] for one in cells])})",)
        return [f"({number} {' '.join(one)})" for one in product(*cells)]

    def _spelt(self, name: str, row: Row, values: Values) -> list[str]:
        """The terms that a variable has in a row, as a query has them."""
        if (terms := values.get(name)) is not None:
            return [str(term) for term in terms] or _UNBOUND
        if name == ROW:
            return [str(row.number)]
        written = row.cells[self._places[name]]
        return [str(Literal(written))] if written and name not in self.header else _UNBOUND

    @cached_property
    def _places(self) -> dict[str, int]:
        """The column that a variable stands for, itself or as written."""
        written = {f"{name}{ORIGINAL}": at for at, name in enumerate(self.header)}
        return written | {name: at for at, name in enumerate(self.header)}

    @cached_property
    def _constants(self) -> tuple[Term, ...]:
        """The terms of the template: they stand behind the variables in each solution."""
        parts = (part for triple in self.mapping.template for part in triple if not isinstance(part, str))
        return tuple(dict.fromkeys(parts))

    @cached_property
    def _template(self) -> tuple[tuple[int, int, int, bool, bool], ...]:
        """Where the parts of each triple stand in a solution, whether its predicate is a term, and whether it
        tells what something is or is called.
        """
        at = {one: number for number, one in enumerate((*self.mapping.variables, *self._constants))}
        return tuple(
            (at[s], at[p], at[o], not isinstance(p, str), isinstance(p, str) or p in self.telling)
            for s, p, o in self.mapping.template
        )

    @cached_property
    def _columns(self) -> tuple[tuple[int, ...], ...]:
        """For each variable the columns that it is made of."""
        made_of = (self.mapping.sources.get(name, (name,)) for name in self.mapping.variables)
        return tuple(tuple(self._places[one] for one in names if one in self._places) for names in made_of)

    def _add(self, row: Row, solutions: list[_Solution], made: Made, faults: list[Fault]) -> None:
        first, end, lines, graph = row.offsets[0], row.end, self.lines, self.graph
        # Where each part of a solution is written; a term of the template is where the row is.
        offsets = [*(_offset(columns, row) for columns in self._columns), *(first for _ in self._constants)]
        several, seen, bound = len(solutions) > 1, set[tuple[Term, Term, Term]](), False
        for solution in solutions:
            for s, p, o, fixed, telling in self._template:
                subject, predicate, value = solution[s], solution[p], solution[o]
                bound = bound or subject is not None
                if subject is None or predicate is None or value is None:
                    continue
                if several:
                    if (subject, predicate, value) in seen:
                        continue
                    seen.add((subject, predicate, value))
                if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
                    hint = f"mend {self.mapping.file} or the cell"
                    faults.append(Fault(_no_triple(subject, predicate), lines.place(offsets[s]), hint))
                    return
                quad = Quad(subject, predicate, value, graph)
                made.subjects.add(subject)
                if telling:
                    made.telling.append(quad)
                along = offsets[o] if fixed else offsets[p]
                made.quads.append(PlacedQuad(quad, offsets[s], along, offsets[o], first, end, lines))
        if not bound:
            hint = f"see whether {self.mapping.file} can compute what the triples are about"
            what = f"nothing is made of this row: {self._subjects()} is not bound"
            faults.append(Fault(what, lines.place(first), hint))

    def _subjects(self) -> str:
        named = (f"?{one}" for one, _, _ in self.mapping.template if isinstance(one, str))
        return " or ".join(dict.fromkeys(named))


def _offset(columns: tuple[int, ...], row: Row) -> int:
    """Where a variable's value is written: the first filled cell that it is made of."""
    for column in columns:
        if row.cells[column]:
            return row.offsets[column]
    return row.offsets[columns[0] if columns else 0]


def _no_triple(subject: Term, predicate: Term) -> str:
    if not isinstance(subject, NamedNode):
        return f"{subject} cannot be the subject of a triple: only an IRI can"
    return f"{predicate} cannot be the predicate of a triple: only an IRI can"
