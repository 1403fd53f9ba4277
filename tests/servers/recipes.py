"""Each store that the tests run: what it is, how it is started, where it answers."""

from __future__ import annotations

import urllib.request
from pathlib import Path

from tests.servers.fetch import java_program, maven_file, python_program, system_program
from tests.servers.server import Recipe, Running, free_port

__all__ = ["RECIPES", "Running"]

_FUSEKI = "org.apache.jena:jena-fuseki-server:5.6.0"
_RDF4J = "org.eclipse.rdf4j:rdf4j-http-server:4.1.3:war"
_JETTY = "org.eclipse.jetty:jetty-runner:9.4.57.v20241219"

# Stores of tests live for a minute: a compiler that thinks less and a collector with one thread cost half.
_JVM = ("-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")

_FUSEKI_CONFIG = """\
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
[] a fuseki:Service ;
    fuseki:name "icigraph" ;
    fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ;
    fuseki:endpoint [ fuseki:operation fuseki:update ; fuseki:name "update" ] ;
    fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] ;
    fuseki:endpoint [ fuseki:operation fuseki:query ] ;
    fuseki:dataset [ a tdb2:DatasetTDB2 ; tdb2:location "tdb2" ; tdb2:unionDefaultGraph true ] .
"""

_RDF4J_CONFIG = """\
PREFIX config: <tag:rdf4j.org,2023:config/>
PREFIX rep: <http://www.openrdf.org/config/repository#>
PREFIX sr: <http://www.openrdf.org/config/repository/sail#>
PREFIX sail: <http://www.openrdf.org/config/sail#>
PREFIX ns: <http://www.openrdf.org/config/sail/native#>
[] a rep:Repository ;
    rep:repositoryID "icigraph" ;
    <http://www.w3.org/2000/01/rdf-schema#label> "icigraph" ;
    rep:repositoryImpl [
        rep:repositoryType "openrdf:SailRepository" ;
        sr:sailImpl [ sail:sailType "openrdf:NativeStore" ; ns:tripleIndexes "spoc,posc,cspo" ]
    ] .
"""

_VIRTUOSO_CONFIG = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
ServerThreads = 20
CheckpointInterval = 60
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
DirsAllowed = .
SchedulerInterval = 10
DefaultIsolation = 8
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 10
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = 600
"""


def _fuseki_files() -> dict[str, Path]:
    return {"java": java_program(), "jar": maven_file(_FUSEKI)}


def _fuseki_command(had: dict[str, Path], folder: Path, port: int) -> list[str]:
    (folder / "config.ttl").write_text(_FUSEKI_CONFIG, "utf-8")
    (folder / "tdb2").mkdir(exist_ok=True)
    options = ["--localhost", f"--port={port}", "--config=config.ttl"]
    return [str(had["java"]), *_JVM, f"-DFUSEKI_BASE={folder}", "-jar", str(had["jar"]), *options]


def _rdf4j_files() -> dict[str, Path]:
    return {"java": java_program(), "war": maven_file(_RDF4J), "runner": maven_file(_JETTY)}


def _rdf4j_command(had: dict[str, Path], folder: Path, port: int) -> list[str]:
    home = f"-Dorg.eclipse.rdf4j.appdata.basedir={folder}"
    return _jetty_command(had, folder, port, "/rdf4j-server", [home])


def _jetty_command(had: dict[str, Path], folder: Path, port: int, path: str, options: list[str]) -> list[str]:
    """A war, served under `path`; it is unpacked in the store's folder, so that nothing stays of it."""
    unpacked = folder / "unpacked"
    unpacked.mkdir(exist_ok=True)
    java = [str(had["java"]), *_JVM, f"-Djava.io.tmpdir={unpacked}", *options]
    place = ["--host", "127.0.0.1", "--port", str(port), "--path", path]
    return [*java, "-jar", str(had["runner"]), *place, str(had["war"])]


def _rdf4j_prepare(port: int) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/rdf4j-server/repositories/icigraph",
        data=_RDF4J_CONFIG.encode(),
        headers={"Content-Type": "text/turtle"},
        method="PUT",
    )
    urllib.request.urlopen(request, timeout=60).close()


def _virtuoso_files() -> dict[str, Path]:
    return {"program": system_program("virtuoso-t")}


def _virtuoso_command(had: dict[str, Path], folder: Path, port: int) -> list[str]:
    configuration = folder / "virtuoso.ini"
    if not configuration.exists():
        configuration.write_text(_VIRTUOSO_CONFIG.format(sql_port=free_port(), port=port), "utf-8")
    (folder / "virtuoso.lck").unlink(missing_ok=True)
    return [str(had["program"]), "+foreground", "+wait", "+configfile", "virtuoso.ini"]


def _oxigraph_files() -> dict[str, Path]:
    return {"program": python_program("oxigraph")}


def _oxigraph_command(had: dict[str, Path], folder: Path, port: int) -> list[str]:
    place = ["--location", str(folder / "oxigraph"), "--bind", f"127.0.0.1:{port}"]
    return [str(had["program"]), "serve", "--union-default-graph", *place]


_ALL = (
    Recipe(
        "fuseki",
        "5.6.0",
        _fuseki_files,
        _fuseki_command,
        ready="http://127.0.0.1:{port}/$/ping",
        url="http://127.0.0.1:{port}/icigraph",
    ),
    Recipe(
        "rdf4j",
        "4.1.3",
        _rdf4j_files,
        _rdf4j_command,
        ready="http://127.0.0.1:{port}/rdf4j-server/protocol",
        url="http://127.0.0.1:{port}/rdf4j-server/repositories/icigraph",
        prepare=_rdf4j_prepare,
    ),
    Recipe(
        "virtuoso",
        "7.2.5.1",
        _virtuoso_files,
        _virtuoso_command,
        ready="http://127.0.0.1:{port}/sparql?query=ask%7B%7D",
        url="http://127.0.0.1:{port}/sparql-auth",
        credentials=("dba", "dba"),
    ),
    Recipe(
        "oxigraph",
        "0.5",
        _oxigraph_files,
        _oxigraph_command,
        ready="http://127.0.0.1:{port}/query?query=ASK%7B%7D",
        url="http://127.0.0.1:{port}/",
    ),
)

RECIPES: dict[str, Recipe] = {recipe.kind: recipe for recipe in _ALL}
