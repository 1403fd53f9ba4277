"""What a release says of itself: title, description, makers, licence, date and addresses, from
`icigraph.toml` and from the CITATION.cff beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import stored_bytes
from icigraph.project.graph_project import GraphProject

__all__ = ["CITATION", "LICENCE", "About", "Creator", "about", "citation_file", "licence_file"]

CITATION = "CITATION.cff"
LICENCE = "LICENSE"
# A folder of code and data has the licence of the data under the first name, that of the code under the next.
_LICENCES = ("LICENSE-DATA", "LICENSE-DATA.txt", LICENCE, "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING")


@dataclass(frozen=True, slots=True)
class Creator:
    """Who made a dataset: a name, and whether it is that of a person."""

    name: str
    is_person: bool


@dataclass(frozen=True, slots=True)
class About:
    """What people and machines are told of a dataset before they open a file of it.

    `address` is the IRI of the folder in which this version is published, with a slash at its end, or None if
    the project does not tell; `issued` is a day (`2026-11-25`).
    """

    title: str
    description: str
    version: str
    licence: str | None
    creators: tuple[Creator, ...]
    keywords: tuple[str, ...]
    issued: str | None
    address: str | None


def about(project: GraphProject) -> About:
    """What `project` tells of itself. An `InputError` says that its CITATION.cff cannot be read.

    >>> from icigraph.project.graph_project import bundled_project
    >>> told = about(bundled_project())
    >>> told.creators[0].name, told.issued, told.address
    ('The icigraph maintainers', '2026-11-25', 'https://w3id.org/icigraph/release/0.1.0/')
    """
    config = project.config
    cited = _citation(project.root / CITATION)
    return About(
        title=config.title,
        description=config.description or str(cited.get("abstract") or config.title),
        version=config.version,
        licence=config.licence,
        creators=tuple(_creators(cited.get("authors"))),
        keywords=tuple(map(str, _listed(cited.get("keywords")))),
        issued=str(cited["date-released"]) if cited.get("date-released") else None,
        address=f"{config.releases.rstrip('/')}/{quote(config.version)}/" if config.releases else None,
    )


def licence_file(project: GraphProject) -> bytes | None:
    r"""The text of the licence of the data: the project's file, else the name of the licence in
    `icigraph.toml`; None if there is neither.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nlicence = "CC-BY-4.0"', file="")
    >>> licence_file(GraphProject(Path(tempfile.mkdtemp()), config))
    b'a\n\nLicence: CC-BY-4.0\n'
    """
    for name in _LICENCES:
        if (project.root / name).is_file():
            return stored_bytes(project.root / name)
    if licence := project.config.licence:
        return f"{project.config.title}\n\nLicence: {licence}\n".encode()
    return None


def citation_file(project: GraphProject) -> bytes | None:
    r"""The project's CITATION.cff, as it stands; None if it has none.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> project = GraphProject(Path(tempfile.mkdtemp()), parse_config('name = "a"\nbase = "x:"', file=""))
    >>> _ = (project.root / CITATION).write_text("cff-version: 1.2.0\n")
    >>> citation_file(project)
    b'cff-version: 1.2.0\n'
    """
    path = project.root / CITATION
    return stored_bytes(path) if path.is_file() else None


def _citation(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        read = yaml.safe_load(stored_bytes(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(str(path), mark.line + 1, mark.column + 1) if mark else Place(str(path))
        raise InputError(Fault("is not YAML", place, "see https://citation-file-format.github.io")) from None
    if not isinstance(read, dict):
        raise InputError(Fault("is no CITATION.cff: it has no keys", Place(str(path))))
    return read


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _creators(authors: object) -> Iterator[Creator]:
    """Persons and others, as the Citation File Format has them."""
    for author in _listed(authors):
        if not isinstance(author, dict):
            continue
        parts = [author.get("given-names"), author.get("name-particle"), author.get("family-names")]
        person = " ".join(str(part) for part in parts if part)
        if name := str(author.get("name") or person):
            yield Creator(name, is_person=bool(person))
