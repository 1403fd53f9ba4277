"""A table's mapping: front matter that says what its columns hold, and a CONSTRUCT that makes triples.

The dialect is TARQL's: the variables of the query are the columns, `?ROWNUM` counts rows from 1, an empty
cell is unbound. Beside them `?COLUMN_original` is the cell as written, whatever its type made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.nearest import did_you_mean
from icigraph.project.front_matter import front_matter
from icigraph.project.tables.column import Column, columns_of, front_place
from icigraph.rdf.namespaces import RDF
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.queries import must_ask_nobody, must_parse, unknown_functions
from icigraph.rdf.sparql import Token, excerpt, query_form, tokens
from icigraph.rdf.terms import Term

__all__ = ["NUMBER", "ORIGINAL", "ROW", "Part", "TableMapping", "read_mapping"]

ROW, NUMBER = "ROWNUM", "ROWNUM_"
"""What counts the rows: the variable that a mapping may use, and the one that tells whose a solution is."""
ORIGINAL = "_original"
Part = str | Term
"""A part of the template: a variable by its name, or a term."""
_KEYS = ("title", "description", "class", "key", "columns")
_VARIABLE = "urn:x-variable:"
_CHANGING = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE"])
_OF_MANY_ROWS = frozenset(
    ["LIMIT", "OFFSET", "GROUP", "HAVING", "ORDER", "DISTINCT", "REDUCED", "FROM", "GRAPH"]
)


@dataclass(frozen=True, slots=True)
class TableMapping:
    r"""What a mapping says. `kind` is the class of what a row is about, `key` the columns that tell rows
    apart.

    `template` are the triples that are made of each solution; `before` and `after` are the text of a query
    for its solutions, between which rows go as a VALUES block. `sources` are the variables that each computed
    one is made of, `uses` all variables that must be columns, with where the query names them first.

    >>> text = "#+ key: [id]\nPREFIX : <x:> CONSTRUCT { ?s :p ?v } WHERE { BIND(IRI(?id) AS ?s) }"
    >>> read_mapping(text, file="t.rq", prefixes=Prefixes({})).variables
    ('s', 'v')
    """

    file: str
    kind: NamedNode | None
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    template: tuple[tuple[Part, Part, Part], ...]
    before: str
    after: str
    sources: Mapping[str, tuple[str, ...]]
    uses: Mapping[str, Place]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the template, in its order."""
        return _variables(self.template)


def read_mapping(text: str, *, file: str, prefixes: Prefixes) -> TableMapping:
    """Read a mapping; `prefixes` are for the names in its front matter, the query declares its own.

    An `InputError` lists what is wrong with it.

    >>> text = "#+ key: [id]\\nPREFIX : <x:> CONSTRUCT { ?s :p ?v } WHERE { BIND(IRI(?id) AS ?s) }"
    >>> found = read_mapping(text, file="t.rq", prefixes=Prefixes({}))
    >>> found.variables, found.sources["s"], sorted(found.uses)
    (('s', 'v'), ('id',), ['id', 'v'])
    """
    entry = front_matter(text, file)
    faults: list[Fault] = [
        Fault(f"unknown key {key!r}", front_place(text, file, key), did_you_mean(key, _KEYS))
        for key in entry
        if key not in _KEYS
    ]
    columns = tuple(columns_of(entry, text, file, prefixes, faults))
    key, kind = _key(entry, columns, text, file, faults), _class(entry, text, file, prefixes, faults)
    query = _Query(text, file)
    faults += query.faults()
    if faults:
        raise InputError(*faults)
    template = query.template()
    _must_make(kind, template, query, prefixes)
    described = str(entry.get("description", entry.get("title", "")))
    before, after = query.for_solutions(_variables(template))
    sources, uses = query.sources(), query.uses()
    return TableMapping(
        file, kind, " ".join(described.split()), columns, key, template, before, after, sources, uses
    )


def _key(
    entry: Mapping[str, Any], columns: tuple[Column, ...], text: str, file: str, faults: list[Fault]
) -> tuple[str, ...]:
    given = entry.get("key") or []
    names = [str(one) for one in given] if isinstance(given, list) else [str(given)]
    known = [column.name for column in columns]
    for name in names:
        if known and name not in known:
            place = front_place(text, file, name, after="key")
            faults.append(Fault(f"the key names no column: {name!r}", place, did_you_mean(name, known)))
    return tuple(names)


def _class(
    entry: Mapping[str, Any], text: str, file: str, prefixes: Prefixes, faults: list[Fault]
) -> NamedNode | None:
    if "class" not in entry:
        return None
    try:
        return prefixes.expand(str(entry["class"]))
    except InputError as error:
        (fault,) = error.faults
        faults.append(Fault(fault.message, front_place(text, file, "class"), fault.hint))
        return None


def _must_make(
    kind: NamedNode | None, template: tuple[tuple[Part, Part, Part], ...], query: _Query, prefixes: Prefixes
) -> None:
    if kind is not None and not any(p == RDF["type"] and o == kind for _, p, o in template):
        what = f"the query makes nothing of the class {prefixes.shrink(kind)}, which `class` names"
        place = front_place(query.text, query.file, "class")
        raise InputError(Fault(what, place, f"write ?… a {prefixes.shrink(kind)} in the template"))


class _Query:
    """The query of a mapping, cut into its prologue, its template and its pattern."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._tokens = list(tokens(text))

    def faults(self) -> Iterator[Fault]:
        """What keeps it from being a mapping; nothing else can be asked of one that has any."""
        try:
            must_parse(self.text, self.file)
            must_ask_nobody(self.text, self.file)
        except InputError as error:
            yield from error.faults
            return
        if query_form(self.text) != "CONSTRUCT":
            yield Fault("the mapping is not a CONSTRUCT query", Place(self.file), "write CONSTRUCT { … }")
            return
        if self._parts is None:
            hint = "write CONSTRUCT { triples } WHERE { BIND( … ) }"
            yield Fault("the mapping has no template of triples", self._place(self._construct), hint)
            return
        for token, iri in unknown_functions(self.text):
            hint = "use the functions of SPARQL 1.1"
            yield Fault(f"the function <{iri}> is not known", self._place(token), hint)
        yield from self._blank_nodes()
        yield from self._words()

    def _blank_nodes(self) -> Iterator[Fault]:
        opened, closed, _ = self._parts or (0, 0, 0)
        for token in self._tokens[opened + 1 : closed]:
            if token.kind == "blank" or (token.kind == "mark" and token.text in "[("):
                hint = "make an IRI of the key: BIND(IRI(CONCAT(…)) AS ?node)"
                yield Fault("data has no blank nodes", self._place(token), hint)

    def _words(self) -> Iterator[Fault]:
        for token, after in zip(self._tokens, [*self._tokens[1:], None], strict=True):
            word = token.text.upper()
            if token.kind != "word":
                continue
            if word in _OF_MANY_ROWS:
                message = f"{word} has no meaning where each row is mapped alone"
                yield Fault(message, self._place(token), "leave it out")
            if word in _CHANGING and after is not None and after.text == "(":
                hint = "the same table must give the same triples: make it of the columns"
                yield Fault(f"{word}() gives another value each time", self._place(token), hint)

    @property
    def _construct(self) -> Token:
        return self._tokens[self._at("CONSTRUCT")]

    def _at(self, word: str) -> int:
        return next(
            at for at, one in enumerate(self._tokens) if one.kind == "word" and one.text.upper() == word
        )

    @property
    def _parts(self) -> tuple[int, int, int] | None:
        """The tokens that open and close the template, and the one that opens the pattern; None where the
        query has the short form, which has no template of its own.
        """
        start = self._at("CONSTRUCT") + 1
        if self._tokens[start].text != "{":
            return None
        closing = next(at for at in range(start, len(self._tokens)) if self._tokens[at].text == "}")
        pattern = next(at for at in range(closing, len(self._tokens)) if self._tokens[at].text == "{")
        return start, closing, pattern

    def template(self) -> tuple[tuple[Part, Part, Part], ...]:
        """The triples of the template: as Turtle has them, once variables are IRIs. An `InputError` says what
        else it holds.
        """
        opened, closed, _ = self._parts or (0, 0, 0)
        inside = self._tokens[opened + 1 : closed]
        if inside and inside[-1].text == ".":
            inside.pop()
        spelt = (f"<{_VARIABLE}{one.text[1:]}>" if one.kind == "variable" else one.text for one in inside)
        # What touches in the text must touch here: "1"^^xsd:date.
        gaps = ("" if one.start == before.end else " " for before, one in pairwise(inside))
        body = "".join(part for pair in zip(spelt, [*gaps, ""], strict=True) for part in pair)
        prologue = self.text[: self._construct.start]
        try:
            found = [quad.triple for quad in parse(f"{prologue}\n{body} .", format=RdfFormat.TURTLE)]
        except SyntaxError as error:
            reason = str(error).partition(": ")[2] or str(error)
            place = self._place(self._tokens[opened])
            raise InputError(Fault(f"the template holds what is no triple: {reason}", place)) from None
        if not found:
            raise InputError(
                Fault("the template is empty", self._place(self._tokens[opened]), "write triples")
            )
        return tuple(_parts_of(triple) for triple in found)

    def for_solutions(self, variables: Iterable[str]) -> tuple[str, str]:
        """The text of a SELECT query for the row and the variables of each solution of the pattern, parted
        where rows are put.
        """
        _, _, pattern = self._parts or (0, 0, 0)
        head, at = self.text[: self._construct.start], self._tokens[pattern].end
        chosen = " ".join(f"?{name}" for name in (NUMBER, *variables))
        return f"{head}\nSELECT {chosen} WHERE {{ ", self.text[at:]

    def sources(self) -> dict[str, tuple[str, ...]]:
        """The variables that each computed variable is made of, in the order in which its expression names
        them.
        """
        direct: dict[str, list[str]] = {}
        opened: list[int] = []
        for at, token in enumerate(self._tokens):
            if token.kind == "mark" and token.text == "(":
                opened.append(at)
            elif token.kind == "mark" and token.text == ")" and opened:
                opened.pop()
            elif token.kind == "word" and token.text.upper() == "AS" and opened:
                inside = self._tokens[opened[-1] : at]
                named = [one.text[1:] for one in inside if one.kind == "variable"]
                direct.setdefault(self._tokens[at + 1].text[1:], []).extend(named)
        return {name: tuple(_traced(name, direct, set())) for name in direct}

    def uses(self) -> dict[str, Place]:
        """The variables that nothing in the query sets, so that columns must."""
        made = {*self.sources(), *self._listed()}
        found: dict[str, Place] = {}
        for token in self._tokens:
            if token.kind == "variable" and token.text[1:] not in made:
                found.setdefault(token.text[1:], self._place(token))
        return found

    def _listed(self) -> Iterator[str]:
        """The variables of its own VALUES blocks."""
        for at, token in enumerate(self._tokens):
            if token.kind == "word" and token.text.upper() == "VALUES":
                for one in self._tokens[at + 1 :]:
                    if one.text == "{":
                        break
                    if one.kind == "variable":
                        yield one.text[1:]

    def _place(self, token: Token) -> Place:
        line, column, _ = excerpt(self.text, token.start)
        return Place(self.file, line, column)


def _traced(name: str, direct: Mapping[str, list[str]], seen: set[str]) -> Iterator[str]:
    """What a computed variable is made of in the end."""
    for one in direct.get(name, ()):
        if one not in seen:
            seen.add(one)
            if one in direct:
                yield from _traced(one, direct, seen)
            else:
                yield one


def _variables(template: Iterable[tuple[Part, Part, Part]]) -> tuple[str, ...]:
    named = (part for triple in template for part in triple if isinstance(part, str))
    return tuple(dict.fromkeys(named))


def _parts_of(triple: Triple) -> tuple[Part, Part, Part]:
    return _part(triple.subject), _part(triple.predicate), _part(triple.object)


def _part(term: Term) -> Part:
    if isinstance(term, NamedNode) and term.value.startswith(_VARIABLE):
        return term.value.removeprefix(_VARIABLE)
    return term
