"""A sample of the fault campaign, and that it can fail."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.faults.case import FINE, SECRET, Case, problem_of
from tests.faults.generated import generated
from tests.faults.proven import proven
from tests.faults.shaped import says

PROVEN = {case.name: case for case in proven()}
SAMPLE = (
    "no shapes",
    "sh:targetClas",
    "a target by another scheme",
    "one of two shapes that share",
    "a report of a part",
    "a report of what is new",
    "--fix and a namespace",
    "--fix beside an IRI with a slash",
    "a hostile pattern",
    "many near names",
    "blank nodes that know each other",
    "a cross product with a limit",
    "d.trig nests deep, validated",
    "d.jsonld nests deep, reasoned",
    "functions nest deep",
    "groups nest deep in a question",
    "a configuration nests deep",
    "front matter nests deep",
    "a baseline nests deep",
    "a huge number",
    "a triple term as value",
    "a negation that equality undermines",
    "an inverse is functional",
    "two blocks of a parameter",
    "questions that ask elsewhere: build",
    "graphs is no IRI",
    "a title with a quote",
    "the library: a graph that outlives a rebuild",
    "a store says results that nest deep: pull",
    "a store says words for a terminal: verify",
    "a store that is silent (read): pull",
    "a store that repeats the headers: push",
    "a stranger's query in the configuration",
    "a store that gives a part: pull",
    "127.evil.example is not this machine",
)
RANDOM = tuple(generated(8, seed=0))


@pytest.mark.parametrize("name", SAMPLE)
def test_a_proven_fault_ends_as_it_should(name: str) -> None:
    assert problem_of(PROVEN[name]) is None


@pytest.mark.parametrize("case", RANDOM, ids=lambda case: case.name)
def test_a_random_fault_ends_as_it_should(case: Case) -> None:
    assert problem_of(case) is None


_SLEEPS = ("-c", "import time; time.sleep(60)")
SPOILT = {
    "it says 'Traceback": Case("a traceback", ("-c", "raise ValueError"), program=()),
    "it says 'T0PSECRET'": Case("a secret", ("-c", f"print('{SECRET}')"), program=()),
    "the exit code is none of [0]": Case("a code", ("-c", "import sys; sys.exit(1)"), codes=FINE, program=()),
    "it ends without a word": Case("nothing", ("-c", "import sys; sys.exit(2)"), program=()),
    "it did not end within 0.5 s": Case("a wait", _SLEEPS, program=(), seconds=0.5),
    "it did not end within 1 s": Case("a hang", ("-c", "while True: pass"), program=(), seconds=1),
    "it leaves tmp": Case("a file", ("-c", "import tempfile; tempfile.mkstemp()"), program=()),
    "it steers the terminal": Case("an escape", ("-c", r"print('\x1b[2J')"), program=()),
    "what it says is not so": Case("a lie", ("-c", "print('fine')"), program=(), right=says("broken")),
    "-c pass; error should have gone well": Case(
        "a beginning", ("-c", "pass"), program=(), before=(("-c", "pass; error"),)
    ),
}


@pytest.mark.parametrize("problem", SPOILT)
def test_what_ends_otherwise_is_told(problem: str) -> None:
    assert (problem_of(SPOILT[problem]) or "").startswith(problem)


def test_what_ends_well_is_no_problem() -> None:
    written = "import pathlib; print(pathlib.Path('a.txt').read_text())"
    case = Case("well", ("-c", written), {"a.txt": "fine"}, FINE, says("fine"), program=())
    assert problem_of(case) is None


def test_each_case_has_a_name_of_its_own_and_a_seed_gives_the_same_again() -> None:
    assert {name: count for name, count in Counter(case.name for case in proven()).items() if count > 1} == {}
    first, again, other = (
        [(case.name, case.command, case.files) for case in generated(60, seed)] for seed in (5, 5, 6)
    )
    assert first == again
    assert [case[1:] for case in first] != [case[1:] for case in other]
