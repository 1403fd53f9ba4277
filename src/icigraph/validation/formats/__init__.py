"""The forms a report is written in: one module each, every one with `render(report) -> str`; same report,
same bytes.

Begin at `text.render`.
"""

from __future__ import annotations

from importlib import import_module

from icigraph.validation.report import ValidationReport

__all__ = ["FORMATS", "render"]

FORMATS = ("text", "concise", "json", "sarif", "junit", "github", "html", "turtle", "csv")


def render(report: ValidationReport, name: str) -> str:
    """The report in one of `FORMATS`.

    >>> render(ValidationReport(), "csv").splitlines()[0].split(",")[:3]
    ['file', 'line', 'column']
    """
    text: str = import_module(f"{__name__}.{name}").render(report)
    return text
