"""The manifest of a snapshot: what it was built from and what it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["FORMAT", "Manifest"]

FORMAT = 5


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself.

    `tool` is the version that built it, `inputs` the SHA-256 of each input by name, `dataset` the name of the
    file of sorted N-Quads beside the manifest with its `digest` and `size` in bytes, `counts` the quads of
    each named graph, `consistent` whether the graph breaks no axiom, `questions` the front matter of each
    question by name, with its `file`, its `text` and its `warnings`, and `faulty_questions` the faults of
    those that cannot be asked.

    >>> manifest = Manifest("0.1", {"data/a.ttl": "e3b0"}, "d.nq", "27ae", 7, {"x:a": 1}, True, {}, {})
    >>> json.loads(manifest.to_json())["inputs"]
    {'data/a.ttl': 'e3b0'}
    """

    tool: str
    inputs: Mapping[str, str]
    dataset: str
    digest: str
    size: int
    counts: Mapping[str, int]
    consistent: bool
    questions: Mapping[str, Mapping[str, Any]]
    faulty_questions: Mapping[str, list[Any]]

    def to_json(self) -> bytes:
        """The manifest as JSON, the same bytes for the same manifest."""
        document = {"format": FORMAT} | asdict(self)
        return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()

    @staticmethod
    def from_json(text: bytes) -> Manifest | None:
        """The manifest that `text` holds, or None when it holds none of this format.

        >>> Manifest.from_json(b"{}") is None
        True
        >>> empty = Manifest("1", {}, "a.nq", "", 0, {}, True, {}, {})
        >>> Manifest.from_json(empty.to_json()) == empty
        True
        """
        try:
            document = json.loads(text)
            if document.pop("format") != FORMAT:
                return None
            return Manifest(**document)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
