"""A telephone with an app for codes, as staff have it beyond the hub's own computer."""

import html
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from hub.marks import Marks
from hub.model import Staff
from hub.running import Hub
from hub.services.house import second


@dataclass
class Telephone:
    """Shows the codes of one secret (base32)."""

    secret: str

    def shows(self, now: datetime) -> str:
        """Return the code of this moment."""
        return pyotp.TOTP(self.secret).at(now)


def telephone_that_read(page: str) -> Telephone:
    """Return a telephone into which somebody typed the secret that stands on a page."""
    found = re.search(r'<p class="secret"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found is not None, page
    return Telephone("".join(re.sub(r"<[^>]+>", "", html.unescape(found[1])).split()))


def give_telephone(hub: Hub, person: Staff) -> tuple[Telephone, list[str]]:
    """Set up a second factor for somebody, a while ago; return the telephone, and the recovery codes."""
    telephone, then = Telephone(pyotp.random_base32()), hub.now() - timedelta(hours=1)
    marks = Marks(hub.keys.unseal_key.secrets)
    codes = second.set_up(hub.store, person, marks, telephone.secret, telephone.shows(then), now=then)
    return telephone, codes
