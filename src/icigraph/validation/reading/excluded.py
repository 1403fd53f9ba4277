"""Files that patterns leave out, as linters have it: a name alone stands for a file or folder anywhere, what
has a slash for a path from the working folder on; `*` stays within a name, `**` does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

__all__ = ["excluded"]


def excluded(file: Path, folder: Path, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns names a file, found in a `folder`, or a folder in between or above it.

    >>> [excluded(Path("data/old/a.ttl"), Path("data"), [one]) for one in ("old", "data/*.ttl", "data/o*")]
    [True, False, True]
    >>> [excluded(Path("data/old/a.ttl"), Path("data"), [one]) for one in ("*.ttl", "data", "**/a.*")]
    [True, False, True]
    """
    names = file.relative_to(folder).parts if file.is_relative_to(folder) else file.parts
    whole = file.absolute().parts
    return any(_names(one, names) if "/" not in one else _leads(one, whole) for one in patterns)


def _names(pattern: str, names: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names)


def _leads(pattern: str, parts: tuple[str, ...]) -> bool:
    wanted = Path(pattern.rstrip("/")).absolute().parts
    return any(_match(wanted, parts[:length]) for length in range(1, len(parts) + 1))


def _match(wanted: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    if not wanted:
        return not parts
    if wanted[0] == "**":
        return any(_match(wanted[1:], parts[skipped:]) for skipped in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], wanted[0]) and _match(wanted[1:], parts[1:])
