"""TLS: whose certificates are trusted, and what to tell a user whose store has none of them, or no TLS."""

from __future__ import annotations

import http.client
import socket
import ssl
from pathlib import Path

from icigraph.base.faults import Fault, InputError, Place, ServiceError

__all__ = ["PATIENCE", "TlsConnection", "trusting", "untrusted"]

# Seconds: a server that has not begun TLS by then may wait for the end of a line, as HTTP has it.
PATIENCE = 3.0

# OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH.
_WRONG_NAME = (62, 64)
_TRUST = "if it is the store's own, name its file in the target's `certificates` or in SSL_CERT_FILE"


def trusting(certificates: Path | None) -> ssl.SSLContext:
    """What verifies servers: as the system does, trusting the PEM file `certificates` besides."""
    context = ssl.create_default_context()
    if certificates:
        try:
            context.load_verify_locations(certificates)
        except ssl.SSLError:
            raise InputError(Fault("holds no certificates in PEM", Place(str(certificates)))) from None
        except OSError as error:
            raise InputError(Fault(error.strerror or "cannot be read", Place(str(certificates)))) from None
    return context


def untrusted(origin: str, error: ssl.SSLError) -> ServiceError | None:
    """What to tell of an error that comes again however often one tries; None for one that may pass."""
    if isinstance(error, ssl.SSLCertVerificationError):
        hint = "use the name that the certificate is for" if error.verify_code in _WRONG_NAME else _TRUST
        reason = error.verify_message.rstrip(".")
        return ServiceError(Fault(f"{origin}: its certificate is not trusted: {reason}", hint=hint))
    if error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST"):
        plain = origin.replace("https://", "http://", 1)
        return ServiceError(Fault(f"{origin}: does not speak TLS there", hint=f"try {plain}"))
    return None


class TlsConnection(http.client.HTTPSConnection):
    """A connection that learns within seconds if the server speaks plain HTTP.

    It fails then as it does with a server that answers the handshake in plain words: with the ssl.SSLError
    that `untrusted` knows.
    """

    timeout: float

    def connect(self) -> None:
        """Connect; where nothing of TLS comes back, ask in plain HTTP before waiting longer."""
        try:
            self._shake_hands(min(PATIENCE, self.timeout))
        except (TimeoutError, ConnectionError, ssl.SSLEOFError) as error:
            if self.sock is None:
                # Nobody listens, or nobody took the call.
                raise
            self.close()
            if _speaks_plainly(self.host, self.port):
                raise _NoTlsError from None
            if not isinstance(error, TimeoutError):
                raise
            # A slow server has all the time that the user gives.
            self._shake_hands(self.timeout)

    def _shake_hands(self, patience: float) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock.settimeout(patience)
        context: ssl.SSLContext = self._context  # type: ignore[attr-defined]
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(self.timeout)


class _NoTlsError(ssl.SSLError):
    reason = "HTTP_REQUEST"


def _speaks_plainly(host: str, port: int) -> bool:
    """Whether HTTP is spoken there without TLS. Nothing of the user's is sent."""
    name = f"[{host}]".encode() if ":" in host else host.encode("idna")
    try:
        with socket.create_connection((host, port), timeout=PATIENCE) as probe:
            probe.sendall(b"GET / HTTP/1.1\r\nHost: " + name + b"\r\nConnection: close\r\n\r\n")
            answer = probe.recv(2000)
    except OSError:
        return False
    if not answer.startswith(b"HTTP/"):
        return False
    # Some servers with TLS refuse this in plain words.
    refused = answer[len("HTTP/1.1 ") :].startswith(b"400")
    return not (refused and any(word in answer.lower() for word in (b"https", b"ssl", b"tls")))
