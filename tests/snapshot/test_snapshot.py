"""The snapshot: made from its inputs, made again when they change, never half made."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from icigraph.base.faults import InputError
from icigraph.project.graph_project import GraphProject, open_project
from icigraph.snapshot import snapshot as snapshots
from icigraph.snapshot.index import open_index
from icigraph.snapshot.opening import open_snapshot
from icigraph.snapshot.pipeline import build, close
from icigraph.snapshot.scaffold import create_project
from icigraph.snapshot.snapshot import current, snapshot_folder


@pytest.fixture
def project(tmp_path: Path) -> GraphProject:
    create_project(tmp_path / "lights")
    return open_project(tmp_path / "lights")


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a snapshot; of its index, which holds the dataset again, what can be read in it."""
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    (index,) = (open_index(path.with_suffix(".nq")) for path in folder.glob("*.index"))
    assert index is not None
    # A store on disk labels blank nodes anew whenever it loads.
    lines = sorted(re.sub(r"_:\w+", "_:b", str(quad)) for quad in index)
    return files | {"index": "\n".join(lines).encode()}


def test_two_builds_give_the_same_bytes(project: GraphProject, tmp_path: Path) -> None:
    first = contents(build(project).folder)
    create_project(tmp_path / "elsewhere")
    assert contents(build(project).folder) == first
    assert contents(build(open_project(tmp_path / "elsewhere")).folder) == first


def test_a_fresh_snapshot_is_not_built_again(project: GraphProject) -> None:
    built = build(project)
    before = built.dataset.stat().st_mtime_ns
    assert open_snapshot(project) == built
    assert built.dataset.stat().st_mtime_ns == before


def change(path: Path) -> None:
    path.write_text(path.read_text() + "\n# changed\n")


CHANGES: dict[str, Callable[[Path], object]] = {
    "data": lambda root: change(root / "data" / "keepings.ttl"),
    "ontology": lambda root: change(root / "ontology" / "lighthouses.ttl"),
    "shapes": lambda root: change(root / "ontology" / "shapes" / "lighthouses.ttl"),
    "question": lambda root: change(root / "queries" / "keepers.rq"),
    "configuration": lambda root: change(root / "icigraph.toml"),
    "file added": lambda root: (root / "data" / "more.ttl").write_text("<urn:x:a> <urn:x:b> <urn:x:c> ."),
    "file removed": lambda root: (root / "data" / "sources" / "log.ttl").unlink(),
    "file renamed": lambda root: (root / "data" / "keepings.ttl").rename(root / "data" / "keeping.ttl"),
    "same size and time": lambda root: same_size_and_time(root / "data" / "keepings.ttl"),
}


def same_size_and_time(path: Path) -> None:
    before = path.stat()
    path.write_text(path.read_text().replace("1904-05", "1904-06"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_of_an_input_makes_it_stale(project: GraphProject, name: str) -> None:
    build(project)
    CHANGES[name](project.root)
    changed = open_project(project.root)
    assert current(changed) is None
    rebuilt = open_snapshot(changed)
    assert current(changed) == rebuilt


def test_another_version_of_the_tool_makes_it_stale(
    project: GraphProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(project)
    monkeypatch.setattr(snapshots, "__version__", "9.9.9")
    assert current(project) is None


def test_a_damaged_index_is_gone_without_and_mended(project: GraphProject) -> None:
    built = build(project)
    (index,) = built.folder.glob("*.index")
    (index / "CURRENT").write_text("nothing")
    assert open_index(built.dataset) is None
    assert len(built.store()) > 100
    build(project)
    assert open_index(built.dataset) is not None


@pytest.mark.parametrize(
    "damage", ["manifest cut", "manifest gone", "dataset cut", "dataset gone", "other format"]
)
def test_a_damaged_snapshot_is_built_again(project: GraphProject, damage: str) -> None:
    built = build(project)
    manifest = built.folder / "manifest.json"
    if damage == "manifest cut":
        manifest.write_bytes(manifest.read_bytes()[:50])
    elif damage == "other format":
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}))
    elif damage == "dataset cut":
        built.dataset.write_bytes(built.dataset.read_bytes()[:-10])
    else:
        (manifest if damage == "manifest gone" else built.dataset).unlink()
    assert current(project) is None
    assert len(open_snapshot(project).store()) == len(close(project).store)


def test_an_interrupted_build_leaves_the_old_snapshot(
    project: GraphProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(build(project).folder)
    change(project.root / "data" / "keepings.ttl")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(project)
    assert contents(snapshot_folder(project)) == before


def test_a_full_disk_is_told_and_leaves_the_old_snapshot(
    project: GraphProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(build(project).folder)
    (project.root / "data" / "more.ttl").write_text("<urn:x:a> <urn:x:b> <urn:x:c> .")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        build(open_project(project.root))
    assert contents(snapshot_folder(project)) == before


def test_a_read_only_project_is_cached_elsewhere(
    project: GraphProject, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    built = open_snapshot(project)
    assert built.folder.is_relative_to(tmp_path / "cache" / "icigraph")
    assert not (project.root / ".icigraph").exists()


def test_every_stated_triple_is_in_its_files_graph_and_none_is_lost(project: GraphProject) -> None:
    counts = build(project).manifest.counts
    names = {graph.removeprefix(project.graphs) for graph in counts}
    assert names == {
        *("ontology", "shapes", "derived", "inferred"),
        *("data/keepings", "data/sources/log", "data/tables/lighthouses"),
    }
    assert all(counts.values())


def test_a_broken_file_is_told_with_its_place(project: GraphProject) -> None:
    (project.root / "data" / "bad.ttl").write_text("<urn:x:a> <urn:x:b> .\n")
    with pytest.raises(InputError) as caught:
        build(open_project(project.root))
    place = caught.value.faults[0].place
    assert place is not None
    assert (place.file.endswith("data/bad.ttl"), place.line) == (True, 1)


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "icigraph.toml").write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        create_project(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["icigraph.toml"]
    assert (tmp_path / "icigraph.toml").read_text() == "mine"


def test_what_killed_builds_left_is_swept_away(project: GraphProject) -> None:
    built = build(project)
    before = sorted(path.name for path in built.folder.iterdir())
    for name in (f".{built.manifest.dataset}.a1.tmp", ".manifest.json.b2.tmp", "0123456789abcdef.nq"):
        (built.folder / name).write_text("half of")
    (built.folder / ".index-c3.tmp").mkdir()
    (built.folder / ".index-c3.tmp" / "CURRENT").write_text("half of")
    build(project)
    assert sorted(path.name for path in built.folder.iterdir()) == before


def test_builds_at_the_same_time_do_not_disturb_each_other(project: GraphProject) -> None:
    command = [sys.executable, "-m", "icigraph", "--project", str(project.root), "build"]
    for _ in range(3):
        change(project.root / "data" / "keepings.ttl")
        running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
        assert [(one.wait(), one.communicate()[1]) for one in running] == [(0, b"")] * 3
        assert current(project) is not None
    kinds = sorted(path.suffix for path in (project.root / ".icigraph").iterdir())
    assert kinds == ["", ".index", ".json", ".nq"]
