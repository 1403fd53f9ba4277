"""The schema of the tables for programs: a Frictionless Data Package (Data Package 1.0, Table Schema 1.0)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from icigraph.release.about import LICENCE, About
from icigraph.release.licence import licence_iri
from icigraph.release.tables.csv import csv_table
from icigraph.release.tables.table import Field, Table

__all__ = ["DATAPACKAGE", "datapackage"]

DATAPACKAGE = "datapackage.json"


def datapackage(name: str, about: About, tables: Iterable[Table]) -> bytes:
    """The package of these tables as CSV, called `name`: where each is, its fields, types and keys.

    >>> told = About("Lights", "All of them", "2", None, (), (), None, None)
    >>> table = Table("ages", "", (Field("age", "in years", "integer"),), ("age",), (("7",),))
    >>> json.loads(datapackage("lights", told, [table]))["resources"][0]["path"]
    'tables/ages.csv'
    """
    package: dict[str, object] = {
        "name": re.sub(r"[^a-z0-9._/-]+", "-", name.lower()).strip("-") or "tables",
        "title": about.title,
        "description": about.description,
        "version": about.version,
        "profile": "tabular-data-package",
    }
    if about.licence:
        iri = licence_iri(about.licence)
        package["licenses"] = [{"path": iri.value} if iri else {"path": LICENCE, "title": about.licence}]
    if about.creators:
        package["contributors"] = [{"title": each.name, "role": "author"} for each in about.creators]
    if about.keywords:
        package["keywords"] = list(about.keywords)
    package["resources"] = [_resource(table) for table in tables]
    return f"{json.dumps(package, ensure_ascii=False, indent=2)}\n".encode()


def _resource(table: Table) -> Mapping[str, object]:
    written = csv_table(table)
    return {
        "name": table.name,
        "path": f"tables/{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.text,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(written),
        "hash": f"sha256:{hashlib.sha256(written).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> Mapping[str, object]:
    foreign = [
        {"fields": field.name, "reference": {"resource": field.refers[0], "fields": field.refers[1]}}
        for field in table.fields
        if field.refers
    ]
    key = list(table.key)
    return {
        "fields": [_field(field, field.name in table.key) for field in table.fields],
        "missingValues": [""],
        "primaryKey": key[0] if len(key) == 1 else key,
        **({"foreignKeys": foreign} if foreign else {}),
    }


def _field(field: Field, required: bool) -> Mapping[str, object]:
    described: dict[str, object] = {"name": field.name, "type": field.type, "description": field.text}
    if field.type == "uri":
        described |= {"type": "string", "format": "uri"}
    return described | ({"constraints": {"required": True}} if required else {})
