"""Derivations: rules that an author writes as SPARQL CONSTRUCT queries, one a file, with a title in `#+`
comment lines.

The subset: prefixes, a CONSTRUCT template and a WHERE group of triple patterns (`;`, `,` and `a` allowed),
`FILTER(…)`, `FILTER NOT EXISTS { patterns and FILTER(…) }` and `BIND(… AS ?v)`. Such a file runs unchanged in
any SPARQL tool.

A rule knows no order of its parts: it matches its patterns, then computes, then tests. What SPARQL would
evaluate in another order (a BIND before what it speaks of, or before a pattern with its variable) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Variable

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import read_text
from icigraph.rdf.namespaces import RDF, XSD
from icigraph.rdf.placed.lexer import string_value
from icigraph.rdf.prefixes import unescape_local
from icigraph.rdf.queries import must_parse, service_place
from icigraph.rdf.sparql import Token, excerpt, tokens
from icigraph.rules.compile.draft import finish
from icigraph.rules.compile.patterns import variables_of
from icigraph.rules.compile.rule import Absence, Node, Pattern, Rule

__all__ = ["parse_derivation", "read_derivations"]

_CHANGING = frozenset(["RAND", "NOW", "UUID", "STRUUID", "BNODE"])


def read_derivations(files: Iterable[Path]) -> tuple[Rule, ...]:
    """The rules of the files, each named `derivation:` and its file's stem; InputError with the place of what
    is wrong.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "known.rq")
    >>> _ = file.write_text("PREFIX : <x:> CONSTRUCT { ?x :known true } WHERE { ?x :p ?y }")
    >>> [rule.name for rule in read_derivations([file])]
    ['derivation:known']
    """
    return finish(parse_derivation(read_text(path), origin=str(path)) for path in files)


def parse_derivation(text: str, *, origin: str = "derivation.rq") -> Rule:
    """One derivation as a rule.

    >>> text = "PREFIX : <http://a/> CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y FILTER(?y > 3) }"
    >>> rule = parse_derivation(text)
    >>> rule.name, rule.guards
    ('derivation:derivation', ('?y > 3',))
    """
    _check_syntax(text, origin)
    parser = _Parser(text, origin)
    head, group = parser.query()
    parser.check_order(group)
    # A whole reading of the front matter would bring in YAML, which takes a twentieth of an explanation.
    title = re.search(r"^#\+\s*title:\s*(.*?)\s*$", text, re.MULTILINE)
    rule = Rule(
        name=f"derivation:{Path(origin).stem}",
        standard="derivation",
        head=head,
        body=tuple(group.patterns),
        absent=tuple(inner.negated() for inner in group.absent),
        bindings=tuple((each.variable, each.text) for each in group.computed if each.variable is not None),
        guards=tuple(each.text for each in group.computed if each.variable is None),
        origin=origin,
        title=title[1].strip("\"'") if title else None,
    )
    _check_variables(rule)
    return rule


def _check_syntax(text: str, origin: str) -> None:
    must_parse(text, origin)
    at = service_place(text)
    if at is not None:
        line, column, shown = excerpt(text, at)
        message, hint = "a derivation asks no other endpoint", "it may use what the project's files say"
        raise InputError(Fault(f"{message}\n{shown}", Place(origin, line, column), hint))


def _check_variables(rule: Rule) -> None:
    known = {*variables_of(rule.body), *(variable for variable, _ in rule.bindings)}
    for variable in variables_of(rule.head):
        if variable not in known:
            place = Place(rule.origin or "derivation")
            raise InputError(Fault(f"{variable} is constructed but not bound in the WHERE group", place))


@dataclass(frozen=True, slots=True)
class _Computed:
    """A BIND, or a FILTER where it binds no variable: its expression, the names of its variables, where it
    stands, and how many patterns come before it.
    """

    text: str
    names: frozenset[str]
    start: int
    before: int
    variable: Variable | None = None


class _Group:
    def __init__(self) -> None:
        self.patterns: list[Pattern] = []
        self.absent: list[_Group] = []
        self.computed: list[_Computed] = []

    def negated(self) -> Absence:
        """The group as what is to be absent: its patterns and the conditions on them."""
        return Absence(tuple(self.patterns), tuple(each.text for each in self.computed))


class _Parser:
    def __init__(self, text: str, origin: str) -> None:
        self.text = text
        self.origin = origin
        self.prefixes: dict[str, str] = {}
        self.tokens = list(tokens(text))
        self.position = 0

    def _fault(self, message: str, offset: int) -> InputError:
        line = self.text.count("\n", 0, offset) + 1
        column = offset - self.text.rfind("\n", 0, offset)
        hint = "a derivation has triple patterns, FILTER, FILTER NOT EXISTS and BIND"
        return InputError(Fault(message, Place(self.origin, line, column), hint))

    @property
    def token(self) -> Token:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return Token("end", "end of file", len(self.text))

    def take(self) -> Token:
        token = self.token
        self.position += 1
        return token

    def skip(self, text: str) -> bool:
        found = self.token.text.upper() == text
        self.position += found
        return found

    def expect(self, text: str) -> None:
        if not self.skip(text):
            raise self._fault(f"expected {text}, found {self.token.text}", self.token.start)

    def query(self) -> tuple[tuple[Pattern, ...], _Group]:
        while self.skip("PREFIX"):
            name = self.take().text
            self.prefixes[name.rstrip(":")] = self.take().text[1:-1]
        self.expect("CONSTRUCT")
        self.expect("{")
        head = _Group()
        self.patterns(head)
        self.expect("}")
        self.skip("WHERE")
        self.expect("{")
        body = _Group()
        self.group(body)
        if self.token.kind != "end":
            raise self._fault(
                f"a derivation ends after its WHERE group, found {self.token.text}", self.token.start
            )
        return tuple(head.patterns), body

    def group(self, group: _Group) -> None:
        while not self.skip("}"):
            if self.skip("FILTER"):
                self.filter(group)
            elif self.skip("BIND"):
                self.bind(group)
            elif not self.skip("."):
                self.patterns(group)

    def filter(self, group: _Group) -> None:
        if self.token.text.upper() == "NOT":
            self.take()
            self.expect("EXISTS")
            self.expect("{")
            group.absent.append(self.negated())
            return
        if self.token.text != "(":
            raise self._fault("write the condition of a FILTER in parentheses", self.token.start)
        at, (text, names) = self.token.start, self.expression()
        group.computed.append(_Computed(text, names, at, len(group.patterns)))

    def negated(self) -> _Group:
        """The patterns and conditions of FILTER NOT EXISTS up to its closing brace."""
        inner = _Group()
        while not self.skip("}"):
            if self.skip("FILTER"):
                if self.token.text != "(":
                    raise self._fault("FILTER NOT EXISTS stands in no other", self.token.start)
                self.filter(inner)
            elif not self.skip("."):
                self.patterns(inner)
        return inner

    def bind(self, group: _Group) -> None:
        at = self.token.start
        text, names = self.expression()
        *before, word, name = list(tokens(text)) or [self.token] * 2
        if not before or word.text.upper() != "AS" or name.kind != "variable":
            raise self._fault("write BIND(expression AS ?variable)", at)
        variable, computed = Variable(name.text[1:]), text[: word.start].rstrip()
        group.computed.append(
            _Computed(computed, names - {variable.value}, at, len(group.patterns), variable)
        )

    def expression(self) -> tuple[str, frozenset[str]]:
        """The text between balanced parentheses, its prefixed names written out as IRIs, and the names of its
        variables.
        """
        end = self.token.start + 1
        self.expect("(")
        depth = 1
        words: list[str] = []
        names: set[str] = set()
        while True:
            token = self.take()
            if words and token.start > end:
                words.append(" ")
            end = token.end
            depth += (token.text == "(") - (token.text == ")")
            if token.kind == "end":
                raise self._fault("a parenthesis is not closed", token.start)
            if depth == 0:
                return "".join(words).strip(), frozenset(names)
            self._refuse_in_expression(token)
            if token.kind == "variable":
                names.add(token.text[1:])
            words.append(str(self.iri(token)) if token.kind == "name" else token.text)

    def _refuse_in_expression(self, token: Token) -> None:
        word = token.text.upper() if token.kind == "word" else ""
        if word == "EXISTS":
            raise self._fault("patterns stand in an expression: write FILTER NOT EXISTS { … }", token.start)
        if word in _CHANGING and self.token.text == "(":
            raise self._fault(
                f"{word} gives another value in each run: a rule always concludes the same", token.start
            )

    def check_order(self, group: _Group) -> None:
        """InputError where the order of the parts would matter, or an expression takes what is unbound."""
        matched = {variable.value for variable in variables_of(group.patterns)}
        every = matched | {each.variable.value for each in group.computed if each.variable is not None}
        computed: set[str] = set()
        for inner in group.absent:
            known = every | {variable.value for variable in variables_of(inner.patterns)}
            for each in inner.computed:
                for name in sorted(each.names - known):
                    raise self._fault(f"?{name} is bound neither here nor in the WHERE group", each.start)
        for each in group.computed:
            for name in sorted(each.names - every):
                raise self._fault(f"?{name} is not bound in the WHERE group", each.start)
            if each.variable is None:
                # SPARQL tests a FILTER when its whole group is matched, wherever it stands.
                continue
            before = {variable.value for variable in variables_of(group.patterns[: each.before])}
            for name in sorted(each.names - before - computed):
                raise self._fault(f"?{name} is bound only after the BIND that takes it", each.start)
            if each.variable.value in matched:
                message = f"{each.variable} is bound here and by a pattern"
                raise self._fault(
                    f"{message}: bind another variable, and compare the two in a FILTER", each.start
                )
            computed.add(each.variable.value)

    def patterns(self, group: _Group) -> None:
        while self.token.kind in ("variable", "iri", "name"):
            subject = self.node()
            while True:
                predicate = self.node()
                group.patterns.append((subject, predicate, self.node()))
                while self.skip(","):
                    group.patterns.append((subject, predicate, self.node()))
                if not self.skip(";"):
                    break
                if self.token.text in (".", "}"):
                    break
            self.skip(".")
        if self.token.text != "}" and self.token.text.upper() not in ("FILTER", "BIND"):
            raise self._fault(f"not part of a derivation: {self.token.text}", self.token.start)

    def node(self) -> Node:
        token = self.take()
        if token.kind == "variable":
            return Variable(token.text[1:])
        if token.kind == "iri":
            return NamedNode(token.text[1:-1])
        if token.kind == "name":
            return self.iri(token)
        if token.text == "a":
            return RDF["type"]
        return self.literal(token)

    def literal(self, token: Token) -> Literal:
        if token.kind == "number":
            kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
            return Literal(token.text, datatype=XSD[kind])
        if token.text in ("true", "false"):
            return Literal(token.text, datatype=XSD["boolean"])
        if token.kind != "string":
            raise self._fault(f"expected a term, found {token.text}", token.start)
        value = string_value(token.text)
        if self.token.text.startswith("@"):
            return Literal(value, language=self.take().text[1:])
        if self.skip("^"):
            self.expect("^")
            datatype = self.node()
            return Literal(value, datatype=datatype)  # type: ignore[arg-type]
        return Literal(value)

    def iri(self, token: Token) -> NamedNode:
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            raise self._fault(f"the prefix {prefix}: is not declared", token.start)
        return NamedNode(self.prefixes[prefix] + unescape_local(local))
