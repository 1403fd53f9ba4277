"""Blocks fitted into a terminal: nothing is wider than it, and no word that fits into a line is broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from icigraph.base.blocks import Block, Line, Table, Tree, drawn
from icigraph.base.printable import printable
from icigraph.base.tables import one_line

__all__ = ["fitted"]

_STYLES = {
    "heading": "bold",
    "thing": "bold",
    "date": "green",
    "rule": "magenta",
    "place": "cyan",
    "source": "blue",
    "good": "green",
    "bad": "red",
    "dim": "dim",
    "number": "green",
    "guide": "dim",
    "mark": "bold cyan",
    "header": "bold",
}
_TRAILING = r" +(?=(?:\x1b\[[0-9;]*m| )*\n)"
_GAP = 2
_ROOM = 8
_WIDEST_NAME = 24
_SENTENCE = 36
"""Columns in which a sentence can be read."""


def fitted(blocks: Iterable[Block], console: Console) -> str:
    """The blocks as text for the console's terminal, in its width and colours.

    >>> console = Console(file=StringIO(), width=12, force_terminal=True, color_system=None)
    >>> print(fitted([Line("Kuwait is a partner", mark="-")], console), end="")
    - Kuwait is
      a partner
    """
    written = console.file
    assert isinstance(written, StringIO)
    for block in blocks:
        for shown in _shown(block, console):
            console.print(shown, soft_wrap=False)
    return re.sub(_TRAILING, "", written.getvalue())


def _shown(block: Block, console: Console) -> Iterator[Text | Grid]:
    if isinstance(block, Table):
        yield from _table(block, console)
    elif isinstance(block, Tree):
        for before, below, line in drawn(block):
            yield from _line(line, console, before, below)
    else:
        yield from _line(block, console)


def _line(line: Line, console: Console, before: str = "", below: str = "") -> Iterator[Text]:
    """A paragraph behind its branches and its mark; what does not fit goes on below its beginning."""
    text = Text(printable(line.text), _style(line.style))
    mark, indent = f"{line.mark} " if line.mark else "", line.indent
    most = max(console.width - max(_longest(line.text), _ROOM), 0)
    if len(before) + indent + cell_len(mark) > most:
        # Where the longest word has no room beside them, indents go, and the outermost branches.
        text = Text.assemble((mark, _style("mark")), text)
        before = below = before[max(len(before) - most, 0) :]
        mark, indent = "", 0
    head = Text.assemble((before, _style("guide")), " " * indent, (mark, _style("mark")))
    rest = Text.assemble((below, _style("guide")), " " * (indent + cell_len(mark)))
    for number, part in enumerate(_parts(text, console.width - len(rest.plain), console)):
        yield Text.assemble(rest if number else head, part)


def _parts(text: Text, width: int, console: Console) -> Iterator[Text]:
    for part in text.wrap(console, max(width, 1), overflow="fold"):
        part.rstrip()
        yield part


def _table(table: Table, console: Console) -> Iterator[Text | Grid]:
    """A table with its cells wrapped, or, where its words leave no room for that, a list of its rows."""
    headers = [one_line(header) for header in table.headers]
    rows = [[one_line(cell) for cell in row] for row in table.rows]
    widths = _widths([headers, *rows], console.width)
    if table.below is not None and (widths is None or widths[table.below] < _SENTENCE):
        yield from _entries([headers], ["header"] * len(headers), table.below, console)
        yield from _entries(rows, table.styles, table.below, console)
        return
    if widths is None:
        yield from _records(headers, rows, table.styles, console)
        return
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    grid.header_style = _style("header")
    for number, (header, width) in enumerate(zip(headers, widths, strict=True)):
        style = table.styles[number] if number < len(table.styles) else ""
        grid.add_column(
            Text(header),
            style=_style(style),
            width=width,
            justify="right" if style == "number" else "left",
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*map(Text, row))
    yield grid


def _widths(table: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """How wide each column is: what is widest is narrowed first, but never to less than its longest word.
    None where the words alone are wider than the room.
    """
    columns = list(zip(*table, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    least = [max(map(_longest, column)) for column in columns]
    left = room - _GAP * (len(columns) - 1)
    if sum(least) > left:
        return None
    while sum(widths) > left:
        wide = [number for number, width in enumerate(widths) if width > least[number]]
        widths[max(wide, key=widths.__getitem__)] -= 1
    return [max(width, 1) for width in widths]


def _records(
    headers: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str], console: Console
) -> Iterator[Text]:
    """Each row as lines of a name and a value."""
    size = min(max(map(cell_len, headers)), _WIDEST_NAME)
    for number, row in enumerate(rows):
        if number:
            yield Text()
        for column, (header, cell) in enumerate(zip(headers, row, strict=True)):
            style = styles[column] if column < len(styles) else ""
            yield from _line(Line(cell, style, header.ljust(size)), console)


def _entries(
    rows: Sequence[Sequence[str]], styles: Sequence[str], below: int, console: Console
) -> Iterator[Text]:
    """Each row as a line of its cells, and the sentence below it."""
    for row in rows:
        others = [Text(cell, _style(style)) for cell, style in zip(row, styles, strict=True)]
        del others[below]
        yield from _parts(Text("  ").join(each for each in others if each.plain), console.width, console)
        yield from _line(Line(row[below], styles[below], indent=4), console)


def _longest(text: str) -> int:
    return max(map(cell_len, text.split()), default=0)


def _style(name: str) -> str:
    return _STYLES.get(name, "")
