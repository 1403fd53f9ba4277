"""How a verb writes a validation report: in which form, colours and width, where to, and how grave a result
makes the exit code 1.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.cli.common import out
from icigraph.cli.terminal import has_colour, width_of
from icigraph.validation.formats import FORMATS, render
from icigraph.validation.report import SEVERITIES

if TYPE_CHECKING:
    from icigraph.validation.formats.text import Paint
    from icigraph.validation.report import ValidationReport

__all__ = ["EXAMPLES", "add_report_options", "write_report"]

EXAMPLES = 3
"""How many results of each cause text shows in full."""
_COLOURS = {
    "violation": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "place": "36",
    "good": "1;32",
    "dim": "2",
    "hint": "1;32",
}


def add_report_options(parser: argparse._ActionsContainer, fail_on: str) -> None:
    """In which form and where a report is written, and how grave a result makes the exit code 1."""
    parser.add_argument(
        "--format", "-f", choices=FORMATS, default="text", help="form of the report (default: text)"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there")
    parser.add_argument(
        "--fail-on",
        choices=list(SEVERITIES),
        default=fail_on,
        help=f"the least severity that makes the exit code 1 (default: {fail_on})",
    )


def write_report(
    args: argparse.Namespace, report: ValidationReport, note: str = "", examples: int = EXAMPLES
) -> None:
    """Write the report as `--format` and `--output` say; of each cause text has so many `examples`, and the
    `note` below them."""
    if args.format == "text":
        from icigraph.validation.formats.text import render as render_text

        text = render_text(report, paint=_painter(args), width=width_of(), examples=examples)
        text += f"{note}\n" if note else ""
    else:
        text = render(report, args.format)
    if args.output:
        from icigraph.base.files import write_atomically

        write_atomically(args.output, text.encode())
    else:
        out(text)


def _painter(args: argparse.Namespace) -> Paint:
    """Colours for a terminal that shows them; none for a file, a pipe, or with NO_COLOR set."""
    from icigraph.validation.formats.text import plain

    return _coloured if has_colour() and not args.output else plain


def _coloured(style: str, text: str) -> str:
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if style in _COLOURS else text
