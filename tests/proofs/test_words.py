"""Words for the rules of the standard: all that the compiler uses have some."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import icigraph
from icigraph.proofs.standard import STANDARD, standard_in_words

NAME = re.compile(r"(eq|prp|cls|cax|dt|scm)-[a-z][a-z0-9-]*")
# OWL 2 Profiles, tables 4 to 9.
TABLES = {
    "eq": "ref sym trans rep-s rep-p rep-o diff1 diff2 diff3",
    "prp": "ap dom rng fp ifp irp symp asyp trp spo1 spo2 eqp1 eqp2 pdw adp inv1 inv2 key npa1 npa2",
    "cls": (
        "thing nothing1 nothing2 int1 int2 uni com svf1 svf2 avf hv1 hv2 maxc1 maxc2 maxqc1 maxqc2 "
        "maxqc3 maxqc4 oo"
    ),
    "cax": "sco eqc1 eqc2 dw adc",
    "dt": "type1 type2 eq diff not-type",
    "scm": "cls sco eqc1 eqc2 op dp spo eqp1 eqp2 dom1 dom2 rng1 rng2 hv svf1 svf2 avf1 avf2 int uni",
}
NAMES = [f"{table}-{rule}" for table, rules in TABLES.items() for rule in rules.split()]


def compiled() -> set[str]:
    """The names of rules in the code that makes rules."""
    found: set[str] = set()
    for path in (Path(icigraph.__file__).parent / "rules").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {part for part in node.value.split("+") if NAME.fullmatch(part)}
    return found


def test_every_rule_that_the_compiler_names_has_words() -> None:
    names = compiled()
    assert len(names) > 60
    assert names <= set(STANDARD)


def test_every_rule_of_the_standard_has_words_and_no_other() -> None:
    assert set(STANDARD) == set(NAMES)
    for name in NAMES:
        assert name not in standard_in_words(name)
        assert len(standard_in_words(name).split()) > 3


def test_rules_that_were_joined_are_told_together() -> None:
    assert standard_in_words("cax-sco+prp-dom") == (
        "what belongs to a class belongs to its superclass; what has the property belongs to its domain"
    )
