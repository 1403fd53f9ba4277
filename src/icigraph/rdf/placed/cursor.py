"""The tokens of a Turtle or TriG document one after the other, and the faults that are found among them."""

from __future__ import annotations

from icigraph.base.faults import Fault
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.lexer import END, ERROR, MARK, WORD, tokens

__all__ = ["Broken", "TokenCursor"]


class Broken(Exception):  # noqa: N818  it ends one statement
    """The statement at hand cannot be read on: where, what and what to do about it."""

    def __init__(self, offset: int, message: str, hint: str | None) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint


class TokenCursor:
    """Stands at one token of a text and knows where the last one ended.

    >>> TokenCursor("<x:a> .", LineTable("<x:a> .", "a.ttl"))._take()
    '<x:a>'
    """

    def __init__(self, text: str, lines: LineTable) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._lines = lines
        self._count = 0
        self._last_end = 0
        self._wrong: int | None = None
        self._restart(0)

    def _restart(self, position: int) -> None:
        self._tokens = tokens(self._text, position)
        self._advance()

    def _advance(self) -> None:
        match = next(self._tokens)
        self._count += 1
        self._kind: int = match.lastindex or END
        self._value: str = match[self._kind]
        self._end: int = match.end()
        self._at: int = self._end - len(self._value)

    def _take(self) -> str:
        value = self._value
        self._last_end = self._end
        self._advance()
        return value

    def _is(self, mark: str) -> bool:
        return self._kind == MARK and self._value == mark

    def _accept(self, mark: str) -> bool:
        if self._kind == MARK and self._value == mark:
            self._take()
            return True
        return False

    def _fault(self, offset: int, message: str, hint: str | None) -> None:
        self._goes_wrong(offset)
        self.faults.append(Fault(message, self._lines.place(offset), hint))

    def _goes_wrong(self, offset: int) -> None:
        self._wrong = offset if self._wrong is None else min(self._wrong, offset)

    def _shown(self) -> str:
        if self._kind == END:
            return "the end of the file"
        return self._value if len(self._value) <= 40 else self._value[:39] + "…"

    def _unclosed(self, opened: int, mark: str) -> Broken:
        bracket = self._text[opened]
        return Broken(
            opened, f"{bracket} is not closed: {mark} is missing before {self._shown()}", f"add {mark}"
        )

    def _unexpected(self, wanted: str) -> Broken:
        if self._kind == ERROR:
            return self._no_token()
        hint = None
        if self._kind == WORD and self._value.lower() in ("true", "false", "a"):
            hint = f"write {self._value.lower()}, in small letters"
        elif self._kind == WORD:
            hint = "names need a prefix, texts need quotes"
        return Broken(self._at, f"{wanted} is expected here, not {self._shown()}", hint)

    def _no_token(self) -> Broken:
        mark = self._value
        if mark in "\"'":
            long = self._text.startswith(mark * 3, self._at)
            return Broken(self._at, "this text is not closed", f"close it with {mark * (3 if long else 1)}")
        if mark == "<":
            return Broken(
                self._at,
                "this IRI is not closed or has a character that IRIs cannot have",
                "close it with >; write spaces as %20",
            )
        if mark == "\ufeff":
            return Broken(self._at, "a byte order mark stands here", "delete it: it may only begin a file")
        return Broken(self._at, f"{mark!r} cannot stand here", None)
