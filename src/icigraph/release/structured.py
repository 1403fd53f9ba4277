"""A release as harvesters of web pages look for it: a schema.org Dataset in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from icigraph.release.about import About
from icigraph.release.content import Content
from icigraph.release.folder import checksum
from icigraph.release.licence import licence_iri
from icigraph.release.media_types import is_compressed, media_type
from icigraph.release.purposes import purposes
from icigraph.release.span import span_of

__all__ = ["structured_data"]


def structured_data(content: Content, about: About, files: Mapping[str, bytes]) -> str:
    """The JSON-LD, fit to stand in a script element: nothing in it can end one.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> empty = Content(bundled_project(), (), (), Store(), {})
    >>> from icigraph.release.about import about
    >>> json.loads(structured_data(empty, about(bundled_project()), {}))["@type"]
    'Dataset'
    """
    described: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{content.project.graphs}dataset",
        "name": about.title,
        "description": about.description,
        "version": about.version,
        "keywords": list(about.keywords),
        "creator": [
            {"@type": "Person" if each.is_person else "Organization", "name": each.name}
            for each in about.creators
        ],
        "distribution": list(_downloads(about, files)),
    }
    if about.address:
        described["url"] = about.address
    if about.licence:
        iri = licence_iri(about.licence)
        described["license"] = iri.value if iri else about.licence
    if about.issued:
        described["datePublished"] = about.issued
    if span := span_of(content):
        described["temporalCoverage"] = "/".join(span)
    text = json.dumps({key: value for key, value in described.items() if value}, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _downloads(about: About, files: Mapping[str, bytes]) -> Iterator[dict[str, object]]:
    for purpose, names in purposes(files):
        for name in names if purpose.is_data else ():
            yield {
                "@type": "DataDownload",
                "name": name,
                "description": purpose.text,
                "contentUrl": f"{about.address or ''}{quote(name)}",
                "encodingFormat": "application/gzip" if is_compressed(name) else media_type(name),
                "contentSize": f"{len(files[name])} B",
                "sha256": checksum(files[name]),
            }
