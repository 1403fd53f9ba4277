"""A sample of what `make fuzz` runs."""

from __future__ import annotations

from tests.validation.mutate import run


def test_mutated_files_are_never_taken_for_sound_and_never_break_the_tool() -> None:
    assert run(400, seed=7) == []
