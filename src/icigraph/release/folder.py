"""The folder of a release: written beside what it holds, checked there, and only then put in its place.

Whatever fails or is interrupted before, the folder holds what it held. Nothing of anybody else is written
over or removed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import stored_bytes, write_atomically
from icigraph.base.locking import locked
from icigraph.base.progress import Progress, silent
from icigraph.base.temporary import passing

__all__ = ["SUMS", "checksum", "checksums_in", "replace_release"]

SUMS = "SHA256SUMS"
# What every release has: a list of checksums without these is of something else.
_ALWAYS = {"dataset.ttl", "index.html", "questions.ttl"}
_STEMS = {
    *("README", "LICENSE", "CITATION", "CHANGES", SUMS),
    *("ontology", "shapes", "data", "inferred", "dataset", "datapackage", "facts-rdf12", "graph", "index"),
    *("mappings", "questions"),
    # What releases had before.
    *("asserted", "service", "LOADING"),
}
_TABLES = {"tables": {".csv", ".parquet"}, "queries": {".rq"}}
_STAGING = ".icigraph-release-"
_ELSEWHERE = "choose an empty folder, or that of an earlier release with its SHA256SUMS"


def checksum(written: bytes) -> str:
    """SHA-256 as 64 lower case hexadecimal digits.

    >>> checksum(b"")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(written).hexdigest()


def checksums_in(sums: bytes) -> dict[str, str]:
    """The checksums in a file as `sha256sum` writes it, by the names of the files.

    >>> checksums_in(b"ab  tables/a b.csv\\n")
    {'tables/a b.csv': 'ab'}
    """
    lines = (line.partition("  ") for line in sums.decode("utf-8", "replace").splitlines())
    return {name: digest for digest, _, name in lines}


def replace_release(
    folder: Path,
    files: Mapping[str, bytes],
    check: Callable[[Path], None],
    progress: Progress = silent,
) -> None:
    r"""Make `folder` hold just `files`, if `check` finds nothing wrong with them on the disk.

    An `InputError` says that the folder has files of somebody else or is being written by another release.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp(), "release")
    >>> replace_release(folder, {"a.txt": b"one\n", SUMS: b""}, check=lambda staged: None)
    >>> sorted(path.name for path in folder.iterdir())
    ['SHA256SUMS', 'a.txt']
    """
    with _locked(folder):
        stale = _stale(folder, files)
        with _staging(folder) as staging:
            staged = staging / "new"
            for number, (name, written) in enumerate(files.items(), 1):
                (staged / name).parent.mkdir(parents=True, exist_ok=True)
                write_atomically(staged / name, written)
                progress("release", number, len(files))
            check(staged)
            _exchange(folder, staging, files, stale)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The folder, for one release at a time: made if it is not there, gone again if nothing comes of it."""
    if folder.exists() and not folder.is_dir():
        raise InputError(Fault("is a file, not a folder", Place(str(folder)), _ELSEWHERE))
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with ExitStack() as holding:
            _lock(holding, folder)
            yield
    except BaseException:
        _remove_empty(made)
        raise


def _lock(holding: ExitStack, folder: Path) -> None:
    try:
        holding.enter_context(locked(folder, wait=False))
    except BlockingIOError:
        hint = "wait until it is done, or choose another folder"
        raise InputError(Fault("another release is being written there", Place(str(folder)), hint)) from None


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    # What a killed release left behind: the lock is ours, so nobody uses it.
    for left in folder.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    # It is known to go before it is there: an interrupt may come right after it was made.
    with passing(folder / f"{_STAGING}{token_hex(8)}") as staging:
        staging.mkdir(mode=0o700)
        yield staging


def _stale(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """The files of an earlier release in `folder` that this one has not; an `InputError` for a file of
    anybody else.
    """
    earlier = _earlier(folder / SUMS)
    stale, faults = [], []
    for name in sorted(_names_in(folder)):
        place = folder / name
        if place.is_dir() and not place.is_symlink():
            if name in files:
                faults.append(Fault(f"is a folder, and the release has a file {name}", Place(str(place))))
        elif name in files:
            if name not in earlier and _content(place) != files[name]:
                faults.append(_strange(folder, name))
        elif name not in earlier:
            faults.append(_strange(folder, name))
        elif checksum(_content(place)) != earlier[name]:
            hint = "move it elsewhere: this release has no such file and would remove it"
            faults.append(Fault("was changed since it was released", Place(str(place)), hint))
        else:
            stale.append(name)
    if faults:
        raise InputError(faults[0])
    return stale


def _strange(folder: Path, name: str) -> Fault:
    return Fault(f"holds {name}, which is not of a release", Place(str(folder)), _ELSEWHERE)


def _content(place: Path) -> bytes:
    # A link that leads nowhere and a pipe are no file of a release.
    return stored_bytes(place) if place.is_file() else b""


def _names_in(folder: Path) -> Iterator[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return (name for name in names if not name.startswith(_STAGING))


def _earlier(sums: Path) -> dict[str, str]:
    """The checksums of the earlier release; of files that no release has none, whoever listed them."""
    if not sums.is_file():
        return {}
    found = checksums_in(stored_bytes(sums))
    if not found.keys() >= _ALWAYS:
        return {}
    return {name: digest for name, digest in found.items() if _is_of_release(name)} | {SUMS: ""}


def _is_of_release(name: str) -> bool:
    inside, _, last = name.rpartition("/")
    if inside:
        return Path(last).suffix in _TABLES.get(inside, ())
    return last.partition(".")[0] in _STEMS


def _exchange(folder: Path, staging: Path, files: Collection[str], stale: Collection[str]) -> None:
    """Put the files in place of those that are there, or leave all as it was."""
    moved: list[tuple[Path, Path]] = []
    before = [name for name in (*stale, *files) if os.path.lexists(folder / name)]
    try:
        # The checksums go last and come first, so that a killed release can be told from other files.
        for name in sorted(before, key=SUMS.__eq__):
            _move(folder / name, staging / "old" / name, moved)
        for name in sorted(files, key=SUMS.__ne__):
            _move(staging / "new" / name, folder / name, moved)
    except BaseException:
        _move_back(moved)
        raise
    _remove_empty({(folder / name).parent for name in stale} - {folder})


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Noted first: an interruption may come right after.
    moved.append((source, target))
    source.replace(target)


def _move_back(moved: list[tuple[Path, Path]]) -> None:
    for source, target in reversed(moved):
        if not os.path.lexists(source):
            target.replace(source)
    _remove_empty({target.parent for _, target in moved})


def _remove_empty(folders: Iterable[Path]) -> None:
    for each in folders:
        with suppress(OSError):
            each.rmdir()
