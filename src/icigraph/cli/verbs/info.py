"""`icigraph info`: what the graph holds, where from, made by what."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from icigraph.base.blocks import Block, Line, Table
from icigraph.cli.common import graph_of, tell_questions
from icigraph.cli.options import add_texts_option
from icigraph.cli.terminal import tell
from icigraph.questions.summary import Summary

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph info`."""
    parser.add_argument(
        "--format", "-f", choices=("text", "json"), default="text", help="form (default: text)"
    )
    add_texts_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print counts, sources and versions."""
    graph = graph_of(args)
    summary = graph.info()
    tell(_json(summary) if args.format == "json" else _blocks(summary))
    tell_questions(graph.project, graph.snapshot)
    return 0


def _blocks(summary: Summary) -> Iterator[Block]:
    left_out = [("left out", ", ".join(summary.left_out))] if summary.left_out else []
    for name, value in (*summary.about, *left_out):
        yield Line(value, mark=f"{name:<10}")
    counted = ("number", "")
    for table in (
        Table(("number", "of"), [(str(count), what) for count, what in _figures(summary)], counted),
        Table(("triples", "in"), [(str(count), name) for name, count in summary.graphs], counted),
        Table(("things", "of class"), [(str(count), name) for name, count in summary.classes], counted),
        Table(
            ("claims", "source", "publisher", "issued"),
            [(str(claims), *about) for claims, *about in summary.sources],
            ("number", "source", "", "date"),
        ),
    ):
        yield Line()
        yield table


def _figures(summary: Summary) -> list[tuple[int, str]]:
    told = summary.figures
    return [
        (told.occurrents, "occurrents: what happens, and what holds between things"),
        (told.facts, "of them are facts, relationships of a subject and an object"),
        (told.accepted, "are accepted: a claim says so that is not outranked"),
        (told.started, "have a claim that dates their start"),
        (told.disputed, "are disputed: accepted claims exclude one another"),
        (told.claims, "claims, each of one source"),
        (told.spanned, "cite a span of characters with its SHA-256"),
        (told.verified, "cite a span that a text at hand bears out now"),
        (told.located, "are cited by locators only"),
        (told.uncited, "are not cited"),
    ]


def _json(summary: Summary) -> str:
    document = {
        "about": dict(summary.about),
        "figures": asdict(summary.figures),
        "graphs": dict(summary.graphs),
        "classes": dict(summary.classes),
        "sources": [
            dict(zip(("claims", "title", "publisher", "issued"), row, strict=True)) for row in summary.sources
        ],
        "leftOut": list(summary.left_out),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
