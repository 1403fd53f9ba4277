"""The folder of a release: it holds the old one or the new one, whole, and what is not ours stays."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conftest import Ran

Icigraph = Callable[..., Ran]
Release = Callable[[Path], Ran]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def release(lights: Path, icigraph: Icigraph, monkeypatch: pytest.MonkeyPatch) -> Release:
    # What takes long and is tested elsewhere.
    for name in ("pyarrow",):
        monkeypatch.setitem(sys.modules, name, None)
    return lambda folder: icigraph("--project", str(lights), "release", str(folder), "--anyway")


@pytest.fixture
def dist(tmp_path: Path, release: Release) -> Path:
    """A release of the project."""
    assert release(tmp_path / "dist").code == 0
    return tmp_path / "dist"


def change(lights: Path) -> None:
    with (lights / "data" / "keepings.ttl").open("a", encoding="utf-8") as file:
        file.write('id:ada-quill rdfs:comment "A. Quill"@en .\n')
    (lights / "queries" / "keepers.rq").rename(lights / "queries" / "who.rq")
    (lights / "queries" / "keepers.expected.csv").rename(lights / "queries" / "who.expected.csv")


def test_a_new_release_takes_the_place_of_the_old_one(dist: Path, lights: Path, release: Release) -> None:
    change(lights)
    assert release(dist).code == 0
    after = files(dist)
    assert b"A. Quill" in after["data.ttl"]
    assert [name for name in after if name.startswith("queries/")] == ["queries/who.rq"]
    assert sorted(path.name for path in dist.iterdir() if path.is_dir()) == ["queries", "tables"]


def test_a_folder_that_a_release_empties_is_taken_away(dist: Path, lights: Path, release: Release) -> None:
    for path in (lights / "queries").iterdir():
        path.unlink()
    assert release(dist).code == 0
    assert not (dist / "queries").exists()


@pytest.mark.parametrize("name", ["index.html", "SHA256SUMS", "thesis.txt", "tables", "queries/mine.rq"])
def test_a_file_of_somebody_else_is_not_written_over(name: str, tmp_path: Path, release: Release) -> None:
    mine = tmp_path / "site" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", "utf-8")
    ran = release(tmp_path / "site")
    assert (ran.code, f"holds {name}, which is not of a release" in ran.err) == (2, True)
    assert files(tmp_path / "site") == {name: b"mine"}


@pytest.mark.parametrize("listed", ["disk.iso", "index.html", "tables/thesis.odt"])
def test_a_list_of_checksums_makes_no_release_of_other_files(
    listed: str, tmp_path: Path, release: Release
) -> None:
    mine = tmp_path / "downloads" / listed
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", "utf-8")
    sums = subprocess.run(
        ["sha256sum", listed], cwd=tmp_path / "downloads", capture_output=True, check=True
    ).stdout
    (tmp_path / "downloads" / "SHA256SUMS").write_bytes(sums)
    assert release(tmp_path / "downloads").code == 2
    assert files(tmp_path / "downloads") == {listed: b"mine", "SHA256SUMS": sums}


def test_a_file_added_to_a_release_and_to_its_checksums_is_kept(dist: Path, release: Release) -> None:
    (dist / "thesis.txt").write_text("mine", "utf-8")
    with (dist / "SHA256SUMS").open("ab") as file:
        file.write(
            subprocess.run(["sha256sum", "thesis.txt"], cwd=dist, capture_output=True, check=True).stdout
        )
    before = files(dist)
    ran = release(dist)
    assert (ran.code, "holds thesis.txt" in ran.err, files(dist)) == (2, True, before)


def test_a_damaged_release_is_mended(dist: Path, release: Release) -> None:
    before = files(dist)
    (dist / "dataset.nq.gz").write_text("damaged", "utf-8")
    (dist / "index.html").unlink()
    assert release(dist).code == 0
    assert files(dist) == before


def test_a_file_changed_since_is_not_removed(dist: Path, lights: Path, release: Release) -> None:
    change(lights)
    (dist / "queries" / "keepers.rq").write_text("SELECT * {} # of my own", "utf-8")
    before = files(dist)
    ran = release(dist)
    assert (ran.code, files(dist)) == (2, before)
    assert "keepers.rq: was changed since it was released" in ran.err and "move it elsewhere" in ran.err


@pytest.mark.parametrize("name", ["index.html", "tables/facts.csv"])
def test_a_folder_in_the_place_of_a_file_is_told(name: str, tmp_path: Path, release: Release) -> None:
    (tmp_path / "dist" / name).mkdir(parents=True)
    ran = release(tmp_path / "dist")
    assert (ran.code, f"{name}: is a folder" in ran.err, files(tmp_path / "dist")) == (2, True, {})


@pytest.mark.parametrize("target", ["/dev/null", "/dev/null/dist", "/proc/dist", "/sys/dist"])
def test_a_place_that_cannot_be_written_is_told(target: str, release: Release) -> None:
    ran = release(Path(target))
    assert (ran.code, target in ran.err, "Traceback" in ran.err) == (2, True, False)


def test_a_disk_that_fills_up_leaves_the_old_release(
    dist: Path, lights: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(dist)
    change(lights)
    written, room = os.fsync, [10]

    def full(handle: int) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(28, "No space left on device")
        written(handle)

    monkeypatch.setattr(os, "fsync", full)
    ran = release(dist)
    assert (ran.code, "No space left" in ran.err, files(dist)) == (2, True, before)
    fresh = release(dist.parent / "new" / "dist")
    assert (fresh.code, (dist.parent / "new").exists()) == (2, False)


@contextmanager
def failing_move(number: int, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The move of a file in or out of its place that fails, counted from one."""
    moved, count = Path.replace, [0]

    def replace(self: Path, target: Path) -> Path:
        if self.suffix != ".tmp":
            count[0] += 1
            if count[0] == number:
                raise error
        return moved(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        yield


@pytest.mark.parametrize("number", [1, 19, 20, 21, 38])
@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt(), 130), (PermissionError(13, "Permission denied"), 2)]
)
def test_what_breaks_off_while_files_are_exchanged_leaves_the_old_release(
    number: int,
    error: BaseException,
    code: int,
    dist: Path,
    lights: Path,
    release: Release,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = files(dist)
    change(lights)
    with failing_move(number, error, monkeypatch):
        assert release(dist).code == code
    assert files(dist) == before
    assert release(dist).code == 0


def test_what_breaks_off_in_a_new_folder_leaves_nothing(
    tmp_path: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing_move(15, KeyboardInterrupt(), monkeypatch):
        assert release(tmp_path / "new" / "dist").code == 130
    assert not (tmp_path / "new").exists()


@contextmanager
def running(lights: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A release in a process of its own that has begun to write."""
    command = [
        sys.executable,
        "-m",
        "icigraph",
        "--project",
        str(lights),
        "release",
        str(folder),
        "--anyway",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            while process.poll() is None and not list(folder.glob(".icigraph-release-*")):
                time.sleep(0.005)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("after", [0.0, 0.1, 0.3])
def test_an_interrupted_release_leaves_one_of_the_two(after: float, dist: Path, lights: Path) -> None:
    before = files(dist)
    change(lights)
    with running(lights, dist) as process:
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    if process.returncode:
        assert (process.returncode, err) == (130, "error: interrupted\n")
    if files(dist) != before:
        assert {name for name in files(dist) if "keepers" in name} == set()
    assert list(dist.glob(".*")) == []


def test_what_a_killed_release_left_is_cleaned_up(dist: Path, lights: Path, release: Release) -> None:
    before = files(dist)
    change(lights)
    with running(lights, dist) as process:
        process.kill()
        process.wait()
    assert {name: content for name, content in files(dist).items() if not name.startswith(".")} == before
    assert release(dist).code == 0
    assert list(dist.glob(".*")) == [] and "queries/who.rq" in files(dist)


def test_two_releases_do_not_write_one_folder(dist: Path, release: Release) -> None:
    handle = os.open(dist, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        ran = release(dist)
    finally:
        os.close(handle)
    assert (ran.code, "another release is being written there" in ran.err) == (2, True)
    assert release(dist).code == 0


def test_a_release_of_the_older_layout_is_replaced(dist: Path, release: Release) -> None:
    for name in ("asserted.nq", "LOADING.md", "service.ttl", "tables/Keeping.csv"):
        (dist / name).write_text("as it was", "utf-8")
    (dist / "dataset.nq.gz").rename(dist / "dataset.nq")
    (dist / "README.md").unlink()
    before = sorted(name for name in files(dist) if name != "SHA256SUMS")
    sums = subprocess.run(["sha256sum", *before], cwd=dist, capture_output=True, check=True).stdout
    (dist / "SHA256SUMS").write_bytes(sums)
    assert release(dist).code == 0
    assert {"README.md", "dataset.nq.gz"} <= set(files(dist))
    assert {"asserted.nq", "LOADING.md", "dataset.nq", "tables/Keeping.csv"}.isdisjoint(files(dist))
