"""Mail to people who must be told something. What cannot be sent stays on the work list, with the reason.

A letter goes out before the hub notes it, so a power cut in between sends it twice; it is never lost. Addresses stand
in no log and in no audit line.
"""

import logging
import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from hub.config import HubConfig
from hub.model import MailTry, OwnHand, Right, SignUp
from hub.services.activities import sign_ups
from hub.services.activities.letters import Letter, letter
from hub.services.activities.smtp import connected, network_address
from hub.services.changing import changing
from hub.services.house import settings
from hub.store.base import Store
from shared.errors import MailError, MailRefused, MailUnsent
from shared.submission import from_utc, utc

WHO = OwnHand("mail")
"""Who told somebody, in the audit."""
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=24))
"""How long after each failed try the next one comes; after the last one staff have to do it."""
log = logging.getLogger(__name__)
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.]{2,}")


@dataclass(frozen=True)
class Failed:
    """Why a letter was not sent, as the code of an error, and whether it is tried again."""

    reason: str
    again: bool


def due(store: Store, now: datetime) -> list[Letter]:
    """Return the letters to send now: to everybody who must be told and gave an address, unless it is too late."""
    library = settings.read(store).name
    found = []
    for activity in store.activities.coming(utc(now)):
        waiting = sign_ups.to_tell(store, activity.slug)
        contacts = _addresses(store, waiting)
        tried = store.mails.tried(list(contacts))
        found += [
            letter(one, activity, contacts[one.id], library=library, now=now)
            for one in waiting
            if one.id in contacts and _is_due(one, tried.get(one.id), now)
        ]
    return found


def send(store: Store, letters: Sequence[Letter], config: HubConfig, *, now: datetime) -> int:
    """Send letters, and note of each that people were told, or why not; return how many were sent.

    Outside any transaction: a mail server may take its time.
    """
    sent, left = 0, list(letters)
    try:
        with connected(config) as server:
            while left:
                if _sent(store, server, left[0], config.smtp_sender, now):
                    sent += 1
                left.pop(0)
    except (OSError, smtplib.SMTPException) as exc:
        # The server is away or does not let us in: nobody else's letter will fare better now.
        log.warning("the mail server: %s %s", type(exc).__name__, getattr(exc, "smtp_code", ""))
        for one in left:
            _failed(store, one, MailUnsent(), now)
    return sent


def failed(store: Store, slug: str) -> dict[str, Failed]:
    """Return which letters could not be sent, by sign-up, while people still must be told."""
    waiting = {one.id: one for one in sign_ups.to_tell(store, slug)}
    return {
        one.sign_up: Failed(one.reason, one.tries <= len(WAITS))
        for one in store.mails.tried(list(waiting)).values()
        if one.tell == waiting[one.sign_up].tell
    }


def _addresses(store: Store, waiting: Sequence[SignUp]) -> dict[str, str]:
    """Return the addresses of those who gave one, by sign-up; a telephone number is for staff."""
    details = store.sign_ups.details([one.id for one in waiting])
    contacts = [(one.sign_up, one.value.strip()) for one in details if one.name == "contact"]
    return {sign_up: contact for sign_up, contact in contacts if _ADDRESS.fullmatch(contact)}


def _is_due(sign_up: SignUp, tried: MailTry | None, now: datetime) -> bool:
    if tried is None or tried.tell != sign_up.tell:
        return True
    return tried.tries <= len(WAITS) and now >= from_utc(tried.tried_at) + WAITS[tried.tries - 1]


def _sent(store: Store, server: smtplib.SMTP, one: Letter, sender: str, now: datetime) -> bool:
    """Send one letter; tell whether it went. Raises OSError when there is no server any more."""
    try:
        server.send_message(_message(one, sender, now))
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError, MessageError) as exc:
        _failed(store, one, _reason(exc), now)
        return False
    except smtplib.SMTPException:
        _failed(store, one, MailUnsent(), now)
        return False
    with changing(store, WHO, now, Right.OWN_HAND):
        sign_up = store.sign_ups.read(one.sign_up)
        if sign_up is not None and sign_up.tell == one.tell:  # staff may have been faster, or said something else
            sign_ups.mark_told(store, one.sign_up, by=WHO, now=now)
    return True


def _reason(error: Exception) -> MailError:
    """Return whether an address is refused for good (5xx) or only for now (4xx, a full mailbox say)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return MailRefused() if all(code >= 500 for code in codes) else MailUnsent()
    return MailRefused()


def _failed(store: Store, one: Letter, error: MailError, now: datetime) -> None:
    with changing(store, WHO, now, Right.OWN_HAND):
        before = store.mails.tried([one.sign_up]).get(one.sign_up)
        tries = before.tries + 1 if before is not None and before.tell == one.tell else 1
        if isinstance(error, MailRefused):
            tries = len(WAITS) + 1
        store.mails.save(MailTry(one.sign_up, one.tell, tries, utc(now), error.code))


def _message(one: Letter, sender: str, now: datetime) -> EmailMessage:
    domain = network_address(sender)[1]
    message = EmailMessage()
    message["From"] = Address(parseaddr(sender)[0], *network_address(sender))
    message["To"] = Address("", *network_address(one.to))
    message["Subject"] = " ".join(one.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(one.text)
    return message
