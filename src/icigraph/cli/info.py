"""`icigraph info`: what the graph holds, where from, made by what."""

from __future__ import annotations

import argparse
import json

from icigraph.ask.summary import Summary, summary_of
from icigraph.ask.table import text_table
from icigraph.cli.common import out, project_of, snapshot_of, terminal_width

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph info`."""
    parser.add_argument(
        "--format", "-f", choices=("text", "json"), default="text", help="form (default: text)"
    )


def run(args: argparse.Namespace) -> int:
    """Print counts, sources and versions."""
    project = project_of(args)
    summary = summary_of(project, snapshot_of(args, project))
    out(_json(summary) if args.format == "json" else _text(summary, terminal_width()))
    return 0


def _text(summary: Summary, width: int | None) -> str:
    head = "\n".join(f"{name:<10} {value}" for name, value in summary.about)
    parts = [
        head,
        text_table(("triples", "in"), [(str(count), name) for name, count in summary.graphs], width),
        text_table(("things", "of class"), [(str(count), name) for name, count in summary.classes], width),
        text_table(
            ("facts", "source", "publisher", "issued"), [(str(s[0]), *s[1:]) for s in summary.sources], width
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _json(summary: Summary) -> str:
    document = {
        "about": dict(summary.about),
        "graphs": dict(summary.graphs),
        "classes": dict(summary.classes),
        "sources": [
            dict(zip(("facts", "title", "publisher", "issued"), row, strict=True)) for row in summary.sources
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
