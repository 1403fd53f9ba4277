"""The release bundle: reproducible, complete, checked before it ends, and never on top of other files."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import parse
from tests.conftest import Ran

from icigraph.base.faults import InputError
from icigraph.project.graph_project import GraphProject
from icigraph.release import release
from icigraph.snapshot.opening import open_snapshot

Icigraph = Callable[..., Ran]
Without = Callable[..., None]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Without:
    """Makes libraries look as if they were not installed."""

    def hide(*names: str) -> None:
        for loaded in list(sys.modules):
            if loaded.partition(".")[0] in names:
                monkeypatch.delitem(sys.modules, loaded)
        for name in names:
            monkeypatch.setitem(sys.modules, name, None)

    return hide


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_another_place_time_zone_locale_and_umask_give_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "é l s e"
    elsewhere.mkdir()
    environment = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONUTF8": "0",
        "SOURCE_DATE_EPOCH": "1",
    }
    command = [sys.executable, "-m", "icigraph", "release", "again"]
    ran = subprocess.run(
        command, cwd=elsewhere, env=environment, umask=0o077, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert files(elsewhere / "again") == files(bundle)


def test_every_file_has_its_checksum(bundle: Path) -> None:
    written = files(bundle)
    sums = dict(reversed(line.split("  ")) for line in written.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}


def test_facts_are_reifiers_in_rdf_1_2(bundle: Path) -> None:
    triples = [quad.triple for quad in parse(path=bundle / "facts-rdf12.ttl")]
    reified = {t.subject.value: t.object for t in triples if t.predicate.value.endswith("#reifies")}
    fact = reified["https://w3id.org/icigraph/id/partnership/kuwait-ici"]
    assert fact.predicate.value == "https://w3id.org/icigraph/ontology#partnerIn"
    assert all(t in triples for t in reified.values())


def test_a_folder_of_other_things_is_left_alone(project: GraphProject, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"thesis\.txt"):
        release(project, open_snapshot(project), tmp_path)
    assert files(tmp_path) == {"thesis.txt": b"mine"}


def test_the_previous_release_is_compared(
    bundle: Path, tmp_path: Path, icigraph: Icigraph, without: Without
) -> None:
    without("pyarrow")
    fact = "https://w3id.org/icigraph/id/partnership/kuwait-ici"
    packed = (bundle / "dataset.nq.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines(keepends=True)
    claim = "https://w3id.org/icigraph/id/claim/partnership-kuwait-ici-kuna-2008"
    kept = [line for line in lines if not line.startswith((f"<{fact}>", f"<{claim}>"))]
    assert len(kept) < len(lines)
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "dataset.nq").write_text("".join(kept), "utf-8")
    assert icigraph("release", str(tmp_path / "next"), "--previous", str(tmp_path / "before")).code == 0
    told = (tmp_path / "next" / "CHANGES.txt").read_text("utf-8").splitlines()
    assert told[0] == "added partnership:kuwait-ici"
    assert "  added claim:partnership-kuwait-ici-kuna-2008" in told
    assert any(line.startswith("    cited: citation:") for line in told)
    new = "partnership:kuwait-ici", "claim:partnership-kuwait-ici-kuna-2008"
    shown = sum(line.startswith(("  - ", *(f"  + {each} " for each in new))) for line in told)
    assert shown == len(lines) - len(kept)
    same = icigraph("release", str(tmp_path / "next"), "--previous", str(tmp_path / "next"))
    assert (same.code, (tmp_path / "next" / "CHANGES.txt").read_text("utf-8")) == (0, "no difference\n")


def test_two_releases_are_compared(lights: Path, icigraph: Icigraph) -> None:
    before, after = lights / "before", lights / "after"
    assert icigraph("--project", str(lights), "release", str(before)).code == 0
    state(lights, 'id:ada-quill rdfs:comment "A. Quill"@en .\n')
    assert icigraph("--project", str(lights), "release", str(after)).code == 0
    told = icigraph("diff", str(before), str(after))
    assert (told.code, "A. Quill" in told.out, told.err) == (1, True, "")
    assert icigraph("diff", str(before), str(before)).out == "no difference\n"
    # A release and the project that it was made of: what was inferred counts where it is asked for.
    for more in ((), ("--with-inferred",)):
        same = icigraph("--project", str(lights), "diff", str(after), *more)
        assert (same.code, same.out) == (0, "no difference\n"), more
    # As releases were laid out before.
    (before / "dataset.nq").write_bytes(gzip.decompress((before / "dataset.nq.gz").read_bytes()))
    (before / "dataset.nq.gz").unlink()
    (before / "SHA256SUMS").unlink()
    assert icigraph("diff", str(before), str(after)).out == told.out


def test_what_is_not_installed_is_left_out_and_told(
    bundle: Path, tmp_path: Path, icigraph: Icigraph, without: Without
) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(bundle, folder)
    without("pyarrow")
    ran = icigraph("release", str(folder))
    assert (ran.code, ran.out) == (0, f"{len(files(folder))} files in {folder}, read back\n")
    (parquet,) = ran.err.splitlines()
    assert parquet.startswith("left out: ") and "icigraph[parquet]" in parquet
    # Those of the release before are gone, the description names none of them, and the rest is the same.
    before, after = files(bundle), files(folder)
    missing = {name for name in before if name.endswith(".parquet")}
    assert set(before) - set(after) == missing
    assert b".parquet" not in after["dataset.ttl"] + after["index.html"] + after["README.md"]
    tell = {"README.md", "dataset.ttl", "index.html", "SHA256SUMS"}
    assert {name for name in after if after[name] != before[name]} == tell


def state(folder: Path, turtle: str) -> None:
    with (folder / "data" / "keepings.ttl").open("a", encoding="utf-8") as file:
        file.write(turtle)


def test_a_graph_that_does_not_conform_is_refused(lights: Path, icigraph: Icigraph, without: Without) -> None:
    without("pyarrow")
    told = "does not conform to its shapes (1 result): see icigraph validate"
    release = ("--project", str(lights), "release", str(lights / "dist"))
    assert icigraph(*release).code == 0
    before = files(lights / "dist")
    state(lights, 'keeping:ada-quill rdfs:label "Another"@en .\n')
    refused = icigraph(*release)
    assert (refused.code, told in refused.err, "--anyway" in refused.err) == (1, True, True), refused
    assert files(lights / "dist") == before
    ran = icigraph(*release, "--anyway")
    assert (ran.code, told in ran.err) == (0, True)
    assert b"keeping:ada-quill" in files(lights / "dist")["data.ttl"] != before["data.ttl"]
