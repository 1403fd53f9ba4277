"""The texts of sources, where they are at hand: found by the SHA-256 of the whole file, never copied."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode, sha256_of
from icigraph.project.graph_project import GraphProject

__all__ = ["TEXTS_VARIABLE", "TextIndex", "Texts", "index_texts", "no_texts", "text_folders"]

Texts = Callable[[str], str | None]
"""Gives the text that has a SHA-256, where it is at hand."""

TEXTS_VARIABLE = "ICIGRAPH_TEXTS"


@dataclass(frozen=True, slots=True)
class TextIndex:
    """Files by the SHA-256 of their bytes.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "communique.txt")
    >>> _ = file.write_text("We launch the initiative.")
    >>> TextIndex({"27ae": file}).text_of("27AE")
    'We launch the initiative.'
    """

    files: Mapping[str, Path]

    def path_of(self, digest: str) -> Path | None:
        """The file with this SHA-256 (64 hexadecimal digits), if it is at hand."""
        return self.files.get(digest.lower())

    def text_of(self, digest: str) -> str | None:
        """The code points of that file, a byte order mark among them, as offsets of citations count them.

        Raises InputError if the file is not UTF-8.
        """
        path = self.path_of(digest)
        if path is None:
            return None
        content = path.read_bytes()
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return decode(content, file=str(path))


def no_texts(_: str) -> None:
    """No text is at hand: what finds the text of a source where no folder of texts is given.

    >>> no_texts("e3b0c442")
    """


def index_texts(folders: Iterable[Path]) -> TextIndex:
    """Index every file below some folders. Raises InputError for a folder that is not there.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "communique.txt").touch()
    >>> [(digest[:8], path.name) for digest, path in index_texts([folder]).files.items()]
    [('e3b0c442', 'communique.txt')]
    """
    files: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise InputError(Fault("no such folder of texts", Place(str(folder)), "check the path"))
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                files.setdefault(sha256_of(path), path)
    return TextIndex(files)


def text_folders(project: GraphProject, option: Iterable[Path | str] = ()) -> tuple[Path, ...]:
    """Where texts are looked for: the option's folders, those of ICIGRAPH_TEXTS, those of icigraph.toml.

    Folders that icigraph.toml names and that are not there are left out: not everybody has the texts.

    >>> from icigraph.project.graph_project import bundled_project
    >>> text_folders(bundled_project(), ["texts"])[0]
    PosixPath('texts')
    """
    variable = os.environ.get(TEXTS_VARIABLE, "")
    named = [Path(folder) for folder in (*option, *variable.split(os.pathsep)) if str(folder)]
    own = ((project.root / folder).resolve() for folder in project.config.texts)
    return (*named, *(folder for folder in own if folder.is_dir()))
