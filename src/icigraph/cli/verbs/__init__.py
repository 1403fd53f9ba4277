"""The verbs, one file each: its options, and what it does with them; a file is imported when its verb is run.

Begin at `ask.run`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

__all__ = ["VERBS", "Verb", "module_of"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the command line: what it does in one line, and an example of it."""

    help: str
    example: str


VERBS: dict[str, Verb] = {
    "ask": Verb(
        "ask a canned question, or list the questions",
        "icigraph ask partners-as-of --as-of 2005-02-10 --cite",
    ),
    "query": Verb(
        "run any SPARQL query on the graph", "icigraph query -e 'SELECT * { ?s ici:partnerIn ?o }'"
    ),
    "show": Verb("tell what is known about a thing, with citations", "icigraph show Kuwait"),
    "explain": Verb(
        "prove a triple, or say what is missing for it", "icigraph explain id:kuwait ici:partnerIn id:ici"
    ),
    "validate": Verb("check data against shapes, and citations against texts", "icigraph validate"),
    "check": Verb("check quality beyond shapes", "icigraph check --only query-unknown-term"),
    "cite": Verb(
        "list the cited spans of a text, or find a span to cite",
        "icigraph cite --source source:nato-2004-communique",
    ),
    "table": Verb("check, show and extend the tables of data", "icigraph table check"),
    "build": Verb("load, derive, reason, validate and write the snapshot", "icigraph build"),
    "reason": Verb(
        "materialise what follows from RDF files",
        "icigraph export -o graph.nq && icigraph reason graph.nq --only-inferred",
    ),
    "export": Verb("write the graph in an RDF syntax", "icigraph export --format trig --with-inferred"),
    "diff": Verb("compare two graphs, fact by fact", "icigraph export -o graph.nq && icigraph diff graph.nq"),
    "release": Verb("make a release bundle", "icigraph release dist/"),
    "push": Verb("publish the graph to a SPARQL store", "icigraph push http://localhost:7878"),
    "pull": Verb("fetch graphs from a SPARQL store", "icigraph pull http://localhost:7878"),
    "verify": Verb("check that a store holds exactly this graph", "icigraph verify http://localhost:7878"),
    "info": Verb("counts, sources and versions", "icigraph info"),
    "init": Verb("make a small new graph project", "icigraph init my-graph"),
    "completion": Verb("print a shell completion script", "icigraph completion bash"),
}


def module_of(name: str) -> ModuleType:
    """The module of a verb: its `add_arguments` and its `run`. An `InputError` names the nearest verb."""
    if name not in VERBS:
        from icigraph.base.faults import Fault, InputError
        from icigraph.base.nearest import did_you_mean

        raise InputError(
            Fault(
                f"no verb is called {name!r}",
                hint=did_you_mean(name, VERBS) or "`icigraph --help` lists the verbs",
            )
        )
    return import_module(f"icigraph.cli.verbs.{name}")
