"""How to load a release to a store, for people."""

from __future__ import annotations

__all__ = ["loading_recipes"]

_LOADING = """\
# Loading this release

`dataset.nq` holds every graph, asserted and inferred; `asserted.nq` and `inferred.nq` hold them apart. The
questions expect the union of all named graphs as default graph.

Check the files first:

    sha256sum --check SHA256SUMS

`icigraph push TARGET --with-inferred` loads in one transaction, sends only what changed, and reads it back.
Without it:

## Apache Jena Fuseki

A TDB2 dataset with `tdb2:unionDefaultGraph true`.

    curl -f -H 'Content-Type: application/n-quads' --data-binary @dataset.nq http://localhost:3030/DATASET/data

## Eclipse RDF4J

    curl -f -H 'Content-Type: application/n-quads' --data-binary @dataset.nq \\
        http://localhost:8080/rdf4j-server/repositories/ID/statements

## Oxigraph

    oxigraph load --location data --file dataset.nq
    oxigraph serve --location data --union-default-graph

## OpenLink Virtuoso

FOLDER, that of this file, must be among `DirsAllowed` of `virtuoso.ini`. Debian calls the program `isql-vt`.

`isql` takes the password among its arguments, which everybody on the machine can list while it runs: where
others work there, use `icigraph push`.

    isql 1111 dba PASSWORD exec="ld_dir('FOLDER', 'dataset.nq', 'urn:other');"
    isql 1111 dba PASSWORD exec="rdf_loader_run(); checkpoint;"

## Python

    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(path="dataset.nq")

## DuckDB

    SELECT * FROM read_csv('tables/*.csv', union_by_name = true, filename = true);
"""


def loading_recipes() -> bytes:
    """Commands that load the release to each store, as Markdown.

    >>> print(loading_recipes().decode().splitlines()[0])
    # Loading this release
    """
    return _LOADING.encode()
