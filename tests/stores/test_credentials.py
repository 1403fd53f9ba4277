"""Credentials against real stores: digest, bearer, keyring, netrc and TLS; no secret is seen anywhere."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.conftest import Ran
from tests.servers.fixtures import SharedStores, started
from tests.servers.gate import Certificate, certificate_for, gated
from tests.servers.recipes import RECIPES
from tests.servers.server import Running

pytestmark = pytest.mark.server

SECRET = 'correct "horse" bättery'
TOKEN = "t0ken-that-nobody-may-see"
BOUND = {"ICIGRAPH_HOST": "127.0.0.1"}
FUSEKI_SERVER = """
[] a fuseki:Server ; fuseki:allowedUsers "*" .
"""


@pytest.fixture(scope="module")
def oxigraph(shared_store: SharedStores) -> Running:
    return shared_store("oxigraph")


@pytest.fixture(scope="module")
def virtuoso(shared_store: SharedStores) -> Running:
    return shared_store("virtuoso")


def guarded_fuseki(had: dict[str, Path], folder: Path, port: int) -> list[str]:
    """Fuseki that lets in whoever knows the password, by digest."""
    command = RECIPES["fuseki"].command(had, folder, port)
    config = folder / "config.ttl"
    config.write_text(config.read_text("utf-8") + FUSEKI_SERVER, "utf-8")
    (folder / "passwords").write_text("ada: secret-of-ada\n", "utf-8")
    return [*command, "--passwd=passwords", "--auth=digest"]


@pytest.fixture(scope="module")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    recipe = replace(RECIPES["fuseki"], command=guarded_fuseki, credentials=("ada", "secret-of-ada"))
    yield from started(recipe, tmp_path_factory.mktemp("fuseki"))


@pytest.fixture(params=["fuseki", "virtuoso"])
def digesting(request: pytest.FixtureRequest) -> Running:
    """A store that asks for digest."""
    store: Running = request.getfixturevalue(request.param)
    return store


@dataclass(frozen=True)
class User:
    """Someone with a small project, who runs our command line as a process of its own."""

    project: Path
    home: Path
    staging: Path

    def run(self, *arguments: str, **environment: str) -> Ran:
        with self.started(*arguments, **environment) as process:
            out, err = process.communicate(timeout=120)
        return Ran(process.returncode, out, err)

    def started(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "icigraph", "--project", str(self.project), *arguments],
            env={**_clean(os.environ), "HOME": str(self.home), "TMPDIR": str(self.staging), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    hidden = ("ICIGRAPH_", "SSL_CERT_", "PYTHON_KEYRING_")
    return {name: value for name, value in environment.items() if not name.startswith(hidden)}


@pytest.fixture
def user(tmp_path: Path) -> User:
    made = User(tmp_path / "lights", tmp_path / "home", tmp_path / "staging")
    made.home.mkdir()
    made.staging.mkdir()
    subprocess.run(
        [sys.executable, "-m", "icigraph", "init", str(made.project)], check=True, capture_output=True
    )
    return made


def test_digest_lets_in_who_knows_the_password(digesting: Running, user: User) -> None:
    name, password = digesting.recipe.credentials or ("", "")
    given = {"ICIGRAPH_USER": name, "ICIGRAPH_PASSWORD": password}
    url = digesting.url
    assert user.run("push", url, **given).code == 0
    checked = user.run("verify", url, **given)
    assert checked.code == 0 and "exact" in checked.out, checked
    assert user.run("diff", url, **given).code == 0


def test_a_wrong_password_is_told_without_telling_it(digesting: Running, user: User) -> None:
    name, _ = digesting.recipe.credentials or ("", "")
    for verb in ("push", "verify"):
        refused = user.run(verb, digesting.url, ICIGRAPH_USER=name, ICIGRAPH_PASSWORD=SECRET)
        assert refused.code == 3
        assert "answered 401" in refused.err and "ICIGRAPH_USER and ICIGRAPH_PASSWORD" in refused.err
        assert SECRET not in refused.out + refused.err and "Traceback" not in refused.err


def test_no_password_at_all_is_told_with_where_to_give_it(digesting: Running, user: User) -> None:
    refused = user.run("push", digesting.url)
    assert refused.code == 3 and "environment, netrc or keyring" in refused.err


def test_a_password_in_netrc_is_used(fuseki: Running, user: User) -> None:
    netrc = user.home / ".netrc"
    netrc.write_text("machine 127.0.0.1 login ada password secret-of-ada\n", "utf-8")
    netrc.chmod(0o600)
    assert user.run("push", fuseki.url).code == 0
    netrc.write_text(f"machine 127.0.0.1 login ada {TOKEN}\n", "utf-8")
    spoilt = user.run("push", fuseki.url)
    assert spoilt.code == 2 and "not a netrc file" in spoilt.err and TOKEN not in spoilt.err


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate_for("DNS:localhost,IP:127.0.0.1", tmp_path_factory.mktemp("certificate"))


def test_a_certificate_that_nobody_trusts_is_refused(
    oxigraph: Running, certificate: Certificate, user: User
) -> None:
    with gated(oxigraph.port, certificate=certificate) as gate:
        refused = user.run("push", f"https://localhost:{gate.port}", ICIGRAPH_TOKEN=TOKEN, **BOUND)
    assert refused.code == 3 and not gate.seen
    assert "certificate is not trusted: self-signed certificate" in refused.err
    assert "SSL_CERT_FILE" in refused.err and "certificates" in refused.err


def test_a_certificate_is_trusted_by_the_environment(
    oxigraph: Running, certificate: Certificate, user: User
) -> None:
    with gated(oxigraph.port, certificate=certificate) as gate:
        for host in ("localhost", "127.0.0.1"):
            url = f"https://{host}:{gate.port}"
            assert user.run("push", url, SSL_CERT_FILE=str(certificate.public)).code == 0
            assert user.run("verify", url, SSL_CERT_FILE=str(certificate.public)).code == 0


def test_a_certificate_is_trusted_by_the_projects_settings(
    oxigraph: Running, certificate: Certificate, user: User
) -> None:
    config = user.project / "icigraph.toml"
    (user.project / "lab.pem").write_bytes(certificate.public.read_bytes())
    with gated(oxigraph.port, certificate=certificate) as gate:
        lab = f'\n[targets.lab]\nurl = "https://localhost:{gate.port}"\ncertificates = "lab.pem"\n'
        config.write_text(config.read_text("utf-8") + lab, "utf-8")
        assert user.run("push", "lab").code == 0
        assert user.run("diff", "lab").code == 0
        (user.project / "lab.pem").write_text("no certificate\n", "utf-8")
        spoilt = user.run("verify", "lab")
        assert spoilt.code == 2 and "lab.pem: holds no certificates in PEM" in spoilt.err
        (user.project / "lab.pem").unlink()
        gone = user.run("verify", "lab")
        assert gone.code == 2 and "lab.pem: No such file" in gone.err


def test_a_trusted_certificate_for_another_host_is_refused(
    oxigraph: Running, user: User, tmp_path: Path
) -> None:
    other = certificate_for("DNS:store.example.org", tmp_path)
    with gated(oxigraph.port, certificate=other) as gate:
        for host in ("localhost", "127.0.0.1"):
            url = f"https://{host}:{gate.port}"
            refused = user.run("push", url, SSL_CERT_FILE=str(other.public), ICIGRAPH_TOKEN=TOKEN, **BOUND)
            assert refused.code == 3 and f"not valid for '{host}'" in refused.err
            assert "the name that the certificate is for" in refused.err
    assert not gate.seen


def test_an_https_url_of_a_store_without_tls_is_told(fuseki: Running, user: User) -> None:
    refused = user.run("push", f"https://127.0.0.1:{fuseki.port}/icigraph")
    assert refused.code == 3 and "does not speak TLS" in refused.err


def test_a_bearer_token_goes_with_every_request(oxigraph: Running, user: User) -> None:
    with gated(oxigraph.port, token=TOKEN) as gate:
        url = f"http://127.0.0.1:{gate.port}"
        assert user.run("push", url, ICIGRAPH_TOKEN=TOKEN, **BOUND).code == 0
        assert user.run("verify", url, ICIGRAPH_TOKEN=TOKEN, **BOUND).code == 0
        assert set(gate.seen) == {f"Bearer {TOKEN}"}


def test_a_wrong_token_is_told_without_telling_it(oxigraph: Running, user: User) -> None:
    wrong = "another-token"
    with gated(oxigraph.port, token=TOKEN) as gate:
        url = f"http://127.0.0.1:{gate.port}"
        refused = user.run("push", url, ICIGRAPH_TOKEN=wrong, **BOUND)
        assert refused.code == 3 and "token from ICIGRAPH_TOKEN" in refused.err
        assert "no such token" in refused.err and wrong not in refused.err
        asked = len(gate.seen)
        password = user.run("push", url, ICIGRAPH_USER="ada", ICIGRAPH_PASSWORD=SECRET)
        assert password.code == 3 and "asks for bearer" in password.err
        assert set(gate.seen[asked:]) == {""}


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f"{TOKEN}…", f"{TOKEN}\r\nX: y"])
def test_a_token_that_no_header_can_carry_is_not_shown(oxigraph: Running, user: User, token: str) -> None:
    refused = user.run("push", oxigraph.url, ICIGRAPH_TOKEN=token, **BOUND)
    assert refused.code == 2 and "token from ICIGRAPH_TOKEN" in refused.err
    assert TOKEN not in refused.err and "Traceback" not in refused.err


@pytest.mark.parametrize("ending", ["\n", "\udcff"])
def test_a_password_that_no_header_can_carry_is_not_shown(virtuoso: Running, user: User, ending: str) -> None:
    refused = user.run("push", virtuoso.url, ICIGRAPH_USER="dba", ICIGRAPH_PASSWORD=f"{TOKEN}{ending}")
    assert refused.code == 2 and "user or password from ICIGRAPH_USER" in refused.err
    assert TOKEN not in refused.err and "Traceback" not in refused.err


BACKEND = f"""
from keyring.backend import KeyringBackend
from keyring.credentials import SimpleCredential
from keyring.errors import KeyringLocked

class Full(KeyringBackend):
    priority = 1

    def get_password(self, service, username):
        return {{("icigraph:127.0.0.1", "ada"): "secret-of-ada"}}.get((service, username))

    def get_credential(self, service, username):
        found = self.get_password(service, username or "ada")
        return SimpleCredential(username or "ada", found) if found else None

    def set_password(self, service, username, password):
        raise NotImplementedError

class Plain(Full):
    get_credential = KeyringBackend.get_credential

class Wrong(Full):
    def get_password(self, service, username):
        return {SECRET!r}

class Locked(Full):
    def get_password(self, service, username):
        raise KeyringLocked("locked by its owner")
"""


@pytest.fixture
def keyring(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """The environment in which keyring uses one of the backends above."""
    pytest.importorskip("keyring")
    (tmp_path / "memory_keyring.py").write_text(BACKEND, "utf-8")
    return lambda name: {"PYTHONPATH": str(tmp_path), "PYTHON_KEYRING_BACKEND": f"memory_keyring.{name}"}


def test_a_password_in_the_keyring_is_used(
    fuseki: Running, user: User, keyring: Callable[[str], dict[str, str]]
) -> None:
    assert user.run("push", fuseki.url, **keyring("Full")).code == 0
    assert user.run("verify", fuseki.url, **keyring("Full")).code == 0


def test_a_keyring_that_must_be_told_the_user_is_used(
    fuseki: Running, user: User, keyring: Callable[[str], dict[str, str]]
) -> None:
    assert user.run("push", fuseki.url, **keyring("Plain")).code == 3
    assert user.run("push", fuseki.url, ICIGRAPH_USER="ada", **keyring("Plain")).code == 0


def test_a_keyring_that_does_not_help_is_told(
    fuseki: Running, user: User, keyring: Callable[[str], dict[str, str]]
) -> None:
    wrong = user.run("push", fuseki.url, **keyring("Wrong"))
    assert wrong.code == 3 and "from the keyring" in wrong.err and SECRET not in wrong.err
    locked = user.run("push", fuseki.url, **keyring("Locked"))
    assert locked.code == 2 and "cannot be read: locked by its owner" in locked.err
    none = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    assert "environment, netrc or keyring" in user.run("push", fuseki.url, **none).err
    absent = user.run("push", fuseki.url, PYTHON_KEYRING_BACKEND="no_such_module.Keyring")
    assert absent.code == 2 and "no_such_module" in absent.err and "Traceback" not in absent.err


@pytest.mark.parametrize("verbosity", [(), ("--quiet",)])
def test_no_secret_is_seen_while_a_push_runs(
    fuseki: Running, oxigraph: Running, user: User, verbosity: tuple[str, ...]
) -> None:
    """Not in the process list, the output, the staging files or what is left in the project."""
    given: dict[str, dict[str, str]] = {
        "fuseki": {"ICIGRAPH_USER": "ada", "ICIGRAPH_PASSWORD": "secret-of-ada"},
        "oxigraph": {"ICIGRAPH_TOKEN": TOKEN, **BOUND},
    }
    new = "".join(
        f'<https://example.org/s{n}> <https://example.org/p> "{verbosity}" .\n' for n in range(2_000)
    )
    (user.project / "data" / "new.ttl").write_text(new, "utf-8")
    for store in (fuseki, oxigraph):
        environment, looks = given[store.recipe.kind], list[bytes]()
        token = environment.get("ICIGRAPH_TOKEN", "")
        with gated(store.port, token=token, watch=lambda looks=looks: looks.append(_visible(user))) as gate:
            url = store.recipe.url.format(port=gate.port)
            pushed = user.run("push", url, *verbosity, **environment)
            assert pushed.code == 0, pushed
        assert any(b"<https://example.org/s1999>" in look for look in looks)
        assert all(b"icigraph\0--project" in look for look in looks)
        printed = f"{pushed.out}{pushed.err}".encode()
        left = b"".join(path.read_bytes() for path in user.project.rglob("*") if path.is_file())
        for secret in ("secret-of-ada", TOKEN, base64.b64encode(b"ada:secret-of-ada").decode()):
            assert secret.encode() not in b"".join([*looks, printed, left])
    assert not list(user.staging.iterdir())


def _visible(user: User) -> bytes:
    """The command lines of all our processes and the bytes of all staging files, now."""
    lines = _contents(Path("/proc").glob("[0-9]*/cmdline"))
    ours = [line for line in lines if str(user.project).encode() in line]
    return b"\n".join([*ours, *_contents(user.staging.rglob("*"))])


def _contents(paths: Iterable[Path]) -> list[bytes]:
    """What can be read of the paths; any may go at any time."""
    found = []
    for path in paths:
        with suppress(OSError):
            found.append(path.read_bytes())
    return found
