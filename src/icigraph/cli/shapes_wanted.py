"""What a person is told who asks to validate and names no shapes."""

from __future__ import annotations

from collections.abc import Sequence

from icigraph.base.faults import Fault, InputError
from icigraph.cli.common import BUNDLED

__all__ = ["no_graphs_named", "no_shapes_named"]


def no_shapes_named(data: Sequence[str]) -> InputError:
    """Outside a project there are none: the bundled graph's are for those who ask for them.

    >>> print(no_shapes_named([]).faults[0].message)
    nothing to validate: this folder belongs to no graph project
    """
    what = "no shapes to validate against" if data else "nothing to validate"
    return InputError(Fault(f"{what}: this folder belongs to no graph project", hint=_how_to_give(data)))


def no_graphs_named() -> InputError:
    """Outside a project nothing says what of a store is to be validated.

    >>> print(no_graphs_named())
    no project says which graphs of the store are meant
      hint: give --project DIR, or --project bundled for the graph that ships with icigraph
    """
    hint = f"give --project DIR, or --project {BUNDLED} for the graph that ships with icigraph"
    return InputError(Fault("no project says which graphs of the store are meant", hint=hint))


def _how_to_give(data: Sequence[str]) -> str:
    from icigraph.validation.shapes.linked import holds_shapes

    shapes = [one for one in data if one != "-" and "://" not in one and holds_shapes(one)]
    others = [one for one in data if one not in shapes]
    if shapes:
        given = " ".join(["icigraph validate", *(others or shapes), *(f"--shapes {one}" for one in shapes)])
        return f"{' and '.join(shapes)} {'holds' if len(shapes) == 1 else 'hold'} shapes: {given}"
    given = f"icigraph validate {' '.join(data) or 'DATA'} --shapes SHAPES"
    return f"{given}; or --project DIR (--project {BUNDLED}: the graph that ships with icigraph)"
