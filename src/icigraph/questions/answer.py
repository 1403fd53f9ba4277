"""Asking a question: values into the query, the query to the store, solutions back as rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from icigraph.base.faults import Fault, InputError, Place
from icigraph.project.question import Parameter, Question
from icigraph.questions.cells import Row, as_text
from icigraph.questions.naming import Naming
from icigraph.questions.rows import Rows
from icigraph.questions.values import Values
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.queries import evaluate
from icigraph.rdf.sparql import values_blocks
from icigraph.rdf.terms import Term, as_sparql

__all__ = ["Answer", "Asking", "Row", "filled"]


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Rows):
    """The rows that answer a question; `query` is the text that ran, with the given values in place, and
    `label` shows a term.

    >>> fact, question = NamedNode("x:joined"), Question("who", "queries/who.rq", "Who?")
    >>> answer = Answer(question, "SELECT …", ("who", "fact"), ((Literal("Kuwait"), fact),))
    >>> answer.fact_columns, answer.facts == (fact,)
    ((1,), True)
    """

    question: Question
    query: str
    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    label: Callable[[Term | None], str] = field(default=as_text, compare=False)

    def __repr__(self) -> str:
        return f"<Answer to {self.question.name}: {self._size}>"

    @property
    def fact_columns(self) -> tuple[int, ...]:
        """The columns that hold facts or claims: those whose variable is `fact` or `claim`, or begins with
        it before a capital, a digit or an underscore (`factLater`)."""
        return tuple(
            index for index, name in enumerate(self.variables) if re.match(r"(fact|claim)($|[A-Z0-9_])", name)
        )

    @property
    def facts(self) -> tuple[NamedNode, ...]:
        """The facts and claims in the rows, in the order in which they first come."""
        cells = (row[index] for row in self.rows for index in self.fact_columns)
        return tuple(dict.fromkeys(cell for cell in cells if isinstance(cell, NamedNode)))


class Asking:
    """Asks questions of one closed dataset; parameter values may be terms, labels, codes, CURIEs, dates or
    numbers.

    >>> from pyoxigraph import Store
    >>> question = Question("who", "who.rq", "Who?", parameters=(Parameter("name", "xsd:string"),))
    >>> store = Store()
    >>> store.update('INSERT DATA { GRAPH <x:g> { <x:1> <x:name> "Kuwait" } }')
    >>> asking = Asking(store, Prefixes({"xsd": "http://www.w3.org/2001/XMLSchema#"}))
    >>> text = 'SELECT ?who { VALUES ?name { "Oman" } ?who <x:name> ?name }'
    >>> query = asking.query(question, text, {"name": "Kuwait"})
    >>> query, [[str(term) for term in row] for row in asking.answer(question, query).rows]
    ('SELECT ?who { VALUES ?name { "Kuwait" } ?who <x:name> ?name }', [['<x:1>']])
    """

    def __init__(self, store: AskedStore, prefixes: Prefixes, naming: Naming | None = None) -> None:
        self.store = store
        self.prefixes = prefixes
        self.naming = naming or Naming(store, prefixes)
        self._values = Values(self.naming, prefixes)

    def query(self, question: Question, text: str, given: Mapping[str, object]) -> str:
        """The query `text` of `question` with the `given` values in place, each one value or several of them:
        a list, a set, whatever can be iterated over.

        An `InputError` names a parameter that the question does not have, or a value that denotes nothing
        that fits.
        """
        rows: dict[str, tuple[NamedNode | Literal, ...]] = {}
        spelled: dict[str, str] = {}
        for name, value in given.items():
            if value is not None:
                parameter = _required(question, name)
                if parameter.name in spelled:
                    said = f"{spelled[parameter.name]!r} and {name!r} are one parameter"
                    raise InputError(Fault(said, hint="give it once, with a list of values"))
                spelled[parameter.name] = name
                rows[parameter.name] = self._terms(parameter, value)
        return filled(text, rows, question.file)

    def _terms(self, parameter: Parameter, given: object) -> tuple[NamedNode | Literal, ...]:
        return tuple(self._values.read(parameter, value) for value in _several(given))

    def answer(self, question: Question, query: str, *, allow_service: bool = False) -> Answer:
        """Run the query of a question over the union of all graphs.

        `SERVICE` asks another endpoint only where `allow_service` says so. An `InputError` says why the query
        cannot be evaluated.
        """

        def taken(found: QueryBoolean | QuerySolutions | QueryTriples) -> Answer:
            if not isinstance(found, QuerySolutions):
                raise InputError(Fault("the question is not a SELECT query", Place(question.file)))
            variables = tuple(variable.value for variable in found.variables)
            rows = tuple(tuple(solution) for solution in found)
            return Answer(question, query, variables, rows, self.naming.label)

        return evaluate(
            self.store,
            query,
            taken,
            file=question.file,
            prefixes=self.prefixes.names,
            allow_service=allow_service,
        )


def _several(given: object) -> Iterable[object]:
    if isinstance(given, Iterable) and not isinstance(given, str | bytes | NamedNode | Literal):
        return given
    return (given,)


def _required(question: Question, name: str) -> Parameter:
    parameter = question.parameter(name)
    if parameter is None:
        known = ", ".join(f"--{each.option}" for each in question.parameters)
        hint = f"it has {known}" if known else "it has no parameters"
        raise InputError(Fault(f"the question {question.name} has no parameter {name!r}", hint=hint))
    return parameter


def filled(text: str, rows: Mapping[str, Iterable[NamedNode | Literal]], file: str) -> str:
    """The query with the rows of its `VALUES` blocks replaced: of each variable in `rows`, every block.

    Terms are written as N-Triples writes them, so no value can end the block or add to the query.

    >>> filled("SELECT * { VALUES ?s { <urn:a> } ?s ?p ?o }", {"s": [Literal('} "')]}, "q.rq")
    'SELECT * { VALUES ?s { "} \\\\"" } ?s ?p ?o }'
    """
    if not rows:
        return text
    blocks = values_blocks(text)
    missing = [name for name in rows if name not in blocks]
    if missing:
        hint = "write the default as VALUES ?name { … }"
        raise InputError(*(Fault(f"no VALUES block sets ?{name}", Place(file), hint) for name in missing))
    chosen = [block for name in rows for block in blocks[name]]
    for block in sorted(chosen, key=lambda block: -block.start):
        written = " ".join(as_sparql(term) for term in rows[block.variable])
        text = f"{text[: block.start]} {written} {text[block.end :]}"
    return text
