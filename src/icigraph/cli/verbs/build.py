"""`icigraph build`: load, derive, reason, snapshot, validate."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from icigraph.base.faults import CheckFailed, InputError
from icigraph.cli.common import graph_of, out, tell_questions
from icigraph.cli.options import add_texts_option
from icigraph.cli.terminal import width_of
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.validation.formats.text import render

__all__ = ["add_arguments", "run"]

_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph build`."""
    add_texts_option(parser)


def run(args: argparse.Namespace) -> int:
    """Build and say what came of it; 2 when a question cannot be asked, else 1 when the graph does not
    conform. The snapshot is written all the same."""
    graph = graph_of(args)
    built = graph.build()
    project, snapshot = graph.project, built.snapshot
    out(_figures(project, snapshot.manifest.counts))
    if built.change:
        out(f"  brought up to date: {built.change.added} triples added, {built.change.removed} removed\n")
    out(f"  {len(snapshot.manifest.questions)} questions\n{_left_out(project)}")
    out(f"  snapshot in {display(snapshot.folder)}\n")
    out(render(built.report, width=width_of() or 100) + built.citations + "\n")
    if tell_questions(project, snapshot):
        return InputError.exit_code
    return 0 if built.report.conforms else CheckFailed.exit_code


def _left_out(project: GraphProject) -> str:
    names = [display(path) for path in project.left_out]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"  left out: {', '.join(names[:_SHOWN])}{more}\n" if names else ""


def _figures(project: GraphProject, counts: Mapping[str, int]) -> str:
    made = {project.derived_graph.value: "derived", project.inferred_graph.value: "inferred"}
    kinds = made | {
        project.ontology_graph.value: "in the ontology",
        project.shapes_graph.value: "in the shapes",
    }
    asserted = sum(count for graph, count in counts.items() if graph not in kinds)
    lines = [f"  {asserted} triples in {len(counts) - len(set(counts) & set(kinds))} graphs of data"]
    lines += [f"  {counts[graph]} triples {kind}" for graph, kind in kinds.items() if graph in counts]
    return "\n".join([f"built {project.config.title}", *lines]) + "\n"
