"""What was already known: a baseline keeps the results of one day, so that a later run shows only what is
new.

A result is recognised by its terms and shape, not by its line, so that moving text about does not make it
new.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import write_atomically
from icigraph.rdf.nesting import must_not_nest_json
from icigraph.validation.report import Cause, Result, ValidationReport

__all__ = ["read_baseline", "without_known", "write_baseline"]

_PARTS = 6
Known = Counter[tuple[str, ...]]


def _baseline_text(report: ValidationReport) -> str:
    """The report's results as a baseline file (JSON, one line a result, sorted).

    >>> _baseline_text(ValidationReport())
    '{"version": 1, "results": [\\n]}\\n'
    """
    rows = ",\n".join(
        json.dumps(list(key), ensure_ascii=False) for key in sorted(r.lasting_key for r in report.results)
    )
    return '{"version": 1, "results": [\n' + (rows + "\n" if rows else "") + "]}\n"


def write_baseline(path: Path, report: ValidationReport) -> None:
    """Keep the report's results as a baseline file.

    >>> import tempfile
    >>> from icigraph.rdf.namespaces import SH
    >>> from pyoxigraph import NamedNode
    >>> result = Result(NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S"))
    >>> path = Path(tempfile.mkdtemp(), "known.json")
    >>> write_baseline(path, ValidationReport(results=(result,)))
    >>> len(json.loads(path.read_text())["results"])
    1
    """
    write_atomically(path, _baseline_text(report).encode())


def read_baseline(path: Path) -> Known:
    """The results of a baseline file; InputError if it is none.

    >>> import tempfile
    >>> from icigraph.rdf.namespaces import SH
    >>> from pyoxigraph import NamedNode
    >>> result = Result(NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S"))
    >>> path = Path(tempfile.mkdtemp(), "known.json")
    >>> write_baseline(path, ValidationReport(results=(result,)))
    >>> [(key[0], count) for key, count in read_baseline(path).items()]
    [('<x:a>', 1)]
    """
    try:
        content = path.read_bytes()
        must_not_nest_json(content, str(path))
        document = json.loads(content.decode("utf-8"))
        return Counter(_key(row) for row in document["results"])
    except OSError as error:
        hint = "write one with --write-baseline"
        raise InputError(Fault(f"cannot be read: {error.strerror}", Place(str(path)), hint)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(Fault(f"not a baseline file: {error}", Place(str(path)))) from error


def _key(row: object) -> tuple[str, ...]:
    if not isinstance(row, list) or len(row) != _PARTS:
        raise ValueError("a result has six parts")
    return tuple(str(part) for part in row)


def without_known(report: ValidationReport, known: Known) -> ValidationReport:
    """The report without the results that the baseline has, each as often as it has them; and those of the
    baseline that are there no more, unless only some shapes or files were asked for or could be read.

    >>> without_known(ValidationReport(), Counter([("<urn:a>", "", "", "c", "v", "s")])).stale
    (('<urn:a>', '', '', 'c', 'v', 's'),)
    """
    left = known.copy()
    new = tuple(result for result in report.results if not _taken(result, left))
    fresh = {id(result) for result in new}
    causes = tuple(cause for cause in (_kept(cause, fresh) for cause in report.causes) if cause.results)
    gone = () if report.partial or report.faults else tuple(sorted(left.elements()))
    return replace(report, results=new, causes=causes, known=len(report.results) - len(new), stale=gone)


def _taken(result: Result, left: Known) -> bool:
    if left[result.lasting_key] <= 0:
        return False
    left[result.lasting_key] -= 1
    return True


def _kept(cause: Cause, fresh: set[int]) -> Cause:
    return replace(cause, results=tuple(result for result in cause.results if id(result) in fresh))
