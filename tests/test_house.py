"""Rules of the house that no single room can keep: what must never stand in a tracked file."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
RUN_OF_WORDS = 7
PACKAGE = ROOT / "src" / "icigraph"

Function = ast.FunctionDef | ast.AsyncFunctionDef

WITHOUT_EXAMPLE = {
    "__main__.py:main": "is the whole command line",
    "cli/verbs/*": "is a verb: its --help has an example, which tests/cli/test_verbs.py runs",
    "cli/asking.py:asked": "asks a person on a terminal",
    "cli/common.py:out": "writes to the process's stdout",
    "cli/common.py:written_to": "writes to the process's stdout",
    "cli/endings.py:Watch": "takes the signals of the process",
    "cli/endings.py:tell_ended": "says on stderr that the run was ended",
    "cli/fixing.py:mend": "validates files, mends them and validates them again",
    "cli/main.py:main": "is the whole command line",
    "cli/parser.py:complain": "writes to stderr",
    "cli/progress.py:progress_line": "writes to the terminal",
    "cli/streams.py:*": "works on the process's own streams",
    "cli/terminal.py:tell": "writes to the process's stdout",
    "cli/watching.py:watch": "ends on Ctrl-C alone",
    "operations/comparing.py:side_of_store": "asks a store",
    "operations/publishing.py:Publication": "asks a store",
    "operations/publishing.py:fetch_published": "asks a store",
    "operations/releasing.py:released": "writes a whole release and reads it back",
    "operations/services.py:reason_published": "asks a store",
    "release/bundle.py:release": "writes a whole release and reads it back",
    "stores/endpoint.py:EndpointStore": "asks a store",
    "stores/store/protocol.py:Service": "asks a store",
    "stores/wire/http.py:Http": "asks a server",
}
"""What an example would need more for than its reader would, and why: tests/ have it."""
TAKEN = {
    "Service": "asks a store",
    "argparse.ArgumentParser": "adds options to a verb's",
    "argparse._ActionsContainer": "adds options to a verb's",
    "argparse.Namespace": "takes what a verb's options say",
}
"""The types of a first parameter that tell the same."""


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the tracked files cannot be listed")
    for name in filter(None, listed.stdout.split("\0")):
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[at : at + RUN_OF_WORDS]) for at in range(len(found) - RUN_OF_WORDS + 1))


def test_no_file_copies_a_sentence_of_a_source(shared: Path) -> None:
    sources = {
        run for text in (shared / "seed").glob("*.txt") for run in runs(text.read_text(encoding="utf-8"))
    }
    assert sources
    copied = {name: run for name, text in tracked_texts() for run in runs(text) if run in sources}
    assert copied == {}


def test_no_file_names_a_registry() -> None:
    hosts = re.compile(
        r"files\.python" + r"hosted|registry\.npm" + r"js|repo1?\.maven" + r"\.|pypi" + r"\.org/simple"
    )
    assert [name for name, text in tracked_texts() if hosts.search(text)] == []


class Public(NamedTuple):
    """A function or method that other modules may call, and the class that it is of."""

    name: str
    node: Function
    owner: ast.ClassDef | None

    @property
    def has_example(self) -> bool:
        """Whether it has an example, or its class one that is for all of its methods."""
        return any(node and ">>>" in (ast.get_docstring(node) or "") for node in (self.node, self.owner))

    @property
    def excused(self) -> str | None:
        """The entry of the exceptions that it comes under."""
        file, _, name = self.name.partition(":")
        whole = name.partition(".")[0]
        places = (f"{file}:{whole}", f"{file}:*", f"{file.rpartition('/')[0]}/*")
        taken = self.node.args.args[0].annotation if self.node.args.args else None
        kind = None if taken is None else ast.unparse(taken)
        return next((key for key in (*places, kind) if key in WITHOUT_EXAMPLE or key in TAKEN), None)


def is_protocol(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).startswith("Protocol") for base in node.bases)


def public_in(path: Path) -> Iterator[Public]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    told = [node.value for node in module.body if isinstance(node, ast.Assign) and _names_all(node)]
    names = set(ast.literal_eval(told[0])) if told else set()
    file = path.relative_to(PACKAGE).as_posix()
    for node in module.body:
        if isinstance(node, Function) and node.name in names:
            yield Public(f"{file}:{node.name}", node, None)
        if isinstance(node, ast.ClassDef) and node.name in names and not is_protocol(node):
            methods = (each for each in node.body if isinstance(each, Function))
            for method in methods:
                if not method.name.startswith("_"):
                    yield Public(f"{file}:{node.name}.{method.name}", method, node)


def _names_all(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)


PUBLIC = [each for path in sorted(PACKAGE.rglob("*.py")) for each in public_in(path)]


def test_every_public_function_says_what_it_does() -> None:
    assert len(PUBLIC) > 500
    assert [each.name for each in PUBLIC if not ast.get_docstring(each.node)] == []


def test_every_public_function_has_an_example() -> None:
    """Write one in its docstring, or in that of its class: it runs as a test. What has no caller outside its
    module is private."""
    assert [each.name for each in PUBLIC if not each.has_example and not each.excused] == []


def test_no_function_is_excused_from_an_example_that_it_has() -> None:
    needed = {each.excused for each in PUBLIC if not each.has_example}
    assert {*WITHOUT_EXAMPLE, *TAKEN} - needed == set()
