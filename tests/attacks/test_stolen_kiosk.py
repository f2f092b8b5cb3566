"""A kiosk is stolen with its disk and its token: nobody's reply or code is readable, and nobody loses a seat."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hub.services.activities import activities, door_keys
from hub.services.house import kiosks
from hub.services.review import review
from hub.services.sync import intake
from hub.services.sync.unknown_codes import MOST
from hub.store.base import Store
from kiosk.staff_round.door import DoorBook
from kiosk.staff_round.pin import Pin
from kiosk.store import KioskStore
from kiosk.sync import sync_once
from kiosk.visit.lookup import LookUp
from shared.activity import change_prompt, sign_up_prompt
from shared.errors import NotFound
from shared.kinds import kind_of
from shared.notice import Status
from shared.protocol import MAX_BATCH_ITEMS, VERSION, Delivery, Receipt
from shared.slip import NO_SLIP, Slip, new_slip, pair_words, read_receipt_code
from shared.submission import CROCKFORD, Submission, new_submission_id, sealed_submission, utc
from tests.attacks.thief import (
    everything_in,
    plug_pulled_while_writing,
    shapes_of_slip,
    shapes_of_words,
)
from tests.builders import CHEAP_PIN, HUB_KEY, a_pairing, a_prompt, an_activity
from tests.fakes import NOON, BrokenLink, FrozenClock
from tests.hub_builders import KARI, a_health, a_hub_store

HUB_ID, PIN = "0011223344556677", "271828"
TO_OLA = "Kjære Ola, det du forteller om barnevernet må vi snakke om. Kom til meg på tirsdag."
TO_LIV = "Hei Liv! Vi ringer moren din i ettermiddag."
ON_BOARD = "Ja! Symaskinen er bestilt til mai."
WORDS = ("Det er vondt hjemme om kvelden", "Kan noen ringe mammaen min", "en symaskin vi kan låne", "ikke sendt ennå")
NAMES, NEED, CONTACT = ("Solveig Myhre", "Torbjørn Myhre"), "tåler ikke hasselnøtter", "solveig@example.org"


class Library:
    """A hub, a kiosk at home in it, and one that will be stolen: it is also the door of the soup."""

    def __init__(self, folder: Path) -> None:
        self.clock = FrozenClock()
        self.hub: Store = a_hub_store(folder / "hub")
        self.soup = replace(an_activity(), seats=6)
        with self.hub.atomic():
            self.hub.activities.save(self.soup, changed=self.hub.revisions.take(), now=utc(NOON))
        self.home, self.stolen = self._kiosk(folder, "home"), self._kiosk(folder, "stolen")
        self.folder = folder / "stolen"
        self.slips: dict[str, Slip] = {}
        self.ids: dict[str, str] = {}

    def _kiosk(self, folder: Path, name: str) -> KioskStore:
        self.hub.kiosks.pair(name, name, kiosks.hash_of(f"token of {name}"), now=utc(NOON))
        store = KioskStore.open(folder / name, self.clock)
        store.keep_pairing(a_pairing(kiosk_id=name, token=f"token of {name}", hub_id=HUB_ID))
        return store

    def receive(self, delivery: Delivery, token: str) -> Receipt:
        """Let the hub take in what comes with this token."""
        kiosk = kiosks.known(self.hub, token)
        return intake.receive(delivery, kiosk=kiosk, store=self.hub, unseal_key=HUB_KEY, now=self.clock.utc())

    def sync(self, *stores: KioskStore) -> None:
        """Run a round of each."""
        for store in stores:
            pairing = store.pairing()
            assert pairing is not None
            sync_once(store, BrokenLink(partial(self.receive, token=pairing.token)), self.clock)

    def says(self, who: str, store: KioskStore, text: str) -> None:
        """A visitor says something, and takes a slip along."""
        self._give(who, store, a_prompt("idea"), {"text": text, "cards": []})

    def signs_up(self, who: str, store: KioskStore, persons: int, *, names: tuple[str, ...] = ()) -> None:
        """A visitor signs up so many for the soup."""
        people = [{"name": name, "age": "adult"} for name in (*names, *(f"P{n}" for n in range(persons)))][:persons]
        answer = {"activity": "soup", "persons": people, "contact": CONTACT, "fields": {"food": NEED}, "split": False}
        self._give(who, store, sign_up_prompt(self.soup), answer, seats=persons)

    def _give(self, who: str, store: KioskStore, prompt: Any, answer: dict[str, Any], *, seats: int = 0) -> None:
        self.ids[who], self.slips[who], kind = new_submission_id(), new_slip(HUB_ID), kind_of(prompt.kind)
        payload = kind.pack(kind.check(answer, prompt.settings))
        store.save(self.ids[who], prompt, "nb", payload, slip=self.slips[who], seats=seats)

    def fewer(self, who: str, store: KioskStore, persons: int) -> None:
        """Who signed up types the code at a kiosk: fewer come."""
        prompt, kind = change_prompt(self.soup), kind_of("change")
        answer = kind.check({"activity": "soup", "code": self.slips[who].code, "persons": persons}, prompt.settings)
        slip = LookUp(store, self.clock.monotonic).slip(self.slips[who].code)
        store.save(new_submission_id(), prompt, "nb", kind.pack(answer), slip=NO_SLIP, seats=persons, changes=slip)

    def answer(self, who: str, reply: str) -> None:
        """Staff answer one person alone."""
        review.answer(self.hub, self.ids[who], by=KARI, now=self.clock.utc(), replies={"nb": reply})

    def seated(self) -> dict[str, tuple[str, int, int]]:
        """Who has signed up, and how it stands."""
        names = {given: who for who, given in self.ids.items()}
        signed_up = [one for one in self.hub.sign_ups.of("soup") if one.id in names]
        return {names[one.id]: (one.state.value, one.persons, one.seated) for one in signed_up}

    def close(self) -> None:
        """Close everything."""
        for store in (self.home, self.stolen, self.hub):
            store.close()


def a_week(folder: Path) -> Library:
    """A week in a library, at the end of which the kiosk is gone."""
    library = Library(folder)
    home, stolen = library.home, library.stolen
    library.sync(home, stolen)
    door = DoorBook(stolen)
    door.open(Pin(stolen, library.clock.monotonic, CHEAP_PIN).set(PIN))
    activities.set_door(library.hub, "soup", "stolen", by=KARI, now=NOON)

    library.says("ola", home, WORDS[0])
    library.says("liv", stolen, WORDS[1])
    library.says("sewing", home, WORDS[2])
    library.signs_up("family", home, 2, names=NAMES)
    library.signs_up("fewer", home, 3)
    library.sync(home, stolen)
    library.signs_up("here", stolen, 1)
    library.signs_up("waits", home, 4)
    library.sync(home, stolen)
    (pending,) = [key for key in [library.hub.doors.keys("stolen").pending] if key]
    door_keys.accept(library.hub, "stolen", pending, by=KARI, now=NOON)
    library.answer("ola", TO_OLA)
    library.answer("liv", TO_LIV)
    review.publish(library.hub, library.ids["sewing"], by=KARI, now=NOON, status=Status.DONE, replies={"nb": ON_BOARD})
    library.fewer("fewer", stolen, 2)
    library.sync(stolen, home, stolen)
    door.doors()
    [guest] = [one for one in door.door("soup").guests if one.names == NAMES]
    door.tick("soup", library.soup.dates[0].starts_at, guest.code, 2)
    library.says("not sent", stolen, WORDS[3])
    library.signs_up("not sent either", stolen, 1)
    return library


@pytest.fixture(name="library", scope="module")
def _library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = a_week(tmp_path_factory.mktemp("library"))
    yield library
    library.close()


def taken_from(library: Library) -> bytes:
    """Everything on the stolen kiosk, taken in the middle of a transaction."""
    with plug_pulled_while_writing(library.folder / "kiosk.db"):
        assert (library.folder / "kiosk.db-journal").stat().st_size > 10_000
        return everything_in(library.folder)


@pytest.fixture(name="loot", scope="module")
def _loot(library: Library) -> bytes:
    return taken_from(library)


def readable(loot: bytes, shapes: set[bytes]) -> list[bytes]:
    """Return which of these lie there."""
    return [shape for shape in shapes if shape in loot]


def test_thief_reads_no_reply_that_is_not_on_the_board(library: Library, loot: bytes) -> None:
    for reply in (TO_OLA, TO_LIV, "Kjære Ola", "barnevernet", "moren din"):
        assert readable(loot, shapes_of_words(reply)) == []

    assert readable(loot, shapes_of_words(ON_BOARD)) != [], "everybody may read it, and it is found"
    assert readable(everything_in(library.folder.parent / "hub"), shapes_of_words(TO_OLA)) != []


def test_thief_reads_nothing_that_was_sealed(loot: bytes) -> None:
    for words in (*WORDS[:2], WORDS[3], *NAMES, NEED, CONTACT):
        assert readable(loot, shapes_of_words(words)) == []


def test_thief_finds_no_code_no_root_and_no_key(library: Library, loot: bytes) -> None:
    hub = everything_in(library.folder.parent / "hub")

    assert [who for who, slip in library.slips.items() if readable(loot, shapes_of_slip(slip))] == []
    known = {who for who, slip in library.slips.items() if readable(hub, shapes_of_slip(slip))}
    assert known == {who for who in library.slips if not who.startswith("not sent")}, "where codes are they are found"


def test_ids_that_lie_there_lead_to_no_code(library: Library, loot: bytes) -> None:
    codes = {slip.code for slip in library.slips.values()}
    ids = ids_in(loot)

    assert {library.ids[who].encode() for who in ("liv", "here", "not sent")} <= ids
    assert {code for one in ids for code in codes_from(one)} & codes == set()


def test_code_gives_everything_at_the_stolen_kiosk_and_at_another_without_a_network(library: Library) -> None:
    for store in (library.stolen, library.home):
        look_up = LookUp(store, library.clock.monotonic)
        found = {who: look_up.find(library.slips[who].code.lower(), "nb") for who in library.slips if "not" not in who}

        assert {who: found[who].replies for who in ("ola", "liv", "sewing")} == {
            "ola": {"nb": TO_OLA}, "liv": {"nb": TO_LIV}, "sewing": {"nb": ON_BOARD}
        }  # fmt: skip
        assert {who: found[who].state for who in ("ola", "liv", "sewing")} == {
            "ola": "read", "liv": "read", "sewing": "published"
        }  # fmt: skip
        signed_up = {who: (one.state, one.persons, one.seated) for who, one in found.items() if one.sign_up}
        assert signed_up == library.seated()
        assert [one.activity for one in found.values() if one.sign_up] == [store.activity("soup")] * len(signed_up)


def test_what_was_not_sent_yet_is_found_by_its_code_where_it_was_made(library: Library) -> None:
    here, elsewhere = (LookUp(store, library.clock.monotonic) for store in (library.stolen, library.home))

    assert here.find(library.slips["not sent"].code, "nb").state == "waiting"
    assert here.find(library.slips["not sent either"].code, "nb").sign_up
    with pytest.raises(NotFound):
        elsewhere.find(library.slips["not sent"].code, "nb")


@pytest.mark.parametrize("who", ["ola", "liv", "sewing", "family", "not sent"])
def test_two_words_give_the_state_alone(library: Library, who: str) -> None:
    words = " ".join(pair_words(library.slips[who].pair, "nb"))

    found = LookUp(library.stolen, library.clock.monotonic).find(words, "nb")

    by_code = LookUp(library.stolen, library.clock.monotonic).find(library.slips[who].code, "nb")
    assert (found.state, found.sign_up) == (by_code.state, by_code.sign_up)
    assert (found.replies, found.code, found.slip, found.activity) == ({}, "", None, None)
    assert (found.place, found.persons, found.seated) == (None, 0, 0)


def test_thief_with_everything_and_the_token_cancels_nobody(tmp_path: Path) -> None:
    library = a_week(tmp_path)
    before, thief = library.seated(), Thief(library)
    tried = sorted(codes_worth_trying(library, taken_from(library)))
    assert len(tried) > MOST

    receipts = [thief.deliver(*(thief.cancels(code) for code in some)) for some in batched(tried, MAX_BATCH_ITEMS)]

    assert sum(len(receipt.accepted) for receipt in receipts) == MOST, "each is a code that nobody knows"
    assert library.seated() == before
    assert set(before) == {"family", "fewer", "here", "waits"}
    thief.deliver(thief.cancels(library.slips["family"].code))
    assert library.seated()["family"] == ("cancelled", 2, 0), "with the code it would have gone through"
    library.close()


def ids_in(loot: bytes) -> set[bytes]:
    """Return every id of a submission or a notice that lies there."""
    return set(re.findall(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", loot))


def codes_from(one: bytes) -> Iterator[str]:
    """Yield the codes that somebody would try for an id, a finder, or whatever else names something."""
    labels = (b"", b"samskap receipt code\0", b"samskap slip 1\0", HUB_ID.encode(), b"samskap door", b"samskap find")
    digests = [hashlib.sha256(label + one).digest() for label in labels]
    digests += [hashlib.sha256(one + label).digest() for label in labels]
    digests += [hashlib.sha1(one).digest(), hashlib.md5(one).digest(), bytes.fromhex(one.replace(b"-", b"").decode())]
    for digest in digests:
        for five in (digest[:5], digest[-5:]):
            number = int.from_bytes(five)
            yield "".join(CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))
    plain = one.replace(b"-", b"").decode().upper()
    yield from (plain[:8], plain[-8:])


def codes_worth_trying(library: Library, loot: bytes) -> set[str]:
    """Return what a thief would send as a code: door codes (he has the PIN too), and what all names there lead to."""
    book = DoorBook(library.stolen)
    [door] = book.open(Pin(library.stolen, library.clock.monotonic, CHEAP_PIN).check(PIN))
    guests = {guest.code for guest in door.guests}
    assert len(guests) == len(library.seated())
    names = ids_in(loot) | set(re.findall(rb"[0-9a-f]{32}", loot))
    names |= {one[:16].hex().encode() for one in map(base64.b64decode, library.stolen.told().words)}
    pairs = {CROCKFORD[slip.pair >> 11] + CROCKFORD[slip.pair >> 6 & 31] for slip in library.slips.values()}
    derived = {code for one in names for code in codes_from(one)}
    tried = guests | {f"{pair}000000" for pair in pairs} | derived
    return {code for code in tried if read_receipt_code(code) == code}


def batched(all_of_them: list[str], most: int) -> Iterator[list[str]]:
    """Yield these, so many at a time."""
    yield from (all_of_them[start : start + most] for start in range(0, len(all_of_them), most))


class Thief:
    """Delivers what he likes under the name of the stolen kiosk."""

    def __init__(self, library: Library) -> None:
        self._library, self._seq = library, library.stolen.status().created
        pairing = library.stolen.pairing()
        assert pairing is not None
        self._token, self._key = pairing.token, pairing.key

    def cancels(self, code: str) -> Submission:
        """Return what says that nobody of this code comes."""
        prompt, kind, one = change_prompt(self._library.soup), kind_of("change"), new_submission_id()
        answer = kind.pack({"activity": "soup", "code": code, "persons": 0})
        self._seq += 1
        return sealed_submission(
            id=one, kind="change", prompt=prompt.id, prompt_revision=prompt.revision,
            prompt_hash=prompt.content_hash(), kiosk="stolen", seq=self._seq, made_at=utc(NOON), language="nb",
            session=None, sealed=self._key.seal(NO_SLIP.packed() + answer, submission_id=one, kind="change"),
        )  # fmt: skip

    def deliver(self, *given: Submission) -> Receipt:
        """Send this."""
        delivery = Delivery(version=VERSION, cursor=0, health=a_health(), submissions=list(given))
        return self._library.receive(delivery, self._token)
