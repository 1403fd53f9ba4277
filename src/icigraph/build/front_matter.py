"""The front matter of a query file: comment lines `#+` at its head that hold YAML, as grlc has it."""

from __future__ import annotations

from typing import Any

from icigraph.rdf.faults import Fault, InputError, Place

__all__ = ["front_matter"]


def front_matter(text: str, file: str) -> dict[str, Any]:
    """What the leading `#+` lines of `text` say; every scalar is a string, a file without them gives an empty
    mapping.

    `file` names the text in faults. An `InputError` says line and column where the YAML is broken.

    >>> front_matter('#+ summary: Who joined?\\n#+ tags: [joining]\\nSELECT * { ?s ?p ?o }', "q.rq")
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
    if not isinstance(found, dict):
        raise InputError(Fault("the front matter is not a mapping", Place(file, 1), "write `#+ summary: …`"))
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
    lines: list[str] = []
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"):
        if not line.startswith("#+"):
            break
        # Two spaces stand for the marker, so that YAML's columns are the file's.
        lines.append("  " + line[2:])
    return lines


def _fault(error: Any, file: str) -> Fault:
    mark = error.problem_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    return Fault(
        f"the front matter is not YAML: {error.problem}", place, "each line starts with `#+` and holds YAML"
    )
