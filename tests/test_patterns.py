"""No pattern that a user wrote is run by Python's `re`, which on some of them never ends."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "icigraph"
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <http://ex.example/> .\n"
EVIL, TEXT = "^(a+)+$", "a" * 50 + "!"
# Made of what re.escape made harmless, or of our own words.
OURS = {
    "questions/values.py",
    "project/question_check.py",
    "proofs/checker/lexical.py",
    "proofs/checker/values.py",
    "project/config.py",
    "project/toml_text.py",
    "project/spans.py",
    "release/tables/csv.py",
    "rdf/dates.py",
    "rdf/placed/lexer.py",
    "rdf/sparql.py",
    "rdf/literal_values.py",
    "rdf/placed/by_line.py",
    "validation/reading/dropped_json.py",
    "rdf/placed/xml_faults.py",
}


def dynamic_patterns(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        named = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)
        if named and called.value.id == "re" and called.attr != "escape" and not _constant(node.args[0]):
            yield node.lineno


def _constant(pattern: ast.expr) -> bool:
    """Whether a pattern is made of constants of the module, and of what is escaped."""
    parts = {
        ast.BinOp: lambda: (pattern.left, pattern.right),
        ast.JoinedStr: lambda: pattern.values,
        ast.FormattedValue: lambda: (pattern.value,),
        ast.Subscript: lambda: (pattern.value,),
    }.get(type(pattern))
    if parts:
        return all(map(_constant, parts()))
    named = isinstance(pattern, ast.Name) and pattern.id.isupper()
    escaped = isinstance(pattern, ast.Call) and ast.unparse(pattern.func) == "re.escape"
    return named or escaped or isinstance(pattern, ast.Constant)


def test_only_known_places_make_patterns_as_they_run() -> None:
    found = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if any(dynamic_patterns(path))}
    assert found <= OURS


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "icigraph", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)


MESSAGES = """sh:message "{?a}b{?b}b{?c}b{?d}b{?e}b{?f}b{?g}b{?h}b{?i}bx" ;
  sh:sparql [ sh:message "{?value}" ;
  sh:select "SELECT $this ?value { $this <http://ex.example/p> ?value }" ]"""


@pytest.mark.parametrize(
    ("constraint", "found"),
    [
        (f'sh:property [ sh:path ex:p ; sh:pattern "{EVIL}" ]', "does not match"),
        (f'sh:property [ sh:path ex:p ; sh:pattern "{EVIL}" ; sh:flags "i" ]', "does not match"),
        (MESSAGES, "violation[sh:SPARQLConstraintComponent]: ?value (2 times)"),
    ],
    ids=["pattern", "flags", "message"],
)
def test_validating_ends_whatever_pattern_or_message_a_shape_has(
    tmp_path: Path, constraint: str, found: str
) -> None:
    (tmp_path / "s.ttl").write_text(f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:T ; {constraint} .\n")
    (tmp_path / "d.ttl").write_text(f'{HEAD}ex:a a ex:T ; ex:p "{TEXT}" , "{"b" * 900}" .\n')
    ran = run("validate", "d.ttl", "--shapes", "s.ttl", folder=tmp_path)
    assert ran.returncode == 1 and found in ran.stdout, ran


def test_explaining_ends_whatever_pattern_a_rule_has(tmp_path: Path) -> None:
    program = (
        "from icigraph.proofs.checker.evaluation import evaluate\n"
        f'for text in (\'REGEX("{TEXT}", "{EVIL}")\', \'REGEX("aB", "ab", "i")\'):\n'
        "    print(evaluate(text, {}).value)"
    )
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
    assert ran.stdout == "false\ntrue\n", ran
