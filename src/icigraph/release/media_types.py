"""The media type of each kind of file in a release."""

from __future__ import annotations

from pathlib import PurePosixPath

from icigraph.rdf.syntax import SYNTAXES

__all__ = ["is_compressed", "media_type"]

_MEDIA_TYPES = {f".{suffix}": form.media_type for form in SYNTAXES for suffix in form.suffixes} | {
    ".csv": "text/csv",
    ".graphml": "application/xml",
    ".parquet": "application/vnd.apache.parquet",
    ".tsv": "text/tab-separated-values",
}


def media_type(name: str) -> str:
    """The IANA media type of what is in a file, its compression put aside.

    >>> media_type("dataset.nq.gz"), media_type("tables/facts.csv")
    ('application/n-quads', 'text/csv')
    """
    suffix = PurePosixPath(name.removesuffix(".gz")).suffix
    return _MEDIA_TYPES.get(suffix, "application/octet-stream")


def is_compressed(name: str) -> bool:
    """Whether a file is packed by gzip.

    >>> is_compressed("dataset.nq.gz")
    True
    """
    return name.endswith(".gz")
