"""The completion script, loaded in a shell and asked for what comes next."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ASKED = """
source <(icigraph completion bash)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_shtab_icigraph
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sh", {"show"}),
        ("ask partners-as", {"partners-as-of"}),
        ("explain --question partners-as", {"partners-as-of"}),
        ("ask --form", {"--format"}),
        ("query --format js", {"json", "jsonld"}),
        ("completion ", {"bash", "zsh", "fish"}),
        ("validate de", {"deeds.ttl", "depths"}),
        ("--project de", {"depths"}),
    ],
)
def test_bash_completes(path: str, tmp_path: Path, words: str, found: set[str]) -> None:
    (tmp_path / "deeds.ttl").touch()
    (tmp_path / "depths").mkdir()
    ran = subprocess.run(
        ["bash", "--norc", "-c", ASKED, "bash", "icigraph", *words.split(" ")],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr, set(ran.stdout.split())) == (0, "", found)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_read_their_script(path: str, tmp_path: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    script = tmp_path / "completion"
    environment = os.environ | {"PATH": path}
    script.write_bytes(subprocess.check_output(["icigraph", "completion", shell], env=environment))
    ran = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
