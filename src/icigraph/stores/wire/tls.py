"""TLS: whose certificates are trusted, and what to tell a user whose store has none of them, or no TLS."""

from __future__ import annotations

import ssl
from pathlib import Path

import truststore

from icigraph.base.faults import Fault, InputError, Place, ServiceError

__all__ = ["trusting", "untrusted"]

# OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH.
_WRONG_NAME = (62, 64)
_TRUST = "if it is the store's own, name its file in the target's `certificates` or in SSL_CERT_FILE"


def trusting(certificates: Path | None) -> ssl.SSLContext:
    """What verifies servers: as the system does, trusting the PEM file `certificates` besides. An
    `InputError` says what is wrong with that file.

    >>> trusting(None).check_hostname
    True
    """
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if certificates:
        try:
            context.load_verify_locations(certificates)
        except ssl.SSLError:
            raise InputError(Fault("holds no certificates in PEM", Place(str(certificates)))) from None
        except OSError as error:
            raise InputError(Fault(error.strerror or "cannot be read", Place(str(certificates)))) from None
    return context


def untrusted(origin: str, error: ssl.SSLError) -> ServiceError | None:
    """What to tell of an error that comes again however often one tries; None for one that may pass.

    >>> error = ssl.SSLError()
    >>> error.reason = "WRONG_VERSION_NUMBER"
    >>> print(untrusted("https://example.org:3030", error))
    https://example.org:3030: does not speak TLS there
      hint: try http://example.org:3030
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        hint = "use the name that the certificate is for" if error.verify_code in _WRONG_NAME else _TRUST
        reason = error.verify_message.rstrip(".")
        return ServiceError(Fault(f"{origin}: its certificate is not trusted: {reason}", hint=hint))
    if error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST"):
        plain = origin.replace("https://", "http://", 1)
        return ServiceError(Fault(f"{origin}: does not speak TLS there", hint=f"try {plain}"))
    return None
