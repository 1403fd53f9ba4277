"""What a rendering hands over: paragraphs, tables and trees, with what each part of them is.

A terminal fits them into its width, in colours; everything else gets them as plain text, line for line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from icigraph.base.tables import text_table

__all__ = ["Block", "Line", "Table", "Told", "Tree", "drawn", "plain"]

_BRANCH, _LAST, _BAR, _GAP = "├─ ", "└─ ", "│  ", "   "


# Named tuples, since a class of that kind is made in a tenth of the time of a dataclass.


class Line(NamedTuple):
    """A paragraph: `text` after a `mark`, such as a number in brackets, and `indent` columns from the left.

    `style` says what the text is: `heading`, `thing`, `rule`, `place`, `source`, `good`, `bad`, `dim`, or
    nothing of these.
    """

    text: str = ""
    style: str = ""
    mark: str = ""
    indent: int = 0

    def __str__(self) -> str:
        return f"{' ' * self.indent}{self.mark}{' ' if self.mark else ''}{self.text}"


class Table(NamedTuple):
    """Rows under headers; `styles` are those of the columns, as of a `Line`, or `number` or `date`.

    `below` is a column of sentences that may stand below the others where it has little room beside them.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    styles: Sequence[str] = ()
    below: int | None = None


class Tree(NamedTuple):
    """A node: its first line stands at the branch, the others below it, and then its children."""

    lines: Sequence[Line]
    children: Sequence[Tree] = ()


Block = Line | Table | Tree
Told = str | Iterable[Block]
"""What a rendering gives: blocks for a person, text for a program."""


def plain(blocks: Iterable[Block]) -> str:
    """The blocks as text that no terminal needs to show: nothing is wrapped, and nothing coloured.

    >>> print(plain([Line("x:a x:p x:b"), Tree([Line("c"), Line("why")], [Tree([Line("d")])])]), end="")
    x:a x:p x:b
    c
    │  why
    └─ d
    """
    return "".join(f"{line}\n" for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Tree):
        yield from (guide + str(line) for guide, _, line in drawn(block))
    elif isinstance(block, Table):
        yield text_table(block.headers, block.rows)
    else:
        yield str(block)


def drawn(tree: Tree) -> Iterator[tuple[str, str, Line]]:
    """The lines of a tree: the branches before each, those before what of it does not fit beside them, and
    the line.

    >>> for before, _, line in drawn(Tree([Line("a")], [Tree([Line("b")]), Tree([Line("c")])])):
    ...     print(f"{before}{line}")
    a
    ├─ b
    └─ c
    """
    waiting = [("", "", tree)]
    while waiting:
        before, below, node = waiting.pop()
        stem = below + (_BAR if node.children else _GAP)
        head, *rest = node.lines
        yield before, stem, head
        yield from ((stem, stem, line) for line in rest)
        last = len(node.children) - 1
        waiting += [
            (
                below + (_LAST if number == last else _BRANCH),
                below + (_GAP if number == last else _BAR),
                child,
            )
            for number, child in reversed(list(enumerate(node.children)))
        ]
