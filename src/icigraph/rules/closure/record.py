"""What the closed graph in a folder was made of: the record that tells a later run what changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from icigraph.base.files import sha256_of
from icigraph.base.version import __version__
from icigraph.rules.compile.draft import Mode

__all__ = ["Record", "record_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """The tool and mode that closed a graph, the derivations and the files that it was made of, each with its
    SHA-256, the name of the store in the folder, and about how many triples that has; no name stands for none
    yet.

    Files are known by the IRIs of their graphs.

    >>> before = Record("0.1", "published", {}, {"file:///a.ttl": "e3b0", "file:///b.ttl": "27ae"})
    >>> now = Record("0.1", "published", {}, {"file:///a.ttl": "e3b0", "file:///b.ttl": "4f05"})
    >>> now.closes_like(before), now.changed_since(before)
    (True, ('file:///b.ttl',))
    >>> Record.from_json(now.to_json()) == now
    True
    """

    tool: str
    mode: str
    derivations: Mapping[str, str]
    files: Mapping[str, str]
    store: str = ""
    size: int = 0

    def closes_like(self, other: Record) -> bool:
        """Whether the two were closed in the same way, whatever files they have."""
        return self._way == other._way

    @property
    def _way(self) -> tuple[object, ...]:
        return self.tool, self.mode, sorted(self.derivations.values())

    def changed_since(self, before: Record) -> tuple[str, ...]:
        """The files that were added, changed or removed since a record."""
        return tuple(sorted({name for name, _ in self.files.items() ^ before.files.items()}))

    def to_json(self) -> bytes:
        """The record as a file holds it."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Record | None:
        """The record in a file; None where it is none.

        >>> Record.from_json(b'{"tool": "0.1"}') is None
        True
        """
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or found.keys() != {field.name for field in fields(cls)}:
            return None
        return cls(**found)


def record_of(files: Iterable[Path], mode: Mode, derivations: Iterable[Path]) -> Record:
    """The record of a graph that is to be made. InputError where a file cannot be read.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.ttl")
    >>> _ = file.write_text("")
    >>> record = record_of([file], Mode.PUBLISHED, derivations=[])
    >>> record.mode, [digest[:8] for digest in record.files.values()]
    ('published', ['e3b0c442'])
    """
    return Record(
        __version__,
        mode.value,
        {str(path): sha256_of(path) for path in derivations},
        {path.resolve().as_uri(): sha256_of(path) for path in files},
    )
