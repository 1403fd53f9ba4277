"""The page on the library, made from the docstrings of what `icigraph` offers.

python tools/library.py            writes docs/library.md
python tools/library.py --check    exit 1 where the page is not what the docstrings say
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import icigraph

__all__ = ["page"]

PAGE = Path(__file__).parent.parent / "docs" / "library.md"
HEAD = """# The library

All that the command line does can be done in Python, under the same names. This page is made from the
docstrings (`python tools/library.py`); every example on it runs as a test.

```python
import icigraph

icigraph.validate("data.ttl", "shapes.ttl")        # a report: what is wrong, where, and what would mend it
icigraph.reason("data.ttl", "ontology.ttl")        # all that follows
icigraph.explain("data.ttl", ":ada", "rdf:type", ":Person")  # why
icigraph.query("data.ttl", "SELECT * { ?s ?p ?o }")  # rows
icigraph.open("my-graph")                      # a graph project
```

Everything that takes RDF takes it as files (also gzipped), folders, globs in quotes, `-`, text, pyoxigraph
stores, rdflib graphs, triples or quads, one or a list of them.
"""
FUNCTIONS = ("open", "load", "query", "validate", "reason", "explain")
FULL = ("KnowledgeGraph", "Dataset", "Closure", "Answer", "Solutions", "GraphResult", "Publication")


def page() -> str:
    """The whole page."""
    parts = [HEAD, "## Functions\n", *map(_function, FUNCTIONS)]
    parts += [_class(name, full=True) for name in FULL]
    rest = [name for name in icigraph.__all__ if name not in (*FUNCTIONS, *FULL, "__version__")]
    parts += ["## Other types\n", *(_class(name, full=False) for name in rest)]
    return "\n".join(parts)


def _function(name: str) -> str:
    function = getattr(icigraph, name)
    return f"### icigraph.{name}\n\n{_signature(name, function)}\n{_told(function)}"


def _class(name: str, *, full: bool) -> str:
    kind = getattr(icigraph, name)
    text = f"{'##' if full else '###'} {name}\n\n{_told(kind)}"
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    if shown := [field for field in fields if not field.name.startswith("_")]:
        listed = ", ".join(f"`{field.name}: {field.type}`" for field in shown)
        text += f"\nFields: {listed}.\n"
    return text + "".join(_members(kind)) if full else text


def _members(kind: type) -> Iterator[str]:
    fields = {field.name for field in dataclasses.fields(kind)}
    for name, member in inspect.getmembers_static(kind):
        if name.startswith("_") or name in fields:
            continue
        if isinstance(member, property | cached_property):
            function = member.fget if isinstance(member, property) else member.func
            yield f"\n### {kind.__name__}.{name}\n\n{_told(function)}"
        elif inspect.isfunction(member) or isinstance(member, classmethod):
            yield f"\n### {kind.__name__}.{name}\n\n{_signature(name, getattr(kind, name))}\n{_told(member)}"


def _signature(name: str, function: object) -> str:
    signature = inspect.signature(function)  # type: ignore[arg-type]
    parameters = [each for each in signature.parameters.values() if each.name != "self"]
    shown = str(signature.replace(parameters=parameters))
    # Annotations are text, since the modules read them late.
    shown = re.sub(r": '([^']*)'", r": \1", re.sub(r"-> '([^']*)'", r"-> \1", shown))
    shown = re.sub(r"<function (\w+) at 0x\w+>", r"\1", shown)
    return f"```python\n{name}{shown}\n```\n"


def _told(thing: object) -> str:
    """A docstring as Markdown: its examples as blocks of code."""
    said = inspect.getdoc(thing)
    if not said:
        raise SystemExit(f"{thing!r} has no docstring")
    blocks = []
    for paragraph in said.split("\n\n"):
        is_example = paragraph.lstrip().startswith(">>>")
        blocks.append(f"```python\n{paragraph}\n```" if is_example else paragraph)
    return "\n\n".join(blocks) + "\n"


def main(arguments: list[str]) -> int:
    made = page()
    if arguments == ["--check"]:
        return int(made != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
