"""Mail: who gets a letter, in which words, and what becomes of letters that cannot be sent."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from hub.config import HubConfig
from hub.model import Right, SignUp, Tell
from hub.services.activities import activities, mail, settling, sign_ups
from hub.services.activities.letters import letter
from hub.services.changing import changing
from hub.services.review import inbox
from hub.store.base import Store
from shared.activity import ActivityText
from shared.notice import SignUpState
from shared.submission import new_submission_id
from tests import seating
from tests.builders import a_slip, an_activity
from tests.fakes import NOON
from tests.hub_builders import BY, KARI, DeliveringKiosk
from tests.listening import a_certificate, tls
from tests.mail_server import MailServer, mail_server
from tests.processes import free_port
from tests.sign_up_builders import a_change, a_sign_up, publish

TEXTS = {"nb": ActivityText("Suppe\tpå øya"), "en": ActivityText("Soup")}


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as opened:
        yield opened


@pytest.fixture
def soup(store: Store) -> Store:
    """A store with a soup that is full, so that whoever signs up waits."""
    activities.save(store, an_activity(texts=TEXTS, seats=1, place="Kjelleren"), by=KARI, now=NOON)
    signed_up(store, "first@example.org")
    return store


def config(port: int, **over: Any) -> HubConfig:
    fields: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_sender": "soup@library.test"}
    return HubConfig(Path(), **{**fields, "smtp_starttls": False, **over})


def signed_up(store: Store, contact: str, *, language: str = "nb", persons: int = 1) -> SignUp:
    """Write somebody in."""
    people = [{"name": "Kari Navnesen", "age": "adult"}] * persons
    answer = {"activity": "soup", "persons": people, "contact": contact, "fields": {}}
    return sign_ups.add(store, "soup", answer, language=language, **BY, slip=a_slip(new_submission_id()))


def promoted(store: Store, *contacts: str, language: str = "nb") -> list[SignUp]:
    """Let these wait, and then get a seat."""
    waiting = [signed_up(store, contact, language=language) for contact in contacts]
    activities.save(store, an_activity(texts=TEXTS, seats=20, place="Kjelleren"), by=KARI, now=NOON)
    return waiting


def deliver(store: Store, port: int, at: timedelta = timedelta(), **over: Any) -> int:
    """Send what is due."""
    now = NOON + at
    return mail.send(store, mail.due(store, now), config(port, **over), now=now)


def state(store: Store, one: SignUp) -> tuple[SignUpState, Tell]:
    found = store.sign_ups.read(one.id)
    assert found is not None
    return found.state, found.tell


def test_letter_says_in_the_visitors_language_what_when_and_where(soup: Store, server: MailServer) -> None:
    (one,) = promoted(soup, "ase@example.org")

    assert deliver(soup, server.port) == 1

    (letter,) = server.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == (
        "ase@example.org", "soup@library.test", "Du har plass: Suppe på øya",
    )  # fmt: skip
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content()
    for said in ("Suppe på øya", "Kjelleren", "25. november 13:00–15:00", f"{one.code[:4]} {one.code[4:]}"):
        assert said in text
    assert "Navnesen" not in text


def test_who_was_mailed_is_told_and_leaves_the_work_list(soup: Store, server: MailServer) -> None:
    (one,) = promoted(soup, "kari@example.org")

    deliver(soup, server.port)

    assert state(soup, one) == (SignUpState.TOLD, Tell.NOTHING)
    assert sign_ups.to_tell(soup, "soup") == []
    (line,) = [line for line in inbox.history(soup, one.id) if line.staff == "mail"]
    assert (line.move, "example" in line.detail) == ("told", False)
    assert deliver(soup, server.port) == 0


@pytest.mark.parametrize(
    "contact", ["99 99 99 99", "kari", "kari@example", "a@b.no c@d.no", "a@b.no\nBcc: c@d.no", "<a@b.no>"]
)
def test_what_is_no_address_is_left_to_staff(soup: Store, contact: str) -> None:
    promoted(soup, contact)

    assert mail.due(soup, NOON) == []
    assert len(sign_ups.to_tell(soup, "soup")) == 1


def test_called_off_activity_is_told_to_everybody(soup: Store, server: MailServer) -> None:
    signed_up(soup, "waits@example.org", language="en")
    activities.cancel(soup, "soup", reason="storm", **BY)

    assert deliver(soup, server.port) == 2

    assert [letter["Subject"] for letter in server.letters] == ["Avlyst: Suppe på øya", "Cancelled: Soup"]
    assert "storm" not in server.letters[1].get_content()


def test_moved_person_learns_whether_there_is_a_seat(soup: Store, server: MailServer) -> None:
    tea = an_activity(id="a2", slug="tea", texts=TEXTS, seats=1)
    activities.save(soup, tea, by=KARI, now=NOON)
    moved = [signed_up(soup, f"{n}@example.org", language="en") for n in (1, 2)]
    for one in moved:
        sign_ups.move(soup, one.id, "tea", **BY)

    deliver(soup, server.port)

    first, second = (letter.get_content() for letter in server.letters)
    assert "you have a seat there" in first
    assert "waiting list" in second


def test_who_has_cancelled_is_not_told_of_a_seat(store: Store, server: MailServer) -> None:
    publish(store, seats=1)
    kiosk = DeliveringKiosk(store)
    first, waits = a_sign_up(kiosk), a_sign_up(kiosk, contact="waits@example.org")
    kiosk.deliver(first, waits)
    sign_ups.cancel(store, first.id, **BY)
    assert [one.to for one in mail.due(store, NOON)] == ["waits@example.org"]

    kiosk.deliver(a_change(kiosk, waits, 0))

    assert [one.id for one in sign_ups.to_tell(store, "soup")] == [first.id]
    assert mail.due(store, NOON) == []


@pytest.mark.parametrize("state", SignUpState)
def test_letter_says_what_holds_in_every_state(state: SignUpState) -> None:
    off, full = state == SignUpState.CANCELLED, state == SignUpState.FULL
    for tell, seated, cancelled in product(Tell, [0, 1, 2], [False, True]):
        one = seating.a_sign_up(state=state, tell=tell, seated=seated, persons=2, language="en")
        has_seats = state in (SignUpState.CONFIRMED, SignUpState.TOLD) and seated == 2

        text = letter(one, an_activity(cancelled=cancelled), "a@example.org", library="Øya", now=NOON).text

        assert ("There is a seat for you" in text or "you have a seat" in text) == has_seats
        assert ("waiting list" in text) == (not has_seats and not off and not full)
        assert ("cancelled" in text) == off
        assert ("Too few seats were free" in text) == full


def test_change_from_any_state_leaves_nothing_to_tell_that_does_not_hold(store: Store) -> None:
    held = {SignUpState.CONFIRMED: [3], SignUpState.TOLD: [3], SignUpState.WAITING: [0, 1]}
    starts = [(state, seated) for state in SignUpState for seated in held.get(state, [0])]
    for number, ((state, seated), tell, persons) in enumerate(product(starts, Tell, [0, 1, 2])):
        before = seating.a_sign_up(order=number, state=state, tell=tell, seated=seated, persons=3)
        store.sign_ups.add([before], [])

        with changing(store, KARI, NOON, Right.SIGNED_IN) as change:
            after = settling.resized(change, before, persons)

        if after.tell == Tell.CONFIRMED:
            assert (after.state, after.seated) == (SignUpState.CONFIRMED, after.persons)
        assert after.tell != Tell.MOVED or after.active
        assert after.tell != Tell.CANCELLED or after.state == SignUpState.CANCELLED
        assert persons or after.tell in (Tell.NOTHING, Tell.CANCELLED)


def test_nobody_is_mailed_about_what_is_over(soup: Store) -> None:
    promoted(soup, "kari@example.org")

    assert mail.due(soup, NOON + timedelta(days=4)) == []


def test_refused_address_never_blocks_others_and_is_not_tried_again(soup: Store, server: MailServer) -> None:
    gone, fine = promoted(soup, "gone@example.org", "fine@example.org")
    server.refuse["gone@"] = "550 no such user"

    assert deliver(soup, server.port) == 1

    assert state(soup, fine)[1] == Tell.NOTHING
    assert state(soup, gone)[1] == Tell.CONFIRMED
    assert mail.failed(soup, "soup") == {gone.id: mail.Failed("mail-refused", again=False)}
    assert mail.due(soup, NOON + timedelta(days=2)) == []


def test_full_mailbox_is_tried_again_later_and_then_not_any_more(soup: Store, server: MailServer) -> None:
    (one,) = promoted(soup, "full@example.org")
    server.refuse["full@"] = "452 mailbox full"
    at = timedelta()
    for wait in mail.WAITS:
        assert deliver(soup, server.port, at) == 0
        assert mail.failed(soup, "soup") == {one.id: mail.Failed("mail-unsent", again=True)}
        assert mail.due(soup, NOON + at + wait - timedelta(seconds=1)) == []
        at += wait
    deliver(soup, server.port, at)

    assert mail.failed(soup, "soup") == {one.id: mail.Failed("mail-unsent", again=False)}
    assert mail.due(soup, NOON + at + timedelta(days=1)) == []
    server.refuse.clear()
    sign_ups.cancel(soup, one.id, **BY)  # another thing to tell is a new letter
    assert mail.failed(soup, "soup") == {}
    assert deliver(soup, server.port) == 1


def test_server_that_is_away_stops_nothing_and_is_tried_again(soup: Store, server: MailServer) -> None:
    waiting = promoted(soup, "a@example.org", "b@example.org")
    assert deliver(soup, free_port()) == 0
    assert set(mail.failed(soup, "soup")) == {one.id for one in waiting}

    assert deliver(soup, server.port) == 0
    assert deliver(soup, server.port, mail.WAITS[0]) == 2
    assert mail.failed(soup, "soup") == {}


@pytest.mark.parametrize("challenge", ["", "no base64", "/////w=="])
def test_server_that_talks_nonsense_fails_the_letter_for_this_time(
    soup: Store, server: MailServer, challenge: str
) -> None:
    (one,) = promoted(soup, "kari@example.org")
    server.ways, server.challenge = "GSSAPI", challenge

    assert deliver(soup, server.port, smtp_user="å", smtp_password="æ") == 0

    assert mail.failed(soup, "soup") == {one.id: mail.Failed("mail-unsent", again=True)}


def test_address_with_a_domain_of_any_letters_is_reached(soup: Store, server: MailServer) -> None:
    promoted(soup, "kari@blåbær.no")

    assert deliver(soup, server.port, smtp_sender="Blåbær bibliotek <post@blåbær.no>") == 1

    (letter,) = server.letters
    assert letter["To"] == "kari@xn--blbr-roah.no"
    assert letter["From"] == "Blåbær bibliotek <post@xn--blbr-roah.no>"


def test_address_whose_domain_cannot_be_is_refused_and_the_others_are_reached(soup: Store, server: MailServer) -> None:
    bad, _ = promoted(soup, f"a@{'b' * 64}.test", "kari@example.org")

    assert deliver(soup, server.port) == 1

    assert mail.failed(soup, "soup") == {bad.id: mail.Failed("mail-refused", again=False)}


def test_server_that_hangs_up_keeps_what_it_took(soup: Store, server: MailServer) -> None:
    first, second, third = promoted(soup, "a@example.org", "b@example.org", "c@example.org")
    server.refuse["b@"] = "hang up"

    assert deliver(soup, server.port) == 1

    assert state(soup, first)[0] == SignUpState.TOLD
    assert set(mail.failed(soup, "soup")) == {second.id, third.id}


def test_staff_who_were_faster_are_not_contradicted(soup: Store, server: MailServer) -> None:
    (one,) = promoted(soup, "kari@example.org")
    letters = mail.due(soup, NOON)
    sign_ups.cancel(soup, one.id, **BY)

    mail.send(soup, letters, config(server.port), now=NOON)

    assert state(soup, one) == (SignUpState.CANCELLED, Tell.CANCELLED)


def test_nothing_goes_in_the_clear_unless_it_is_said(soup: Store, server: MailServer) -> None:
    promoted(soup, "kari@example.org")

    assert deliver(soup, server.port, smtp_starttls=True, smtp_user="hub", smtp_password="secret") == 0

    assert not [line for line in server.heard if not line.upper().startswith((b"EHLO", b"STARTTLS", b"QUIT"))]


def test_hub_signs_in_over_tls_to_a_server_that_is_vouched_for(
    soup: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = a_certificate(tmp_path)
    over: dict[str, Any] = {
        "smtp_host": "localhost",
        "smtp_starttls": True,
        "smtp_user": "hub",
        "smtp_password": "secret",
    }
    promoted(soup, "kari@example.org")
    with mail_server(tls(certificate)) as server:
        assert deliver(soup, server.port, **over) == 0
        assert server.signed_in == []

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        assert deliver(soup, server.port, mail.WAITS[0], **over) == 1

    assert len(server.signed_in) == 1
    assert [letter["To"] for letter in server.letters] == ["kari@example.org"]


def test_password_stands_in_no_repr() -> None:
    assert "secret" not in repr(config(25, smtp_password="secret"))
