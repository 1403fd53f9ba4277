"""A graph project: the folder that holds an ontology, data, queries and an `icigraph.toml`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

import icigraph
from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import read_text
from icigraph.project.config import CORE, Config, makes_project, parse_config
from icigraph.project.folders import display, files_below
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.syntax import SYNTAXES

__all__ = [
    "CONFIG_NAME",
    "GraphProject",
    "bundled_project",
    "bundled_root",
    "find_project",
    "open_project",
    "project_file",
]

CONFIG_NAME = "icigraph.toml"
_RDF_SUFFIXES = tuple(
    f".{suffix}{packed}" for syntax in SYNTAXES for suffix in syntax.suffixes for packed in ("", ".gz")
)
_QUERY_SUFFIXES = (".rq",)
_TABLES = "data/tables"
_TABLE_SUFFIXES = (".csv",)


@dataclass(frozen=True, slots=True)
class GraphProject:
    """Which files make a graph, and what their graphs are called. `root` is absolute.

    >>> project = bundled_project()
    >>> project.graph_name(project.root / "data" / "sources" / "a.ttl").value.removeprefix(project.graphs)
    'data/sources/a'
    """

    root: Path
    config: Config

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes that its files of data are written with."""
        return self.config.prefixes

    @property
    def graphs(self) -> str:
        """What the IRIs of its named graphs begin with."""
        return self.config.graphs

    @property
    def ontology_files(self) -> tuple[Path, ...]:
        """The files of the ontology, shapes and rules left out; the core's files among them."""
        return _paths(self._ontology())

    @property
    def shape_files(self) -> tuple[Path, ...]:
        """The files of SHACL shapes, with the core's."""
        return _paths(self._with_core("shapes", _RDF_SUFFIXES))

    @property
    def rule_files(self) -> tuple[Path, ...]:
        """The derivations, with the core's: CONSTRUCT queries."""
        return _paths(self._with_core("rules", _QUERY_SUFFIXES))

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The files of data."""
        return _paths(files_below(f"{self.root}/data", _RDF_SUFFIXES))

    @property
    def table_files(self) -> tuple[Path, ...]:
        """The tables of data; each has a mapping beside it."""
        return _paths(files_below(f"{self.root}/{_TABLES}", _TABLE_SUFFIXES))

    @property
    def mapping_files(self) -> tuple[Path, ...]:
        """The mappings of the tables: CONSTRUCT queries."""
        return _paths(files_below(f"{self.root}/{_TABLES}", _QUERY_SUFFIXES))

    @property
    def query_files(self) -> tuple[Path, ...]:
        """The canned questions."""
        return _paths(files_below(f"{self.root}/queries", _QUERY_SUFFIXES))

    @property
    def input_files(self) -> tuple[Path, ...]:
        """All of these files, on which the closed graph and the catalogue of questions depend."""
        return self.stating_files + self.mapping_files + self.rule_files + self.query_files

    @property
    def left_out(self) -> tuple[Path, ...]:
        """The files in the project's folders that are not read, because of their suffix or of where they
        stand. What is hidden is not among them, nor golden answers of questions."""
        folders = [f"{self.root}/{name}" for name in ("ontology", "data", "queries")]
        every = (file for folder in folders for file in files_below(folder))
        found = _paths([file for file in every if not file.endswith(".expected.csv")])
        known = set(self.input_files)
        return tuple(path for path in found if path not in known)

    @property
    def graph_files(self) -> tuple[Path, ...]:
        """Every RDF file: ontology, shapes and data."""
        return self.ontology_files + self.shape_files + self.data_files

    @property
    def stating_files(self) -> tuple[Path, ...]:
        """Every file that states something, in a graph of its own: RDF files and tables."""
        return self.graph_files + self.table_files

    @property
    def ontology_graph(self) -> NamedNode:
        """The named graph of the ontology."""
        return NamedNode(f"{self.graphs}ontology")

    @property
    def shapes_graph(self) -> NamedNode:
        """The named graph of the shapes."""
        return NamedNode(f"{self.graphs}shapes")

    @property
    def derived_graph(self) -> NamedNode:
        """The named graph of what the derivations add."""
        return NamedNode(f"{self.graphs}derived")

    @property
    def inferred_graph(self) -> NamedNode:
        """The named graph of what the ontology entails."""
        return NamedNode(f"{self.graphs}inferred")

    def graph_name(self, path: Path) -> NamedNode:
        """The named graph that a file of the project is loaded into."""
        absolute = path.absolute()
        for root in (self.root, self._core_root):
            if root / "ontology" / "shapes" in absolute.parents:
                return self.shapes_graph
            if root / "ontology" in absolute.parents:
                return self.ontology_graph
        data = self.root / "data"
        inside = absolute.relative_to(data) if data in absolute.parents else Path(absolute.name)
        return NamedNode(f"{self.graphs}data/{_as_iri_path(_without_suffixes(inside))}")

    def file_name(self, path: Path | str) -> str:
        """A file by its name in the project, whatever the working folder; one elsewhere by its path.

        >>> project = bundled_project()
        >>> project.file_name(project.root / "data" / "a.ttl"), project.file_name("/elsewhere/a.ttl")
        ('data/a.ttl', '/elsewhere/a.ttl')
        """
        absolute = str(Path(path).absolute())
        for root in (self.root, self._core_root):
            if absolute.startswith(f"{root}{os.sep}"):
                return absolute.removeprefix(f"{root}{os.sep}")
        return str(path)

    @property
    def _core_root(self) -> Path:
        own = self.root / "ontology" / "core"
        return self.root if own.is_dir() or CORE not in self.config.imports else bundled_root()

    def _ontology(self) -> list[str]:
        apart = tuple(f"{self.root}/ontology/{folder}/" for folder in ("shapes", "rules"))
        own = files_below(f"{self.root}/ontology", _RDF_SUFFIXES)
        core = files_below(f"{self._core_root}/ontology/core", _RDF_SUFFIXES)
        return [file for file in own if not file.startswith(apart)] + core

    def _with_core(self, folder: str, suffixes: tuple[str, ...]) -> list[str]:
        own = files_below(f"{self.root}/ontology/{folder}", suffixes)
        return own + files_below(f"{self._core_root}/ontology/{folder}/core", suffixes)


def open_project(path: Path | str) -> GraphProject:
    """The project in a folder, or of an `icigraph.toml`. Raises InputError if there is none or it has faults.

    >>> open_project("/no/such/folder")
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: /no/such/folder: no such folder
      hint: check the path
    """
    given = Path(path)
    file = given if given.is_file() else given / CONFIG_NAME
    if not given.exists():
        raise InputError(Fault("no such folder", Place(str(path)), "check the path"))
    if not file.is_file():
        raise InputError(Fault(f"has no {CONFIG_NAME}", Place(str(path)), "make one with: icigraph init DIR"))
    shown = display(file)
    return GraphProject(
        file.absolute().parent.resolve(), parse_config(read_text(file, name=shown), file=shown)
    )


def bundled_project() -> GraphProject:
    """The graph that ships with the package.

    >>> bundled_project().config.name
    'icigraph'
    """
    return open_project(bundled_root())


def find_project(start: Path) -> GraphProject:
    """The project of the nearest `icigraph.toml` in `start` or above it, else the bundled one.

    >>> find_project(Path("/")).root == bundled_project().root
    True
    """
    return open_project(project_file(start) or bundled_root())


def project_file(start: Path) -> Path | None:
    """The nearest `icigraph.toml` in `start` or above it that makes a graph project.

    >>> project_file(bundled_root() / "data") == bundled_root() / CONFIG_NAME
    True
    """
    absolute = start.absolute()
    for folder in (absolute, *absolute.parents):
        file = folder / CONFIG_NAME
        if file.is_file() and makes_project(read_text(file), file=display(file)):
            return file
    return None


def bundled_root() -> Path:
    """The folder of the graph that ships with the package.

    >>> (bundled_root() / "icigraph.toml").is_file()
    True
    """
    package = Path(icigraph.__file__).resolve().parent
    shipped = package / "bundled"
    return shipped if shipped.is_dir() else package.parent.parent


def _paths(files: list[str]) -> tuple[Path, ...]:
    return tuple(sorted(map(Path, set(files))))


def _without_suffixes(path: Path) -> Path:
    packed = path.suffix.lower() == ".gz"
    return (path.with_suffix("") if packed else path).with_suffix("")


def _as_iri_path(path: Path) -> str:
    from urllib.parse import quote

    return quote(path.as_posix(), safe="/-._~!$&'()*+,;=:@")
