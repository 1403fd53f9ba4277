"""The questions' manners: plain SPARQL 1.1 that runs as it is, with front matter that tells the truth."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from icigraph.project.front_matter import front_matter
from icigraph.project.question import Parameter, Question, question_of
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.sparql import values_blocks
from icigraph.rdf.terms import Term

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "queries").glob("*.rq"))
PREFIXES = tomllib.loads((ROOT / "icigraph.toml").read_text(encoding="utf-8"))["prefixes"]
BEYOND_SPARQL_1_1 = r"\b(SERVICE|GRAPH|FROM|LATERAL|REGEX|RAND|NOW|UUID|SAMPLE|GROUP_CONCAT)\b"

each_question = pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)


def question(file: Path) -> Question:
    return question_of(
        file.stem, {"file": file.name} | front_matter(file.read_text(encoding="utf-8"), file.name)
    )


def body(file: Path) -> str:
    return "\n".join(
        line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#+")
    )


def test_there_are_enough_and_enough_hard_ones() -> None:
    hard = [file.stem for file in QUERIES if "hard" in question(file).tags]
    assert 30 <= len(QUERIES) <= 45
    assert len(hard) >= 12


@each_question
def test_names_are_kebab_case(file: Path) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file.stem)


@each_question
def test_runs_as_it_is_without_predeclared_prefixes(file: Path) -> None:
    assert isinstance(Store().query(file.read_text(encoding="utf-8")), QuerySolutions)


@each_question
def test_declares_the_prefixes_that_it_uses_and_no_others(file: Path) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]*)>", body(file), re.MULTILINE))
    used = set(re.findall(r"(?<![\w:/<])([a-z]+):(?=\w)", re.sub(r"^PREFIX.*$", "", body(file), flags=re.M)))
    assert declared == {prefix: PREFIXES[prefix] for prefix in used}


@each_question
def test_keeps_to_what_every_engine_has(file: Path) -> None:
    assert re.findall(BEYOND_SPARQL_1_1, body(file)) == []
    assert not re.search(r"BIND\s*\(\s*(NOT )?EXISTS", body(file))


@each_question
def test_has_an_order(file: Path) -> None:
    assert body(file).rstrip().splitlines()[-1].startswith("ORDER BY")


@each_question
def test_tells_what_it_asks(file: Path) -> None:
    asked = question(file)
    assert asked.summary.endswith("?")
    assert asked.description
    assert asked.tags


@each_question
def test_columns_are_the_variables(file: Path) -> None:
    solutions = Store().query(file.read_text(encoding="utf-8"))
    assert isinstance(solutions, QuerySolutions)
    assert [name for name, _ in question(file).columns] == [
        variable.value for variable in solutions.variables
    ]


@each_question
def test_each_parameter_is_a_values_block_with_its_default(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    blocks = values_blocks(text)
    assert {parameter.name for parameter in question(file).parameters} == set(blocks)
    for parameter in question(file).parameters:
        for block in blocks[parameter.name]:
            rows = text[block.start : block.end]
            assert default_row(parameter) == rows.strip()


def default_row(parameter: Parameter) -> str:
    return written(default(parameter.type, parameter.default)) if parameter.default else "UNDEF"


def default(kind: str, text: str) -> Term:
    prefix, _, local = kind.partition(":")
    if prefix == "xsd":
        return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + local))
    return Prefixes(PREFIXES).expand(text)


def written(term: Term) -> str:
    """A term as the questions write it: names with prefixes, strings and integers bare."""
    if isinstance(term, NamedNode):
        return Prefixes(PREFIXES).shrink(term)
    assert isinstance(term, Literal)
    local = term.datatype.value.removeprefix(PREFIXES["xsd"])
    bare = {"string": f'"{term.value}"', "integer": term.value}
    return bare.get(local, f'"{term.value}"^^xsd:{local}')
