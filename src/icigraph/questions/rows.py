"""Rows of terms as others want them: mappings, CSV, frames of pandas and Arrow, a table in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.questions.cells import Row
from icigraph.rdf.terms import Term

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Rows"]


class Rows:
    """A table of RDF terms: has `variables` and `rows`, None where a variable is unbound, and `label`, which
    shows a term to a person. Iterating gives the rows.

    >>> import icigraph
    >>> rows = icigraph.query("<urn:s> <urn:p> 1 .", "SELECT ?s ?n { ?s ?p ?n }")
    >>> len(rows), rows.as_dicts()[0]["s"].value, rows.to_arrow().to_pylist()
    (1, 'urn:s', [{'s': 'urn:s', 'n': 1}])
    """

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def variables(self) -> tuple[str, ...]:
            """The names of the columns."""

        @property
        def rows(self) -> tuple[Row, ...]:
            """The rows."""

        @property
        def label(self) -> Callable[[Term | None], str]:
            """How to show a term."""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def as_dicts(self) -> list[dict[str, Term]]:
        """Each row as a mapping from variable to term, unbound variables left out."""
        return [
            {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}
            for row in self.rows
        ]

    def to_csv(self, path: Path | str | None = None, *, labels: bool = False) -> str:
        """The rows as CSV (SPARQL 1.1 Query Results CSV), which spreadsheets read; written to the file
        `path` too, if it is given. `labels` shows things by their labels instead of their IRIs.

        >>> import icigraph
        >>> icigraph.query("<urn:s> <urn:p> 1 .", "SELECT ?s ?n { ?s ?p ?n }").to_csv().split()
        ['s,n', 'urn:s,1']
        """
        from icigraph.questions.results import labelled, serialised

        rows = labelled(self.rows, self.label) if labels else self.rows
        text = serialised(self.variables, rows, "csv")
        if path is not None:
            from icigraph.base.files import write_atomically

            write_atomically(Path(path), text.encode())
        return text

    def to_pandas(self) -> Any:
        """A frame of pandas: numbers, booleans, dates and times as Python has them, IRIs and the rest as
        text. An `InputError` says that pandas is not installed.
        """
        from icigraph.base.extras import required
        from icigraph.questions.columns import columns

        return required("pandas", "pandas").DataFrame(columns(self.variables, self.rows))

    def to_arrow(self) -> Any:
        """A table of Arrow, its values as `to_pandas` has them. An `InputError` says that pyarrow is not
        installed (the extra `icigraph[parquet]`).
        """
        from icigraph.base.extras import required
        from icigraph.questions.columns import columns

        return required("pyarrow", "'icigraph[parquet]'").table(columns(self.variables, self.rows))

    @property
    def _size(self) -> str:
        return f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}"

    def _repr_html_(self) -> str:
        from icigraph.questions.html import html_table

        return html_table(self.variables, self.rows, self.label)
