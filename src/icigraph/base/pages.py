"""Pages of HTML that stand alone: a room's template in the one frame and stylesheet that all pages share."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

__all__ = ["page"]


def page(room: str, template: str, **values: Any) -> str:
    """The page that a template of a room makes of some values.

    `room` is the package whose folder `templates` holds the template; `values` are what it names: each must
    be given, and all text is escaped. A template extends `frame.html` of this room, which has the stylesheet,
    the landmark `main`, and no address of another host. Raises jinja2's errors where the template is wrong.

    >>> made = page("icigraph.base", "frame.html", title="A < B")
    >>> "<title>A &lt; B</title>" in made, "<main>" in made
    (True, True)
    """
    return _environment(room).get_template(template).render(values)


@cache
def _environment(room: str) -> Environment:
    loaders = [PackageLoader(name) for name in dict.fromkeys((room, "icigraph.base"))]
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
