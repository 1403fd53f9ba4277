"""Reading SPARQL text: its tokens, its `VALUES` blocks of one variable, and where it is not SPARQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from icigraph.base.faults import Fault, Place
from icigraph.rdf.productions import BLANK_NODE_LABEL, NUMBER, PREFIXED_NAME, VARIABLE

__all__ = [
    "Token",
    "ValuesBlock",
    "declared_prefixes",
    "excerpt",
    "joined",
    "overflow",
    "query_form",
    "rewritten",
    "syntax_fault",
    "tokens",
    "values_blocks",
]

_TOKEN = rf"""(?sx)
        (?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
      | (?P<string>\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]++|\\.|'(?!''))*+'''
                  | "(?:[^"\\\n\r]++|\\.)*+" | '(?:[^'\\\n\r]++|\\.)*+')
      | (?P<variable>{VARIABLE})
      | (?P<blank>{BLANK_NODE_LABEL})
      | (?P<name>{PREFIXED_NAME})
      | (?P<number>{NUMBER})
      | (?P<word>@?\w[\w-]*)
      | (?P<mark>[^\s\w])
"""
_WHERE = r"(?s)error at (\d+):(\d+): (.*)"
_SENTENCE = r"[A-Z][a-zA-Z]+(?: [a-zA-Z]+){3,}"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_OPENERS = {"{": "}", "(": ")", "[": "]"}

# The engine's parser calls itself for each level and for each link of a chain, and ends the process where the
# stack ends: from 512 levels and 2,048 links on, as measured on the 8 MiB that a main thread has.
_DEEPEST = 100
_LONGEST = 1_000
_LINKS = "|&+-*/^!"
_LINKING = {"UNION", "OPTIONAL", "MINUS", "FILTER", "AS", "GRAPH", "SERVICE"}
_DOUBLE = frozenset(["||", "&&", "<<", ">>"])
_LINKING_WORD = rf"(?i){'|'.join(sorted(_LINKING))}"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SPARQL: `kind` is iri, string, variable, blank, name, number, word or mark; `start` counts
    code points from 0.

    >>> Token("variable", "?x", start=7).end
    9
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last code point."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class ValuesBlock:
    """A `VALUES ?variable { … }`: the span between its braces, and the rows that are written there."""

    variable: str
    start: int
    end: int
    rows: tuple[str, ...]


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a SPARQL text, without comments and white space. Never fails: what is no token is a mark.

    >>> [token.text for token in tokens('SELECT * { ?s id:p "}" } # }')]
    ['SELECT', '*', '{', '?s', 'id:p', '"}"', '}']
    >>> [token.kind for token in tokens(r"id:a\\#b _:b 1.5")]
    ['name', 'blank', 'number']
    """
    # Compiled here, not when the module loads: most questions are asked without a value to put in.
    for match in re.finditer(_TOKEN, text):
        kind = str(match.lastgroup)
        if kind != "comment":
            yield Token(kind, match[0], match.start())


def rewritten(text: str, write: Callable[[Token], str]) -> str:
    """The text with what `write` makes of each token in its place; white space and comments stay.

    >>> rewritten("?x IN (_:b, _:b2) # _:b", lambda token: "?y" if token.text == "_:b" else token.text)
    '?x IN (?y, _:b2) # _:b'
    """
    parts: list[str] = []
    end = 0
    for token in tokens(text):
        parts += (text[end : token.start], write(token))
        end = token.end
    return "".join((*parts, text[end:]))


def values_blocks(text: str) -> dict[str, tuple[ValuesBlock, ...]]:
    """The `VALUES` blocks of one variable by the variable's name, in the order of the text: each branch of a
    UNION and each subquery needs one of its own.

    >>> blocks = values_blocks('SELECT * { VALUES ?state { id:a id:b } ?state ?p ?o }')
    >>> [block.rows for block in blocks["state"]]
    [('id:a', 'id:b')]
    """
    found: dict[str, tuple[ValuesBlock, ...]] = {}
    parts = list(tokens(text))
    for index, token in enumerate(parts):
        if token.kind == "word" and token.text.upper() == "VALUES":
            block = _block(text, parts[index + 1 :])
            if block is not None:
                found[block.variable] = (*found.get(block.variable, ()), block)
    return found


def _block(text: str, parts: list[Token]) -> ValuesBlock | None:
    if len(parts) < 2 or parts[0].kind != "variable" or parts[1].text != "{":
        return None
    close = next((token for token in parts[2:] if token.text == "}" and token.kind == "mark"), None)
    if close is None:
        return None
    inside = [token for token in parts[2:] if token.start < close.start]
    return ValuesBlock(parts[0].text[1:], parts[1].end, close.start, tuple(_rows(text, inside)))


def _rows(text: str, inside: list[Token]) -> Iterator[str]:
    """Terms of one variable stand apart from each other by white space; what touches is one term
    (`"x"^^xsd:date`)."""
    start: int | None = None
    for here, after in zip(inside, [*inside[1:], None], strict=True):
        start = here.start if start is None else start
        if after is None or after.start > here.end:
            yield text[start : here.end]
            start = None


def query_form(text: str) -> str:
    """The word that says what a query gives: SELECT, ASK, CONSTRUCT or DESCRIBE; empty if it has none.

    >>> query_form("PREFIX select: <x:> # ask\\n ask { ?s ?p ?o }")
    'ASK'
    """
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    return next((word for word in words if word in _FORMS), "")


def syntax_fault(
    text: str, error: SyntaxError, file: str, prefixes: Mapping[str, str] | None = None
) -> Fault:
    """What is wrong with a query that the engine refused, with the line, the column and the line itself under
    a caret.

    `prefixes` are those declared beforehand. What can be told from the tokens alone (a bracket or a quote
    left open, a prefix that nobody declared) is told more exactly than the engine does.

    >>> print(syntax_fault("SELECT * { ?s x:p ?o }", SyntaxError("error at 1:17: …"), "-"))
    -:1:15: no prefix is called 'x:'
      SELECT * { ?s x:p ?o }
                    ^
      hint: declare it with PREFIX x: <…>
    """
    offset, message, hint = _own_diagnosis(text, prefixes or {}) or _engine_diagnosis(text, error)
    line, column, shown = excerpt(text, offset)
    return Fault(f"{message}\n{shown}", Place(file, line, column), hint)


def _own_diagnosis(text: str, prefixes: Mapping[str, str]) -> tuple[int, str, str | None] | None:
    parts = list(tokens(text))
    if not parts:
        return 0, "the query is empty", "write SELECT, ASK, CONSTRUCT or DESCRIBE"
    return (
        _wrong_form(parts)
        or _open_quote(text, parts)
        or _unbalanced(parts)
        or _unknown_prefix(parts, prefixes)
    )


def _wrong_form(parts: list[Token]) -> tuple[int, str, str] | None:
    words = (token for token in parts if token.kind in {"word", "mark"})
    first = next((token for token in words if token.text.upper() not in {"PREFIX", "BASE"}), parts[0])
    word = first.text.upper()
    if word in _FORMS:
        return None
    if word in _UPDATES:
        return (
            first.start,
            f"{first.text} is an update; only queries are run",
            "the graph is changed by editing its files",
        )
    return first.start, f"{first.text!r} begins no query", f"a query begins with {', '.join(_FORMS)}"


def _open_quote(text: str, parts: list[Token]) -> tuple[int, str, str] | None:
    lone = next((token for token in parts if token.kind == "mark" and token.text in "\"'"), None)
    if lone is None:
        return None
    return lone.start, "a quote is opened here and not closed", f"close it with {text[lone.start]}"


def _unbalanced(parts: list[Token]) -> tuple[int, str, str | None] | None:
    stack: list[Token] = []
    for token in parts:
        if token.kind != "mark":
            continue
        if token.text in _OPENERS:
            stack.append(token)
        elif token.text in _OPENERS.values() and (not stack or _OPENERS[stack.pop().text] != token.text):
            return token.start, f"{token.text!r} closes nothing", None
    if not stack:
        return None
    return (
        stack[-1].start,
        f"{stack[-1].text!r} is opened here and not closed",
        f"add {_OPENERS[stack[-1].text]!r}",
    )


def _unknown_prefix(parts: list[Token], prefixes: Mapping[str, str]) -> tuple[int, str, str] | None:
    known = set(prefixes)
    before = ""
    for token in parts:
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                known.add(prefix)
            elif prefix not in known:
                return (
                    token.start,
                    f"no prefix is called '{prefix}:'",
                    f"declare it with PREFIX {prefix}: <…>",
                )
        before = token.text.upper()
    return None


def _engine_diagnosis(text: str, error: SyntaxError) -> tuple[int, str, str | None]:
    match = re.match(_WHERE, str(error))
    if match is None:
        return 0, str(error), None
    offset = _offset(text, int(match[1]), int(match[2]))
    sentence = re.search(_SENTENCE, match[3])
    if sentence is not None:
        return offset, sentence[0].lower().replace("select", "SELECT"), None
    return offset, f"{_found(text, offset)}: {_expected(match[3])}".removesuffix(": "), None


def _found(text: str, offset: int) -> str:
    found = text[offset:].split(maxsplit=1)
    return f"unexpected {found[0]!r}" if found else "the query ends too early"


def _expected(message: str) -> str:
    """What the engine expected there, without the character classes of its grammar."""
    readable = message.replace(", [_]", "").replace("[_], ", "")
    return "" if "[" in readable else readable


def _offset(text: str, line: int, column: int) -> int:
    before = text.split("\n")[: line - 1]
    return min(sum(len(one) + 1 for one in before) + column - 1, len(text))


def excerpt(text: str, offset: int) -> tuple[int, int, str]:
    """Line and column (from 1) of `offset`, and that line with a caret under the place, indented by two.

    >>> excerpt("a\\nbcd", 3)
    (2, 2, '  bcd\\n   ^')
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)].rstrip("\r").replace("\t", " ")
    return text.count("\n", 0, offset) + 1, offset - start + 1, f"  {line}\n  {' ' * (offset - start)}^"


def declared_prefixes(parts: Iterable[Token]) -> dict[str, str]:
    """The prefixes that a query declares, as its tokens have them: prefix to IRI.

    >>> declared_prefixes(tokens("PREFIX id: <x:> SELECT * { ?s id:p ?o }"))
    {'id': 'x:'}
    """
    listed = list(parts)
    return {
        name.text.rpartition(":")[0]: iri.text[1:-1]
        for word, name, iri in zip(listed, listed[1:], listed[2:], strict=False)
        if word.text.upper() == "PREFIX" and iri.kind == "iri"
    }


def overflow(text: str) -> SyntaxError | None:
    """What is said of a query that nests too deep, or chains too much, for the engine to read it without
    ending the process: more than 100 brackets within one another, or 1,000 operators, in the form of the
    engine's own errors. None for any other text, be it SPARQL or not.

    >>> print(overflow("ASK { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }"))
    error at 1:112: The query nests more than a hundred brackets
    """
    if _is_plain(text):
        return None
    depth, links, values = 0, 0, 0
    for token in joined(tokens(text), _DOUBLE):
        if token.kind == "word":
            values = depth + 1 if token.text.upper() == "VALUES" else values
            links += token.text.upper() in _LINKING
        elif token.kind in ("mark", "iri"):
            # What looks like an IRI may be a comparison: `?a<(?b)&&?c>?d`.
            inner, depth = _levels(token.text, depth)
            values = values if depth >= values - 1 else 0
            links += 0 if values else _links(token)
            if inner > _DEEPEST:
                return _overflow_at(text, token, "The query nests more than a hundred brackets")
        if links > _LONGEST:
            return _overflow_at(text, token, "The query chains more than a thousand operators")
    return None


def _is_plain(text: str) -> bool:
    """Whether a glance tells that a text is harmless, as almost all are."""
    if sum(map(text.count, (*_OPENERS, "<<"))) > _DEEPEST:
        return False
    marks = sum(map(text.count, _LINKS))
    return marks < _LONGEST - len(text) // 2 or marks + len(re.findall(_LINKING_WORD, text)) <= _LONGEST


def joined(parts: Iterable[Token], operators: Collection[str]) -> Iterator[Token]:
    """The tokens, the two marks of an operator as one token.

    >>> [token.text for token in joined(tokens("?a<=?b"), ["<="])]
    ['?a', '<=', '?b']
    """
    before: Token | None = None
    for token in parts:
        if before and before.end == token.start and before.text + token.text in operators:
            yield Token("mark", before.text + token.text, before.start)
            before = None
            continue
        if before:
            yield before
        before = token
    if before:
        yield before


def _levels(text: str, depth: int) -> tuple[int, int]:
    """The deepest level within a token that begins at a level, and the level after it."""
    if text in ("<<", ">>"):
        depth = max(depth + (1 if text == "<<" else -1), 0)
        return depth, depth
    inner = depth
    for character in text:
        if character in _OPENERS:
            depth += 1
            inner = max(inner, depth)
        elif character in "})]":
            depth = max(depth - 1, 0)
    return inner, depth


def _links(token: Token) -> int:
    if token.kind == "iri" and len(token.text) <= _LONGEST:
        return 0
    if token.text in _DOUBLE:
        return token.text[0] in _LINKS
    return sum(map(token.text.count, _LINKS))


def _overflow_at(text: str, token: Token, message: str) -> SyntaxError:
    line, column, _ = excerpt(text, token.start)
    return SyntaxError(f"error at {line}:{column}: {message}")
