"""TLS contexts that know one certificate: the paired hub's, or during pairing the first one seen."""

import hashlib
import hmac
import socket
import ssl
from typing import Any

from shared.errors import WrongHub

_NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME: a tablet whose clock says 1970 or 2060 must still know its hub."""


class PinnedContext(ssl.SSLContext):
    """Completes a connection only with the holder of one certificate, before a byte of request goes out.

    ``certificate_sha256`` is the hex digest of its DER form. The leaf itself is compared, not just any certificate of
    the chain.
    """

    certificate_sha256 = ""

    def wrap_socket(self, sock: socket.socket, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        """Shake hands. Raises WrongHub when somebody else answers; then nothing was sent."""
        try:
            connection = super().wrap_socket(sock, *args, **kwargs)
        except ssl.SSLCertVerificationError as exc:
            raise WrongHub("the certificate is not the paired one") from exc
        try:
            self._look_at(connection.getpeercert(binary_form=True) or b"")
        except WrongHub:
            connection.close()
            raise
        return connection

    def _look_at(self, leaf: bytes) -> None:
        if not hmac.compare_digest(hashlib.sha256(leaf).hexdigest(), self.certificate_sha256):
            raise WrongHub("the leaf certificate is not the paired one")


class FirstSeenContext(PinnedContext):
    """For pairing: takes any certificate at first and none but this one afterwards. The proofs are made over it."""

    leaf = b""

    def _look_at(self, leaf: bytes) -> None:
        if not self.leaf:
            self.leaf = leaf
            self.certificate_sha256 = hashlib.sha256(leaf).hexdigest()
        super()._look_at(leaf)


def pinned_context(certificate: str, certificate_sha256: str) -> PinnedContext:
    """Return a context that trusts this PEM certificate alone, whatever the clock says."""
    context = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    _know_no_names(context)
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    context.load_verify_locations(cadata=certificate)
    context.certificate_sha256 = certificate_sha256
    return context


def first_seen_context() -> FirstSeenContext:
    """Return a context for one pairing."""
    context = FirstSeenContext(ssl.PROTOCOL_TLS_CLIENT)
    _know_no_names(context)
    context.verify_mode = ssl.CERT_NONE
    return context


def _know_no_names(context: ssl.SSLContext) -> None:
    context.check_hostname = False  # a name proves nothing here; only the paired key can answer
    context.minimum_version = ssl.TLSVersion.TLSv1_3
