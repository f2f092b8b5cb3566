"""How staff at other computers reach the hub: at which addresses, and with which certificate, renewed as it serves."""

import hashlib
import ssl
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from hub.certificates.authority import SHOWN, Authority, is_of_this_house, open_authority
from hub.certificates.naming import (
    Address,
    Names,
    addresses_of_this_machine,
    name_of_this_machine,
    names_of,
    names_told,
)
from hub.certificates.own import OwnCertificate, open_own, read_files
from hub.config import HubConfig
from shared.errors import CertificateEnding, CertificateOver, CertificateUnfit
from shared.files import read_kept, write_kept

SOON = timedelta(days=30)
"""So long before it ends the hub makes a new one; of the library's own, staff are told."""
_PUBLIC = "the hub vouches for private addresses alone. Give the library's own staff_cert and staff_key"
_USUAL_PORT = 443
"""Browsers leave it out (RFC 9110, 4.2.2)."""


class Desks:
    """The certificate that browsers on other computers are shown, and the names it is for.

    ``here`` and ``machine`` tell the addresses and the name of this machine. ``on_renewed`` is called, in the thread of
    :meth:`look`, with what new connections shall be shown from now on; those that are open go on.
    """

    def __init__(
        self, config: HubConfig, hub_id: str, now: Callable[[], datetime], *,
        here: Callable[[], Iterable[Address]] = addresses_of_this_machine,
        machine: Callable[[], str] = name_of_this_machine,
    ) -> None:  # fmt: skip
        self._config, self._hub_id, self._now, self._here, self._machine = config, hub_id, now, here, machine
        self._folder = config.data / "keys"
        self.port = config.staff_tls_port
        self.on_renewed: Callable[[ssl.SSLContext], None] = lambda _: None
        self._authority: Authority | None = None
        self._own: OwnCertificate | None = None
        self.names = Names()
        self.begins_at = self.ends_at = now()
        self.context = server_context()

    def open(self) -> None:
        """Have a certificate to show, the first time; :func:`check` was asked before.

        Raises CertificateUnfit, FileLost, FileUnreadable, OSError. One that is over, or ends soon, is shown.
        """
        if self._config.staff_cert:
            self._take_own()
        else:
            self._authority = open_authority(self._folder, self._hub_id, self._machine(), self._now())
            self._give()

    def look(self) -> None:
        """Renew what is shown, where its time is nearly over, addresses are other ones, or the files have changed.

        Raises as :meth:`open`, CertificateOver and CertificateEnding. What was shown is shown on until that is mended.
        """
        if self._authority is None:
            if self._own is None or read_files(*self._files) != self._own.content:
                self._take_own()
                self.on_renewed(self.context)
            self._check_time()
        elif self._wanted(self._authority) != self.names or not self._holds():
            self._give()
            self.on_renewed(self.context)

    @property
    def root(self) -> bytes | None:
        """What to install on other computers, in DER; None where the library has a certificate of its own."""
        if self._authority is None:
            return None
        return self._authority.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def sha256(self) -> str:
        """The fingerprint of the root in hex; "" without one."""
        return hashlib.sha256(self.root).hexdigest() if self.root else ""

    def hosts(self, port: int) -> frozenset[str]:
        """Return what a browser may write as Host at this port of ours. Names of others are never answered."""
        plain = self.names.hosts if port == _USUAL_PORT else ()
        return frozenset([*plain, *(f"{host}:{port}" for host in self.names.hosts)])

    @property
    def bases(self) -> list[str]:
        """The addresses at which the staff pages are reached, the most certain first."""
        ending = "" if self.port == _USUAL_PORT else f":{self.port}"
        return [f"https://{host}{ending}" for host in self.names.hosts]

    @property
    def _files(self) -> tuple[Path, Path]:
        return Path(self._config.staff_cert), Path(self._config.staff_key)

    def _take_own(self) -> None:
        own = open_own(*self._files, names_told(self._config), server_context())
        self._own, self.names, self.context = own, own.names, own.context
        self.begins_at, self.ends_at = own.begins_at, own.ends_at

    def _check_time(self) -> None:
        now = self._now()
        if not self.begins_at <= now < self.ends_at:
            raise CertificateOver(f"{self._config.staff_cert}: good from {self.begins_at} to {self.ends_at}")
        if now >= self.ends_at - SOON:
            raise CertificateEnding(f"{self._config.staff_cert}: good to {self.ends_at}")

    def _wanted(self, authority: Authority) -> Names:
        return authority.within(names_of(self._config, self._hub_id, self._machine(), self._here()))

    def _holds(self) -> bool:
        return self.begins_at <= self._now() < self.ends_at - SOON

    def _give(self) -> None:
        assert self._authority is not None, "only an authority gives"
        names = self._wanted(self._authority)
        path = self._folder / SHOWN
        write_kept(path, self._authority.give(names, self._now()))
        given = x509.load_pem_x509_certificate(read_kept(path) or b"")
        context = server_context()
        context.load_cert_chain(path)
        self.begins_at, self.ends_at = given.not_valid_before_utc, given.not_valid_after_utc
        self.names, self.context = names, context


def check(config: HubConfig) -> None:
    """Look whether there can be a certificate for other desks, where they are served. Raises CertificateUnfit."""
    if not config.staff_host:
        return
    address = ip_address(config.staff_host)
    if config.staff_cert:
        open_own(Path(config.staff_cert), Path(config.staff_key), names_told(config), server_context())
    elif not (address.is_unspecified or is_of_this_house(address)):
        raise CertificateUnfit(f"{address}: {_PUBLIC}")


def server_context() -> ssl.SSLContext:
    """Return a context for browsers: TLS 1.3 alone, which all have had since 2019 (Safari 12.1 was the last)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context
