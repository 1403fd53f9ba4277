"""Contexts that JSON-LD names by URL (JSON-LD 1.1, sections 3.1 and 4.1.9), put in their place from local
files, so that nothing is loaded from the web.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import read_text
from icigraph.project.folders import display
from icigraph.rdf.nesting import must_not_nest_json
from icigraph.rdf.placed.json_outline import JsonValue, read_json, value_at

__all__ = ["first_named", "with_contexts"]

Splice = tuple[int, int, int]
"""Where a context begins in the text that has it, its length, and the length of what it stands for."""
_CONTEXT = re.compile(r'(?<!\\)"@context"\s*:\s*')
_NOTHING = ('"@version": 1.1', '"@propagate": true', '"@protected": false')
"""Members that change nothing, for an import that brings none."""


def with_contexts(text: str, base: str, files: Mapping[str, str]) -> tuple[str, tuple[Splice, ...]]:
    """A text with those contexts in their place that it names by URL, as far as `files` has a file for the
    URL, or it is that of a local file; and the splices that made it. What is left is for the parser to
    refuse.

    >>> import tempfile
    >>> from pathlib import Path
    >>> file = Path(tempfile.mkdtemp(), "context.json")
    >>> _ = file.write_text('{"@context": {"name": "http://schema.org/name"}}')
    >>> text, _ = with_contexts('{"@context": "https://e/c"}', "x:", {"https://e/c": str(file)})
    >>> text
    '{"@context": {"name": "http://schema.org/name"}}'
    """
    if not any(_references(text)):
        return text, ()
    return _Inliner({_same(url): file for url, file in files.items()}).inlined(text, base, ())


def first_named(text: str) -> tuple[str, int] | None:
    """The first context that a text names by URL, and where; None where it names none.

    >>> first_named('{"@context": [{"e": "http://e.example/"}, "c.jsonld"]}')
    ('c.jsonld', 42)
    """
    return next(((one.url, one.start) for one in _references(text)), None)


@dataclass(frozen=True, slots=True)
class _Reference:
    """Where a text names a context: alone, `listed` with others, or imported into an object with these
    `members`."""

    start: int
    end: int
    url: str
    listed: bool = False
    members: frozenset[str] | None = None


def _references(text: str) -> Iterator[_Reference]:
    """In the order of the text. A context within another is found by its own key."""
    for key in _CONTEXT.finditer(text):
        try:
            value = value_at(text, key.end())
        except (ValueError, IndexError, RecursionError):
            continue
        listed = isinstance(value.value, list)
        for item in value.value if listed else [value]:
            if isinstance(item.value, tuple):
                yield from _imports(item)
            elif text[item.at] == '"':
                yield _Reference(item.at, item.end, item.value, listed)


def _imports(context: JsonValue) -> Iterator[_Reference]:
    names = frozenset(key.value for key, _ in context.value)
    for key, value in context.value:
        if key.value == "@import" and isinstance(value.value, str):
            yield _Reference(key.at, value.end, value.value, members=names)


@dataclass(frozen=True, slots=True)
class _Inliner:
    files: Mapping[str, str]

    def inlined(self, text: str, base: str, inside: tuple[str, ...]) -> tuple[str, tuple[Splice, ...]]:
        """The text with contexts in their place, and its splices; `inside` are the URLs that led here."""
        made: list[str] = []
        splices: list[Splice] = []
        done = length = 0
        # An import within a context comes after those within its terms, though it may stand before them.
        for one in sorted(_references(text), key=lambda one: one.start):
            said = self._said(one, urljoin(base, one.url), inside)
            if said is None:
                continue
            made += [text[done : one.start], said]
            length += one.start - done
            splices.append((length, len(said), one.end - one.start))
            length, done = length + len(said), one.end
        return "".join([*made, text[done:]]), tuple(splices)

    def _said(self, one: _Reference, url: str, inside: tuple[str, ...]) -> str | None:
        """What to write instead; None where no file is known."""
        file = self.files.get(_same(one.url), self.files.get(_same(url))) or _local(url)
        if file is None:
            return None
        if url in inside:
            raise InputError(Fault(f"the context {url} includes itself", Place(file)))
        text, context = self._context(file, url, (*inside, url))
        if one.members is None:
            return _listed(text, context) if one.listed else _rebuilt(text, context)
        if not isinstance(context.value, tuple):
            raise InputError(Fault("a context that is imported must be one object", Place(file)))
        members = one.members - {"@import"}
        free = (idle for idle in _NOTHING if idle.partition(":")[0].strip('"') not in members)
        return ", ".join(_members(text, context, members)) or next(free, _NOTHING[0])

    def _context(self, file: str, url: str, inside: tuple[str, ...]) -> tuple[str, JsonValue]:
        """What a file has as its `@context`, and the text in which that stands."""
        name = display(file)
        written = read_text(Path(file), name=name)
        must_not_nest_json(written.encode(), name)
        text, _ = self.inlined(written, url, inside)
        whole = read_json(text)
        for key, value in whole.value if whole and isinstance(whole.value, tuple) else ():
            if key.value == "@context":
                return text, value
        hint = "it should be JSON with a member @context"
        raise InputError(Fault(f"no JSON-LD context, though {url} is said to be there", Place(name), hint))


def _rebuilt(text: str, value: JsonValue) -> str:
    """A context without `@base`, which says nothing in one that is remote (JSON-LD 1.1 API, 4.1.2)."""
    if isinstance(value.value, list):
        return f"[{', '.join(_rebuilt(text, one) for one in value.value)}]"
    if isinstance(value.value, tuple):
        return f"{{{', '.join(_members(text, value))}}}"
    return text[value.at : value.end]


def _listed(text: str, value: JsonValue) -> str:
    """A context as one or more items of an array."""
    if isinstance(value.value, list):
        return ", ".join(_rebuilt(text, one) for one in value.value) or "{}"
    return _rebuilt(text, value)


def _members(text: str, context: JsonValue, beside: Iterable[str] = ()) -> Iterator[str]:
    taken = {"@base", *beside}
    return (text[key.at : value.end] for key, value in context.value if key.value not in taken)


def _local(url: str) -> str | None:
    parts = urlsplit(url)
    return unquote(parts.path) if parts.scheme == "file" and parts.netloc in ("", "localhost") else None


def _same(url: str) -> str:
    """One spelling of URLs that are the same: the path of a host alone may be left out (RFC 3986, 6.2.3)."""
    parts = urlsplit(url)
    return f"{url}/" if parts.netloc and url.endswith(parts.netloc) else url
