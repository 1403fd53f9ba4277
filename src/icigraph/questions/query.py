"""Running any SPARQL query on a closed dataset, and writing what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import (
    Literal,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
    serialize,
)

from icigraph.base.blocks import Block, Line, Table, Told, plain
from icigraph.base.faults import Fault, InputError
from icigraph.base.tables import markdown_table
from icigraph.questions.cells import Row, as_text
from icigraph.questions.naming import Naming
from icigraph.questions.results import serialised
from icigraph.questions.rows import Rows
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.queries import evaluate
from icigraph.rdf.syntax import FORMATS, form_called
from icigraph.rdf.terms import Term

__all__ = ["SOLUTION_FORMATS", "GraphResult", "Result", "Solutions", "run_query", "told", "written"]

SOLUTION_FORMATS = ("table", "csv", "tsv", "json", "xml", "md")


@dataclass(frozen=True, slots=True, repr=False)
class Solutions(Rows):
    """What a SELECT gives: the variables, and a row of terms per solution (None where a variable is unbound).

    >>> [solution] = Solutions(("who", "since"), ((Literal("Kuwait"), None),)).as_dicts()
    >>> {name: term.value for name, term in solution.items()}
    {'who': 'Kuwait'}
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    label: Callable[[Term | None], str] = field(default=as_text, compare=False)

    def __repr__(self) -> str:
        return f"<Solutions of {' '.join(f'?{name}' for name in self.variables)}: {self._size}>"


@dataclass(frozen=True, slots=True, repr=False)
class GraphResult:
    """What a CONSTRUCT or DESCRIBE gives: its triples, each once, sorted."""

    triples: tuple[Triple, ...]

    def __repr__(self) -> str:
        return f"<GraphResult: {len(self.triples)} triples>"

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)


Result = bool | Solutions | GraphResult


def run_query(
    store: AskedStore,
    text: str,
    prefixes: Prefixes,
    *,
    file: str = "-e",
    allow_service: bool = False,
    label: Callable[[Term | None], str] = as_text,
) -> Result:
    """Evaluate a SPARQL 1.1 query over the union of all graphs; `GRAPH` reaches the single ones. `prefixes`
    are predeclared, and `label` shows terms of the solutions.

    `SERVICE` asks another endpoint only where `allow_service` says so. An `InputError` shows the line of a
    syntax error in `file` with a caret, or says why the query cannot be evaluated.

    >>> from pyoxigraph import Store
    >>> run_query(Store(), "ASK { ?s ?p ?o }", Prefixes({}))
    False
    """

    def taken(found: QueryBoolean | QuerySolutions | QueryTriples) -> Result:
        if isinstance(found, QueryBoolean):
            return bool(found)
        if isinstance(found, QuerySolutions):
            names = tuple(name.value for name in found.variables)
            return Solutions(names, tuple(map(tuple, found)), label)
        return GraphResult(tuple(sorted(set(found), key=str)))

    return evaluate(store, text, taken, file=file, prefixes=prefixes.names, allow_service=allow_service)


def written(result: Result, form: str | None, prefixes: Prefixes, naming: Naming) -> str:
    r"""A result in the format `form`, or in the one that suits it: a table for rows, Turtle for triples.

    An `InputError` names the formats that the kind of result has.

    >>> from pyoxigraph import Store
    >>> from icigraph.questions.naming import Naming
    >>> found = Solutions(("who", "since"), ((Literal("Kuwait"), Literal("2004")),))
    >>> print(written(found, "csv", Prefixes({}), Naming(Store(), Prefixes({}))).replace("\r", ""), end="")
    who,since
    Kuwait,2004
    """
    if isinstance(result, GraphResult):
        return _graph(result, _chosen(form and form_called(form), "ttl", tuple(FORMATS)), prefixes)
    if isinstance(result, bool):
        return _boolean(result, _chosen(form, "table", SOLUTION_FORMATS))
    chosen = _chosen(form, "table", SOLUTION_FORMATS)
    if chosen not in ("table", "md"):
        return serialised(result.variables, result.rows, chosen)
    cells = [[_cell(term, naming) for term in row] for row in result.rows]
    if chosen == "md":
        return markdown_table(result.variables, cells) + "\n"
    return plain(_table(result, cells))


def told(result: Result, form: str | None, prefixes: Prefixes, naming: Naming) -> Told:
    """The same for whatever reads it: a table as blocks.

    >>> from pyoxigraph import Store
    >>> from icigraph.questions.naming import Naming
    >>> found = Solutions(("who",), ((Literal("Kuwait"),),))
    >>> [table] = told(found, None, Prefixes({}), Naming(Store(), Prefixes({})))
    >>> table.rows
    [['Kuwait']]
    """
    if isinstance(result, Solutions) and form in (None, "table"):
        return _table(result, [[_cell(term, naming) for term in row] for row in result.rows])
    return written(result, form, prefixes, naming)


def _table(result: Solutions, cells: list[list[str]]) -> list[Block]:
    if not result.variables:
        return [Line(f"{len(cells)} rows")]
    return [Table(result.variables, cells, ("thing",))]


def _chosen(form: str | None, default: str, known: tuple[str, ...]) -> str:
    chosen = form or default
    if chosen not in known:
        raise InputError(
            Fault(f"the format {chosen} does not suit this kind of query", hint=f"one of {', '.join(known)}")
        )
    return chosen


def _cell(term: Term | None, naming: Naming) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, Literal) else naming.curie(term)


def _boolean(result: bool, form: str) -> str:
    word = "true" if result else "false"
    if form == "json":
        return f'{{"head": {{}}, "boolean": {word}}}\n'
    if form == "xml":
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            f"<head/><boolean>{word}</boolean></sparql>\n"
        )
    return f"{word}\n"


def _graph(result: GraphResult, form: str, prefixes: Prefixes) -> str:
    syntax = FORMATS[form].format
    whole = "\n".join(map(str, result.triples))
    used = {name: iri for name, iri in prefixes if iri in whole}
    quads: list[Quad] | list[Triple] = list(result.triples)
    try:
        text = serialize(quads, format=syntax, prefixes=used)
    except (ValueError, OSError) as error:
        raise InputError(
            Fault(f"the triples cannot be written as {form}: {error}", hint="try --format nt")
        ) from None
    return (text or b"").decode()
