"""Regular expressions of data, shapes and queries: SPARQL's dialect, run by the store's engine.

Its time grows with the text alone. Python's `re` must never run a pattern that a user wrote: it backtracks,
and on some of them never ends.
"""

from __future__ import annotations

from pyoxigraph import Literal, QuerySolutions, Store

__all__ = ["matches"]


def matches(text: Literal, pattern: Literal, flags: Literal | None = None) -> bool | None:
    """Whether a pattern matches somewhere in a text (SPARQL 1.1 Query, section 17.4.3.14), under flags `i`,
    `s`, `m`, `x`, `q`; None where SPARQL has an error, as of a pattern or a flag that is none.

    >>> matches(Literal("a" * 40 + "!"), Literal("^(a+)+$"))
    False
    >>> matches(Literal("Kuwait"), Literal("^k"), Literal("i")), matches(Literal("k"), Literal("("))
    (True, None)
    """
    given = ", ".join(str(one) for one in (text, pattern, flags) if one is not None)
    rows = Store().query(f"SELECT (REGEX({given}) AS ?found) {{}}")
    found = next(iter(rows))["found"] if isinstance(rows, QuerySolutions) else None
    return None if found is None else found.value == "true"
