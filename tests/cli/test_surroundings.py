"""The command in odd surroundings: streams that are closed, full or in another encoding, folders that are
gone or locked. Each run ends with the exit code that it should have, and never with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

from icigraph.cli.verbs import VERBS

Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def lights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project, built, in a folder that a careless script would trip over."""
    folder = tmp_path_factory.mktemp("Leuchttürme") / "日本 x"
    assert shell(f"init '{folder}'").returncode == 0
    assert shell(f"--project '{folder}' build").returncode == 0
    return folder


def shell(line: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs `icigraph LINE` in a shell, with Python's streams buffered as a user's are."""
    given = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | environment
    return subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m icigraph {line}"],
        cwd=cwd,
        env=given,
        capture_output=True,
        check=False,
        timeout=60,
    )


VERBS_OF_STREAMS = {
    "ask": 0,
    "ask keepers": 0,
    "query -e 'ASK {}'": 0,
    "show 'Ada Quill'": 0,
    "explain --inconsistency": 0,
    "validate": 0,
    "build": 0,
    "info": 0,
    "export": 0,
    "reason data/keepings.ttl": 0,
    "reason --profile data/keepings.ttl": 0,
    "diff data/keepings.ttl": 1,
    "completion bash": 0,
    "--help": 0,
    "ask nope": 2,
    "ask --nope": 2,
}


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
@pytest.mark.parametrize("verb", ["ask keepers", "export", "diff data/keepings.ttl", "ask nope", "--help"])
def test_a_closed_stream_changes_no_exit_code(lights: Path, verb: str, streams: str) -> None:
    ran = shell(f"{verb} {streams}", lights)
    assert (ran.returncode, b"Traceback" in ran.stderr) == (VERBS_OF_STREAMS[verb], False), ran.stderr


@pytest.mark.parametrize("verb", [verb for verb, code in VERBS_OF_STREAMS.items() if code < 2])
def test_what_cannot_be_written_is_told(lights: Path, verb: str) -> None:
    ran = shell(f"{verb} >/dev/full", lights)
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (
        2,
        b"error: cannot write to stdout: No space left on device",
    )


@pytest.mark.parametrize("verb", [verb for verb, code in VERBS_OF_STREAMS.items() if code < 2])
def test_a_reader_that_goes_away_changes_no_verdict(lights: Path, verb: str) -> None:
    ran = shell(f"{verb} | true; exit ${{PIPESTATUS[0]}}", lights)
    assert (ran.returncode, ran.stderr) == (VERBS_OF_STREAMS[verb], b"")


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_written_in_any_encoding_and_width(verb: str, icigraph: Run) -> None:
    wide = icigraph(*verb.split(), "--help")
    assert wide.code == 0
    if verb not in ("", "ask", "validate"):
        return
    for environment in (
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"COLUMNS": "1"},
        {"COLUMNS": "40"},
    ):
        ran = shell(f"{verb} --help", **environment)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.decode().split()[:2] == ["usage:", "icigraph"]


@pytest.mark.parametrize(
    "verb", ["ask", "info", "show Kuwait", "validate", "export", "query no.rq", "cite x"]
)
def test_a_working_folder_that_is_gone_is_told(tmp_path: Path, verb: str) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    line = f"cd {gone} && rmdir {gone} && exec '{sys.executable}' -m icigraph {verb}"
    ran = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: ")
    assert "the working folder is not there any more" in ran.stderr or "no.rq: no such file" in ran.stderr


@pytest.mark.parametrize("verb", ["ask keepers", "build", "validate", "check"])
def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(
    icigraph: Run, tmp_path: Path, lock: Callable[[str], None], verb: str
) -> None:
    icigraph("init", str(tmp_path / "lights"))
    lock("data")
    ran = icigraph("--project", str(tmp_path / "lights"), *verb.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("lights/data: cannot be read: Permission denied\n")


def test_the_next_steps_of_a_new_project_run_as_printed(tmp_path: Path) -> None:
    told = shell("init 'a b/Öl & x'", tmp_path).stdout.decode()
    steps = [line.strip() for line in told.partition("next:\n")[2].splitlines()]
    program = f"icigraph() {{ '{sys.executable}' -m icigraph \"$@\"; }}; "
    ran = subprocess.run(
        ["bash", "-ec", program + "\n".join(steps)], cwd=tmp_path, capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Ada Quill" in ran.stdout


@pytest.mark.parametrize("verb", ["ask keepers", "build", "export"])
def test_a_file_whose_name_is_not_utf_8_is_told(tmp_path: Path, verb: str) -> None:
    shell("init lights", tmp_path)
    name = os.fsencode(tmp_path / "lights" / "data") + b"/caf\xe9.ttl"
    Path(os.fsdecode(name)).write_text("")
    ran = shell(f"--project lights {verb}", tmp_path)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"error: not UTF-8: ")
    assert b"caf" in ran.stderr


@pytest.mark.parametrize("home", ["", "/", "/proc/none"])
def test_a_container_without_a_home_answers(tmp_path: Path, home: str) -> None:
    """As a user that nobody knows, and that may not write where the graph is installed."""
    code = (
        "import os, sys, pathlib\n"
        "def unknown(*_): raise RuntimeError('no home')\n"
        "if not os.environ.get('HOME'): pathlib.Path.home = classmethod(unknown)\n"
        "allowed = os.access\n"
        f"os.access = lambda path, mode: str(path).startswith({str(tmp_path)!r}) and allowed(path, mode)\n"
        "from icigraph.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "HOME": home}
    environment = {name: value for name, value in environment.items() if name != "XDG_CACHE_HOME" and value}
    command = [sys.executable, "-c", code, "ask", "partners-as-of", "--as-of", "2005-02-10"]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Kuwait" in ran.stdout
    assert list(tmp_path.glob("icigraph-*/*/manifest.json"))


def test_reasoning_over_a_whole_project_is_said_to_change_nothing(
    icigraph: Callable[..., Ran], tmp_path: Path
) -> None:
    project = str(tmp_path / "lights")
    assert icigraph("init", project).code == 0
    plain = icigraph("validate", "--project", project)
    ran = icigraph("validate", "--project", project, "--reason", "rdfs")
    assert (ran.code, ran.out) == (plain.code, plain.out)
    assert "--reason rdfs changes nothing" in ran.err
    assert "--reason" not in plain.err
