"""The folder that keeps a closed graph: a store, the record of what it was made of, and a lock.

A store that is being made stands beside the one that is there, and counts only once the record names it. So a
run that is interrupted, even killed, leaves the folder as it was, but for what the next run sweeps away.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex

from pyoxigraph import Store

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import write_atomically
from icigraph.base.locking import locked
from icigraph.rules.closure.record import Record

__all__ = ["ClosureFolder", "opened"]

_LOCK, _RECORD, _STORE = "icigraph.lock", "icigraph.json", "graph-"


@contextmanager
def opened(folder: Path) -> Iterator[ClosureFolder]:
    """The folder, made if need be, for this run alone as long as the block lasts.

    InputError for a folder that holds something else, that cannot be written, or that another run works on.

    >>> import tempfile
    >>> with opened(Path(tempfile.mkdtemp(), "closed")) as folder:
    ...     folder.path.name, folder.record, folder.store()
    ('closed', None, None)
    """
    _refuse_foreign(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _LOCK).touch()
    except OSError as error:
        hint = "name a folder that you may write to"
        raise InputError(Fault(f"cannot be used: {error.strerror}", Place(str(folder)), hint)) from None
    with _alone_in(folder):
        found = ClosureFolder(folder)
        found.sweep()
        yield found


def _refuse_foreign(folder: Path) -> None:
    try:
        names = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return
    except NotADirectoryError:
        hint = "name a folder, or one that is not there yet"
        raise InputError(Fault("is a file, not a folder", Place(str(folder)), hint)) from None
    if names and not names & {_LOCK, _RECORD}:
        hint = "name an empty folder, or one that is not there yet"
        raise InputError(Fault("holds something else than a closed graph", Place(str(folder)), hint))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with ExitStack() as holding:
        try:
            holding.enter_context(locked(folder / _LOCK, wait=False))
        except BlockingIOError:
            hint = "wait until it is done"
            raise InputError(Fault("another run works on this folder", Place(str(folder)), hint)) from None
        yield


@dataclass(frozen=True, slots=True)
class ClosureFolder:
    """The folder of a kept closure, locked. `opened` gives it.

    >>> import tempfile
    >>> record = Record("0.1", "published", {}, {"file:///a.ttl": "e3b0c4"})
    >>> with opened(Path(tempfile.mkdtemp())) as folder, folder.draft() as draft:
    ...     folder.keep(draft, Store(str(draft)), record, size=0)
    ...     folder.record.files
    {'file:///a.ttl': 'e3b0c4'}
    """

    path: Path

    @property
    def record(self) -> Record | None:
        """What the store in the folder was made of; None where there is none."""
        try:
            return Record.from_json((self.path / _RECORD).read_bytes())
        except OSError:
            return None

    def store(self) -> Store | None:
        """The store that the record names, if it opens. InputError where something else has it open."""
        record = self.record
        folder = self.path / record.store if record and record.store else None
        try:
            return _opened(folder) if folder and folder.is_dir() else None
        except (OSError, ValueError, RuntimeError) as error:
            # The last is what pyoxigraph makes of a damaged store.
            if not _is_locked(error):
                return None
            where, hint = Place(str(folder)), "end it first"
            raise InputError(Fault("another program has the store open", where, hint)) from None

    @contextmanager
    def draft(self, base: Store | None = None) -> Iterator[Path]:
        """Where a store can be made, a copy of `base` or nothing yet; it is gone after the block unless
        `keep` was called for it.
        """
        folder = self.path / f"{_STORE}{token_hex(4)}"
        try:
            if base is not None:
                # What a store wrote it never changes, so a copy shares those files and costs next to nothing.
                base.backup(str(folder))
            yield folder
        finally:
            record = self.record
            if record is None or record.store != folder.name:
                shutil.rmtree(folder, ignore_errors=True)

    def keep(self, draft: Path, store: Store, record: Record, size: int) -> None:
        """From now on the folder has the store that was made in `draft`."""
        store.flush()
        kept = replace(record, store=draft.name, size=size)
        write_atomically(self.path / _RECORD, kept.to_json())

    def sweep(self) -> None:
        """Remove what interrupted runs left behind, and the stores before the one that counts."""
        record = self.record
        for path in (*self.path.glob(f"{_STORE}*"), *self.path.glob(f".{_RECORD}.*.tmp")):
            if record is None or path.name != record.store:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _opened(folder: Path) -> Store:
    try:
        return Store(str(folder))
    except OSError as error:
        if not _is_locked(error):
            raise
    # What failed before in this process may hold the store until the collector comes.
    gc.collect()
    return Store(str(folder))


def _is_locked(error: Exception) -> bool:
    return "/LOCK" in str(error)
