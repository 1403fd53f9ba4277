"""`icigraph.toml`: what a graph project calls itself, its prefixes, texts and publishing targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rdf.prefixes import Prefixes

if TYPE_CHECKING:
    from typing import Any

__all__ = ["CORE", "DEFAULT_GRAPHS", "Config", "Target", "parse_config"]

CORE = "https://w3id.org/icigraph/core"
DEFAULT_GRAPHS = "https://w3id.org/icigraph/graph/"


@dataclass(frozen=True, slots=True)
class Target:
    """A store to publish to: its name, and its settings as written (`url`, `kind` …)."""

    name: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Config:
    """The content of an `icigraph.toml`; `texts` are folders as written, relative to the file."""

    name: str
    title: str
    base: str
    graphs: str
    licence: str | None
    version: str
    imports: tuple[str, ...]
    prefixes: Prefixes
    texts: tuple[str, ...]
    targets: tuple[Target, ...]


def parse_config(text: str, *, file: str) -> Config:
    """Read the text of an `icigraph.toml`. Raises InputError with every fault found, each with its line.

    >>> parse_config('name = "a"\\nbase = "http://e.org/id/"', file="icigraph.toml").graphs
    'https://w3id.org/icigraph/graph/'
    """
    from icigraph.project.config_text import read_table

    table = read_table(text, file=file)
    name = table["name"]
    return Config(
        name=name,
        title=table.get("title", name),
        base=table["base"],
        graphs=table.get("graphs", DEFAULT_GRAPHS),
        licence=table.get("licence"),
        version=table.get("version", "0"),
        imports=tuple(table.get("imports", (CORE,))),
        prefixes=_prefixes(table),
        texts=tuple(table.get("texts", {}).get("folders", ())),
        targets=tuple(Target(key, value) for key, value in table.get("targets", {}).items()),
    )


def _prefixes(table: Mapping[str, Any]) -> Prefixes:
    """Those of the table, and of the standard vocabularies those that it has no name for: a project need not
    declare the prefixes of what its ontology is written in."""
    stated: Mapping[str, str] = table["prefixes"] if "prefixes" in table else {"id": table["base"]}
    named = set(stated.values())
    added = {name: iri for name, iri in STANDARD_PREFIXES.items() if iri not in named and name not in stated}
    return Prefixes({**stated, **added})
