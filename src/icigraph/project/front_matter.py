"""The front matter of a query file: comment lines `#+` that hold YAML, as grlc has it."""

from __future__ import annotations

from typing import Any

from icigraph.base.faults import Fault, InputError, Place
from icigraph.rdf.sparql import tokens

__all__ = ["front_matter"]


def front_matter(text: str, file: str) -> dict[str, Any]:
    """What the `#+` lines of `text` say, wherever they stand; every scalar is a string, a file without them
    gives an empty mapping.

    `file` names the text in faults. An `InputError` says line and column where the YAML is broken.

    >>> front_matter('# (c)\\n#+ summary: Who joined?\\n#+ tags: [joining]\\nSELECT * { ?s ?p ?o }', "q.rq")
    {'summary': 'Who joined?', 'tags': ['joining']}
    """
    lines = _lines(text)
    if not lines:
        return {}
    import yaml

    try:
        found = _loaded("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        raise InputError(_fault(error, file)) from None
    except RecursionError:
        raise InputError(Fault("the front matter nests too deep", Place(file), "flatten it")) from None
    if not isinstance(found, dict):
        line = 1 + next(number for number, content in enumerate(lines) if content)
        raise InputError(
            Fault("the front matter is not a mapping", Place(file, line), "write `#+ summary: …`")
        )
    return found


def _loaded(text: str) -> Any:
    """The values that `text` holds, every scalar a string: `NO` is a country code, 2014-12-02 is text."""
    import yaml

    try:
        # The one in C, where PyYAML has it, is ten times faster; the other says better where a fault is.
        return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError:
        return yaml.load(text, Loader=yaml.BaseLoader)


def _lines(text: str) -> list[str]:
    """The lines of the front matter where they stand in the file, the others empty, so that YAML's lines are
    the file's; two spaces stand for the marker, so that its columns are, too."""
    inside = _inside_strings(text)
    lines, start = [], 0
    for line in text.split("\n"):
        is_front = line.startswith("#+") and start not in inside
        lines.append("  " + line[2:].rstrip("\r") if is_front else "")
        start += len(line) + 1
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _inside_strings(text: str) -> set[int]:
    """Where lines begin in the middle of a string."""
    long = [token for token in tokens(text) if token.kind == "string" and "\n" in token.text]
    return {token.start + at + 1 for token in long for at, letter in enumerate(token.text) if letter == "\n"}


def _fault(error: Any, file: str) -> Fault:
    mark = error.problem_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    return Fault(
        f"the front matter is not YAML: {error.problem}", place, "each line starts with `#+` and holds YAML"
    )
