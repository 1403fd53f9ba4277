"""`icigraph table`: check the tables of a project, show one, add a row to one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from icigraph.base.blocks import Table
from icigraph.base.faults import CheckFailed, Fault, InputError, Place
from icigraph.base.files import decode, write_atomically
from icigraph.cli.common import graph_of, out, project_of
from icigraph.cli.options import add_texts_option
from icigraph.cli.parser import Parser, complain
from icigraph.cli.terminal import is_terminal, tell
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.project.load import tables_of
from icigraph.project.tables.adding import Draft, table_called

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be done with tables, and with which options."""
    verbs = parser.add_subparsers(dest="what", metavar="check|show|add", required=True, parser_class=Parser)
    check = verbs.add_parser("check", help="say what is wrong with tables and their mappings, all in one run")
    check.add_argument("files", nargs="*", metavar="FILE", help="these tables only")
    show = verbs.add_parser("show", help="print a table: aligned on a terminal, else as CSV")
    show.add_argument("topic", metavar="TOPIC", help="its name, such as members of data/tables/members.csv")
    add = verbs.add_parser("add", help="add a row; on a terminal what it needs is asked for")
    add.add_argument("topic", metavar="TOPIC", help="the table's name")
    add.add_argument("cells", nargs="*", metavar="COLUMN=VALUE", help="what the row says")
    add.add_argument("--find", metavar="WORDS", help="cite the span of a source's text that says these words")
    add.add_argument("--source", help="with --find: the source to look in")
    add_texts_option(add)


def run(args: argparse.Namespace) -> int:
    """Do what `args` say: 1 when a table that is checked has faults."""
    project = project_of(args)
    return {"check": _check, "show": _show, "add": _add}[args.what](args, project)


def _check(args: argparse.Namespace, project: GraphProject) -> int:
    tables = tables_of(project)
    wanted = {Path(file).resolve() for file in args.files}
    known = {path for table in tables for path in (table.path, table.path.with_suffix(".rq"))}
    for path in sorted(wanted - known):
        raise InputError(
            Fault("is no table of the project", Place(display(path)), "tables are in data/tables")
        )
    failed = 0
    for table in tables:
        if wanted and not wanted & {table.path, table.path.with_suffix(".rq")}:
            continue
        for fault in table.faults:
            complain(f"error: {fault.place}: {fault.message}" if fault.place else fault.message, fault.hint)
        failed += len(table.faults)
        if not table.faults and table.csv:
            rows, triples = len(table.csv.rows), len({placed.quad for placed in table.document.quads})
            out(f"{display(table.path)}: {rows} rows, {triples} triples\n")
    return CheckFailed.exit_code if failed else 0


def _show(args: argparse.Namespace, project: GraphProject) -> int:
    table = table_called(project, args.topic)
    if not is_terminal() or table.csv is None:
        out(decode(table.content, file=display(table.path)))
        return 0
    header = table.csv.header.cells
    whole = [row.cells for row in table.csv.rows if len(row.cells) == len(header)]
    tell([Table(header, whole)])
    return 0


def _add(args: argparse.Namespace, project: GraphProject) -> int:
    draft = Draft.of(project, table_called(project, args.topic))
    values = _given(args.cells)
    if args.find:
        values |= _citation(args, draft)
    if sys.stdin.isatty() and sys.stderr.isatty():
        from icigraph.cli.asking import asked

        values |= asked(draft, values)
    content = draft.content(values)
    write_atomically(draft.table.path, content)
    out(f"{display(draft.table.path)}: a row added\n")
    return 0


def _given(cells: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for cell in cells:
        name, sign, value = cell.partition("=")
        if not sign:
            raise InputError(Fault(f"{cell!r} names no column", hint="write COLUMN=VALUE, in quotes"))
        found[name] = value
    return found


def _citation(args: argparse.Namespace, draft: Draft) -> dict[str, str]:
    """The column of citations with the one whose span says the words."""
    from icigraph.questions.citing import citation_that_says
    from icigraph.rdf.namespaces import CORE

    column = next((one for one in draft.columns if one.types == (CORE["Citation"],)), None)
    if column is None:
        raise InputError(Fault("the table has no column of citations", hint="--find fills one"))
    graph = graph_of(args)
    source = graph.source(args.source) if args.source else None
    found = citation_that_says(graph.store, draft.project, args.find, graph.text_folders, source)
    return {column.name: draft.project.prefixes.shrink(found)}
