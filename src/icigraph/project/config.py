"""`icigraph.toml`: what a graph project calls itself, its prefixes, texts and publishing targets; and every
fault that its text may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.nearest import did_you_mean
from icigraph.project.toml_text import place_of_key, read_toml
from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rdf.prefixes import Prefixes, is_prefix

__all__ = ["CORE", "DEFAULT_GRAPHS", "VALIDATE", "Config", "Target", "makes_project", "parse_config"]

CORE = "https://w3id.org/icigraph/core"
DEFAULT_GRAPHS = "https://w3id.org/icigraph/graph/"
_TEXT_KEYS = ("name", "title", "description", "base", "graphs", "releases", "licence", "version")
VALIDATE = "validate"
"""The table that says how `icigraph validate` works; the room that validates reads it."""
_KEYS = (*_TEXT_KEYS, "imports", "prefixes", "texts", "targets", VALIDATE)


@dataclass(frozen=True, slots=True)
class Target:
    """A store to publish to: its name, and its settings as written (`url`, `kind` …)."""

    name: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Config:
    """The content of an `icigraph.toml`; `texts` are folders as written, relative to the file, and `releases`
    is the address below which every version of a release is published.
    """

    name: str
    title: str
    description: str | None
    base: str
    graphs: str
    releases: str | None
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
    table = read_toml(text, file)
    faults = _faults(table, text, file)
    if faults:
        raise InputError(*faults)
    name = table["name"]
    return Config(
        name=name,
        title=table.get("title", name),
        description=table.get("description"),
        base=table["base"],
        graphs=table.get("graphs", DEFAULT_GRAPHS),
        releases=table.get("releases"),
        licence=table.get("licence"),
        version=table.get("version", "0"),
        imports=tuple(table.get("imports", (CORE,))),
        prefixes=_prefixes(table),
        texts=tuple(table.get("texts", {}).get("folders", ())),
        targets=tuple(Target(key, value) for key, value in table.get("targets", {}).items()),
    )


def makes_project(text: str, *, file: str) -> bool:
    """Whether the text of an `icigraph.toml` makes its folder a graph project: one that has `[validate]` and
    nothing else only says how to validate there.

    >>> makes_project("[validate]\\nshapes = 's.ttl'", file="icigraph.toml")
    False
    """
    try:
        table = read_toml(text, file)
    except InputError:
        return True
    return set(table) != {VALIDATE}


def _prefixes(table: Mapping[str, Any]) -> Prefixes:
    """Those of the table, and of the standard vocabularies those that it has no name for: a project need not
    declare the prefixes of what its ontology is written in."""
    declared: Mapping[str, str] = table["prefixes"] if "prefixes" in table else {"id": table["base"]}
    named = set(declared.values())
    added = {
        name: iri for name, iri in STANDARD_PREFIXES.items() if iri not in named and name not in declared
    }
    return Prefixes({**declared, **added})


def _faults(table: Mapping[str, Any], text: str, file: str) -> list[Fault]:
    return [
        *(
            Fault(f"unknown key {key!r}", place_of_key(text, file, key), did_you_mean(key, _KEYS))
            for key in table
            if key not in _KEYS
        ),
        *(
            Fault(f"{key} is missing", Place(file, 1, 1), f'add {key} = "…"')
            for key in ("name", "base")
            if key not in table
        ),
        *(
            Fault(f"{key} must be a text", place_of_key(text, file, key), f'write {key} = "…"')
            for key in _TEXT_KEYS
            if not isinstance(table.get(key, ""), str)
        ),
        *(
            Fault(f"{key} must not be empty", place_of_key(text, file, key), f'write {key} = "…"')
            for key in ("name",)
            if table.get(key) == ""
        ),
        *(
            Fault(
                f"{key} must be an absolute IRI{_why(table[key])}",
                place_of_key(text, file, key),
                "for example https://example.org/id/",
            )
            for key in ("base", "graphs", "releases")
            if isinstance(table.get(key), str) and not _is_iri(table[key])
        ),
        *_list_faults(table, text, file),
        *_table_faults(table, text, file),
    ]


def _list_faults(table: Mapping[str, Any], text: str, file: str) -> list[Fault]:
    texts = table.get("texts", {})
    if not isinstance(texts, dict):
        return [
            Fault(
                "texts must be a table",
                place_of_key(text, file, "texts"),
                'write [texts] and folders = ["…"] under it',
            )
        ]
    unknown = [
        Fault(
            f"unknown key {key!r} in [texts]", place_of_key(text, file, key), did_you_mean(key, ("folders",))
        )
        for key in texts
        if key != "folders"
    ]
    lists = (("imports", table.get("imports", [])), ("folders", texts.get("folders", [])))
    return (
        unknown
        + [
            Fault(f"{key} must be a list of texts", place_of_key(text, file, key), f'write {key} = ["…"]')
            for key, value in lists
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value)
        ]
        + _folder_faults(texts.get("folders", []), text, file)
    )


def _folder_faults(folders: object, text: str, file: str) -> list[Fault]:
    names = folders if isinstance(folders, list) else []
    return [
        Fault(
            f"{name!r} is no folder's name",
            place_of_key(text, file, "folders"),
            "name a folder beside this file",
        )
        for name in names
        if isinstance(name, str) and (not name or "\0" in name)
    ]


def _table_faults(table: Mapping[str, Any], text: str, file: str) -> list[Fault]:
    targets = table.get("targets", {})
    faults = []
    if not isinstance(targets, dict) or not all(isinstance(value, dict) for value in targets.values()):
        faults.append(
            Fault("targets must be tables", place_of_key(text, file, "targets"), "write [targets.NAME]")
        )
    prefixes = table.get("prefixes", {})
    if not isinstance(prefixes, dict):
        return [
            *faults,
            Fault("prefixes must be a table", place_of_key(text, file, "prefixes"), "write [prefixes]"),
        ]
    return faults + [
        Fault(
            f"prefix {key!r} needs an absolute IRI and a valid name{_why(value)}",
            place_of_key(text, file, key),
            'write name = "http://…"',
        )
        for key, value in prefixes.items()
        if not is_prefix(key) or not _is_iri(value)
    ]


def _is_iri(value: object) -> bool:
    return isinstance(value, str) and not _why(value)


def _why(value: object) -> str:
    """What the engine has against an IRI, to be put after what is said of it."""
    if not isinstance(value, str):
        return ""
    try:
        NamedNode(value)
    except ValueError as error:
        return f": {error}"
    return ""
