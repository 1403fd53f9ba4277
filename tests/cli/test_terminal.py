"""What a person sees at a terminal, on real ones: it fits their width, and its words are whole."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Sequence
from functools import cache
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from icigraph.base.blocks import Block, Line, Table, Tree, plain
from icigraph.cli.fitting import fitted

COMMANDS = (
    ("ask",),
    ("ask", "partners-as-of", "--cite", "--conflicts"),
    ("ask", "statements-about", "--topic", "id:ici-partners"),
    ("show", "Kuwait"),
    ("info",),
    ("check", "--list"),
    ("query", "-e", "SELECT * { ?s core:start ?start ; rdfs:label ?label ; core:rank ?rank } LIMIT 5"),
    ("explain", "Kuwait", "a", "GulfPartner"),
    ("explain", "Kuwait", "a", "GulfPartner", "--full"),
    ("explain", "--not", "Saudi Arabia", "partnerIn", "ICI", "--full"),
    ("explain", "--not", "Saudi Arabia", "partnerIn", "ICI"),
    ("cite", "--source", "source:gulf-news-2014"),
)
WIDTHS = (60, 80, 90, 120)
EACH = """
import json, sys
from icigraph.cli.main import main
for command in json.loads(sys.argv[1]):
    sys.stdout.write("\\x1e")
    sys.stdout.flush()
    main(command)
"""
# Once a command has found its answer, the terminal is made as wide as each of the widths, and told it anew.
RESIZED = """
import fcntl, json, struct, sys, termios
from icigraph.cli import terminal
tell, widths = terminal.tell, json.loads(sys.argv[2])
def each(told):
    told = told if isinstance(told, str) else list(told)
    for width in widths:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        sys.stdout.write(f"\\x1f{width}\\x1d")
        sys.stdout.flush()
        tell(told)
terminal.tell = each
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
DRAWN = re.compile(r"[─-╿-]+|│|├─|└─")


def at_terminal(arguments: Sequence[str], width: int, **environment: str) -> str:
    """What a command writes to a terminal so many columns wide."""
    keeper, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    ours = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM")
    given = {name: value for name, value in os.environ.items() if name not in ours}
    given |= {"TERM": "xterm-256color"} | environment
    started = subprocess.Popen(
        [sys.executable, *arguments], stdin=terminal, stdout=terminal, stderr=subprocess.PIPE, env=given
    )
    os.close(terminal)
    written = b""
    while True:
        try:
            read = os.read(keeper, 1 << 16)
        except OSError:
            break
        if not read:
            break
        written += read
    os.close(keeper)
    _, errors = started.communicate(timeout=60)
    assert errors == b"", errors
    return written.decode().replace("\r\n", "\n")


@cache
def seen() -> tuple[dict[int, str], ...]:
    """What each command writes at a terminal without colours, by the width of it."""
    run = ["-c", RESIZED + EACH, json.dumps(COMMANDS), json.dumps(WIDTHS)]
    shown = []
    for written in at_terminal(run, WIDTHS[0], NO_COLOR="1").split("\x1e")[1:]:
        before, *told = written.split("\x1f")
        assert before == ""
        pieces = [piece.split("\x1d") for piece in told]
        shown.append({wide: "".join(text for at, text in pieces if at == str(wide)) for wide in WIDTHS})
    return tuple(shown)


@cache
def piped() -> tuple[str, ...]:
    """What each command writes to a pipe, by a process that imports nothing for the eyes."""
    code = f"{EACH}assert 'rich' not in sys.modules"
    ran = subprocess.run([sys.executable, "-c", code, json.dumps(COMMANDS)], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    return tuple(ran.stdout.decode().split("\x1e")[1:])


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def words(text: str) -> set[str]:
    return {word for word in text.split() if not DRAWN.fullmatch(word)}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=lambda number: " ".join(COMMANDS[number]))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_broken(number: int, width: int) -> None:
    shown = seen()[number][width]
    assert shown.strip()
    assert [line for line in shown.splitlines() if columns(line) > width] == []
    assert {word for word in words(piped()[number]) if columns(word) <= width} <= words(shown)


def test_colours_are_absent_where_they_are_not_wanted() -> None:
    run = ["-m", "icigraph", "explain", "Kuwait", "partnerIn", "ICI", "--full"]
    assert COLOUR.search(at_terminal(run, 80))
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in at_terminal(run, 80, **environment)


def test_columns_goes_before_the_size_of_the_terminal() -> None:
    shown = at_terminal(["-m", "icigraph", "show", "Kuwait"], 120, COLUMNS="50", NO_COLOR="1")
    assert max(map(columns, shown.splitlines())) <= 50


def test_a_piped_run_imports_nothing_for_the_eyes() -> None:
    assert len(piped()) == len(COMMANDS)


STYLES = st.sampled_from(["", "thing", "source", "place", "number", "dim"])
TEXTS = st.text(st.characters(categories=["L", "N", "P", "Zs", "Cc"]), max_size=60)
LINES = st.builds(Line, TEXTS, STYLES, st.sampled_from(["", "-", "[12]"]), st.integers(0, 30))
TREES = st.recursive(
    st.builds(Tree, st.lists(LINES, min_size=1, max_size=3), st.just([])),
    lambda inner: st.builds(Tree, st.lists(LINES, min_size=1, max_size=2), st.lists(inner, max_size=2)),
    max_leaves=20,
)
TABLES = st.integers(1, 6).flatmap(
    lambda wide: st.builds(
        Table,
        st.just(tuple("abcdef"[:wide])),
        st.lists(st.tuples(*[TEXTS] * wide), max_size=4),
        st.just(["thing"] * wide),
        st.sampled_from([None, wide - 1]),
    )
)


@settings(max_examples=25)
@given(st.lists(st.one_of(LINES, TREES, TABLES), max_size=4), st.integers(20, 100))
def test_whatever_is_told_fits_and_steers_no_terminal(blocks: list[Block], width: int) -> None:
    console = Console(file=StringIO(), width=width, height=25, force_terminal=True, color_system=None)
    shown = fitted(blocks, console)
    assert [line for line in shown.split("\n") if columns(line) > width and line.isascii()] == []
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", shown)


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(1, 40), max_size=12), min_size=1, max_size=5), st.integers(20, 60))
def test_no_word_that_fits_a_line_is_broken_in_any_block(sizes: list[list[int]], width: int) -> None:
    texts = [" ".join(letter * size for size in row) for letter, row in zip("abcde", sizes, strict=False)]
    tree = Tree([Line(texts[0])], [Tree([Line(text)], [Tree([Line(text, indent=9)])]) for text in texts])
    blocks: list[Block] = [
        *(Line(text, mark="[1]", indent=7) for text in texts),
        Table([str(number) for number in range(len(texts))], [texts, texts]),
        tree,
    ]
    console = Console(file=StringIO(), width=width, height=25, force_terminal=True, color_system=None)
    whole = words(fitted(blocks, console))
    assert {word for word in words(plain(blocks)) if len(word) <= width} <= whole
