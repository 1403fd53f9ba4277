"""Get the programs of the stores through the ordinary package clients; keep them in a cache."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers.server import UnavailableError

__all__ = [
    "cache_folder",
    "java_program",
    "maven_classpath",
    "maven_file",
    "python_program",
    "system_program",
]


def cache_folder() -> Path:
    """Where fetched programs are kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "icigraph" / "stores"


def maven_file(coordinates: str) -> Path:
    """The file of a Maven artifact, `group:artifact:version[:packaging]`."""
    _, artifact, version, *rest = coordinates.split(":")
    kept = cache_folder() / f"{artifact}-{version}.{rest[0] if rest else 'jar'}"
    if not kept.exists():
        _copy_from_maven(coordinates, kept)
    return kept


def _copy_from_maven(coordinates: str, kept: Path) -> None:
    maven = system_program("mvn")
    kept.parent.mkdir(parents=True, exist_ok=True)
    copied = subprocess.run(
        [
            str(maven),
            "-q",
            "-B",
            "org.apache.maven.plugins:maven-dependency-plugin:2.8:get",
            "-Dtransitive=false",
            f"-Dartifact={coordinates}",
            f"-Ddest={kept}",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if copied.returncode or not kept.exists():
        raise UnavailableError(f"Maven cannot get {coordinates}: {copied.stdout[-300:]}")


def maven_classpath(coordinates: str) -> str:
    """The class path of a Maven artifact, `group:artifact:version`, with all that it depends on."""
    group, artifact, version = coordinates.split(":")
    kept = cache_folder() / f"{artifact}-{version}.classpath"
    if not kept.exists() or not all(Path(jar).exists() for jar in kept.read_text("utf-8").split(os.pathsep)):
        _resolve_from_maven(_POM.format(group=group, artifact=artifact, version=version), kept)
    return kept.read_text(encoding="utf-8").strip()


_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>icigraph</groupId><artifactId>tests</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>
    </dependency>
  </dependencies>
</project>
"""


def _resolve_from_maven(pom: str, kept: Path) -> None:
    maven = system_program("mvn")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pom.xml").write_text(pom, encoding="utf-8")
        resolved = subprocess.run(
            [
                str(maven),
                "-q",
                "-B",
                "org.apache.maven.plugins:maven-dependency-plugin:2.8:build-classpath",
                f"-Dmdep.outputFile={kept}",
            ],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            cwd=folder,
        )
    if resolved.returncode or not kept.exists():
        raise UnavailableError(f"Maven cannot resolve what {kept.stem} needs: {resolved.stdout[-300:]}")


def java_program() -> Path:
    """The Java that runs the stores."""
    home = os.environ.get("ICIGRAPH_STORE_JAVA")
    return Path(home) if home else system_program("java")


def system_program(name: str) -> Path:
    """A program on the PATH."""
    found = shutil.which(name)
    if not found:
        raise UnavailableError(f"the program {name} is not installed")
    return Path(found)


def python_program(name: str) -> Path:
    """A program that a wheel brought into this environment."""
    beside = Path(sys.executable).parent / name
    if not beside.exists():
        raise UnavailableError(f"the program {name} is not in this environment (pip install {name})")
    return beside
