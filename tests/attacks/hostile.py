"""A hostile client with the token of one kiosk: through the real sync app it says whatever it likes, all day long."""

import base64
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from starlette.testclient import TestClient

from hub.marks import Marks
from hub.model import Told
from hub.services.restoring import own_hand
from kiosk.hub_link.wire import from_bytes, to_bytes
from kiosk.store import KioskStore
from kiosk.store.facts import LastWord
from shared.activity import Activity, change_prompt, sign_up_prompt
from shared.kinds import kind_of
from shared.notice import ReceiptState
from shared.prompt import Prompt
from shared.protocol import PREFIX, VERSION, Delivery, LeaseReport, Receipt
from shared.slip import NO_SLIP
from shared.submission import CROCKFORD, Submission, new_submission_id, sealed_submission, utc
from tests.builders import a_slip
from tests.fakes import FrozenClock
from tests.hub_builders import a_health

MOST = 2**53
ODD = ("NaN", "Infinity", "-Infinity", "1e999", "-1", "9" * 400, '"0"', "null")


class HostileClient:
    """Whoever took a kiosk with its disk. It keeps every answer of the hub's, and says of it what it likes.

    It ``takes`` seats of these activities; of others it only holds what it was granted. ``http`` is the sync app of
    whichever hub runs now; ``answers`` is each body it was given, ``statuses`` each status.
    """

    def __init__(
        self, kiosk: KioskStore, http: Callable[[], TestClient], clock: FrozenClock, *, takes: Sequence[str]
    ) -> None:
        pairing = kiosk.pairing()
        assert pairing is not None
        self.token, self._id, self._key = pairing.token, pairing.kiosk_id, pairing.seal_key
        self._seal, self._http, self._clock = pairing.key, http, clock
        self._words, self._told = [kiosk.last_word()], kiosk.told().words
        self._reports = {one.activity: [one] for one in kiosk.lease_reports()}
        self._seq, self._own = kiosk.status().created, kiosk.retained_ids()
        self._activities = [one for one in map(kiosk.activity, takes) if one is not None]
        self._finders = {base64.b64decode(one)[:16].hex(): None for one in self._told}
        self._prompt = next(one for one in kiosk.open_prompts(kiosk.now()) if one.kind == "idea")
        self._dice = random.Random(7)
        self._pairs: dict[str, int] = {}
        self.answers: list[bytes] = []
        self.statuses: list[int] = []
        self.ideas: list[str] = []
        self.signed_up: list[str] = []

    # A day

    def hour(self, number: int) -> None:
        """Do what this hour brings: three attacks of all there are, in turn, between two calls like a good kiosk's."""
        kinds = (
            self._cursors, self._mixed_words, self._forged_told, self._leases, self._own_door, self._guessed_codes,
            self._ids_of_others, self._false_promises, self._odd_numbers, self._floods,
        )  # fmt: skip
        self.say()
        for step in (0, 1, 4):
            for delivery in kinds[(number + step) % len(kinds)]():
                self.send(delivery)
        self.say(health=self._health(waiting=1))  # it never has an end, so a hub that counts waits for it

    def say(self, **over: Any) -> int:
        """Call with its newest word, as a kiosk does; return the status."""
        return self.send(self._delivery(self._words[-1], **over))

    def send(self, delivery: Delivery | bytes) -> int:
        """Send it, keep whatever comes back, and return the status."""
        body = delivery if isinstance(delivery, bytes) else to_bytes(delivery)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        answer = self._http().post(f"{PREFIX}/deliveries", content=body, headers=headers)
        self.answers.append(answer.content)
        self.statuses.append(answer.status_code)
        if answer.status_code == 200:
            self._keep(from_bytes(answer.content, Receipt))
        return int(answer.status_code)

    def _keep(self, receipt: Receipt) -> None:
        self._words.append(LastWord(receipt.news.cursor, receipt.lineage, receipt.mark))
        said = [*receipt.news.told.values(), *(one.told for one in receipt.news.receipts if one.told)]
        self._told = (self._told + said)[-500:]
        self._finders |= {one.finder: None for one in receipt.news.receipts}
        self._pairs |= {one.finder: one.pair for one in receipt.news.receipts}
        for lease in receipt.leases:
            report = LeaseReport(lease.activity, lease.granted, 0, 0, lease.mark)
            self._reports.setdefault(lease.activity, []).append(report)

    # What it says

    def _cursors(self) -> Iterator[Delivery]:
        """The hub has said more than it ever did, and forgotten it."""
        for ahead in (1, 50, 10**6, MOST):
            word = replace(self._words[-1], cursor=min(MOST, self._words[-1].cursor + ahead))
            yield self._delivery(word, told=[])
            yield self._delivery(replace(word, mark="", lineage=None), told=self._told[:20])

    def _mixed_words(self) -> Iterator[Delivery]:
        """What receipts said, replayed whole, and put together as none of them was."""
        yield self._delivery(self._words[0], told=[])
        for _ in range(4):
            one, two, three = (self._dice.choice(self._words) for _ in range(3))
            yield self._delivery(one, told=self._dice.sample(self._told, min(9, len(self._told))))
            yield self._delivery(LastWord(one.cursor, two.lineage, three.mark), told=None)
            yield self._delivery(self._words[-1], told=self._told[:9], told_after="", told_upto="there is always more")

    def _forged_told(self) -> Iterator[Delivery]:
        """Everybody has cancelled, says a hub with another key; and what its own hub once said comes without order."""
        slips = [a_slip(finder) for finder in list(self._finders)[:50]]
        activity = self._activities[0].slug
        states = (ReceiptState(slip.code, "cancelled", activity=activity, persons=0, order=1) for slip in slips)
        marks = Marks([b"the key of a thief"])
        forged = [
            own_hand.sign_up(Told(MOST, slip.finder, slip.pair, state, slip), marks)
            for slip, state in zip(slips, states, strict=True)
        ]
        shuffled = self._dice.sample(self._told, len(self._told))
        flipped = [one[:20] + ("A" if one[20] != "A" else "B") + one[21:] for one in self._told[:9]]
        for told in (forged, forged + shuffled, flipped, shuffled[::2]):
            yield self._delivery(self._words[-1], told=told, health=self._health(waiting=1))

    def _leases(self) -> Iterator[Delivery]:
        """It was granted, has promised and gives back any number of seats; of what it only holds it keeps all."""
        for got in self._reports.values():
            for granted, returned, promised in ((1_000, 0, 1_000), (MOST, MOST, MOST), (0, MOST, 0), (0, 0, MOST)):
                returned *= got[0].activity in [one.slug for one in self._activities]
                mark = self._dice.choice(got).mark
                said = LeaseReport(got[0].activity, granted, returned, promised, mark)
                yield self._delivery(self._words[-1], leases=[said, replace(said, activity="nowhere")])

    def _own_door(self) -> Iterator[Delivery]:
        """It would like the list of names, sealed to a key of its own."""
        yield self._delivery(self._words[-1], door_key=base64.b64encode(self._dice.randbytes(32)).decode())

    def _guessed_codes(self) -> Iterator[Delivery]:
        """Nobody comes, says whoever has this code: guessed, or made of what lies on the disk."""
        made = [code for one in self._finders for code in (one[:8].upper(), one[-8:].upper(), a_slip(one).code)]
        for activity in self._activities:
            guessed = ["".join(self._dice.choices(CROCKFORD, k=8)) for _ in range(20)]
            given = [self._change(activity, code) for code in (*guessed, *self._dice.sample(made, 30))]
            yield self._delivery(self._words[-1], submissions=given)

    def _ids_of_others(self) -> Iterator[Delivery]:
        """It sends under the name of another kiosk, again under an id that is known, and promises for others."""
        idea = self._idea("kladd")
        yield self._delivery(self._words[-1], submissions=[replace(idea, kiosk="hall"), replace(idea, id="1' or 1=1")])
        again = [replace(self._idea("noe annet"), id=one) for one in self._own]
        yield self._delivery(self._words[-1], submissions=again, promised=self._own, offered=self._own)

    def _false_promises(self) -> Iterator[Delivery]:
        """It has given seats that it has not, to one and to four at a time."""
        for activity in self._activities:
            given = [self._sign_up(activity, persons) for persons in (1, 4, 4)]
            yield self._delivery(self._words[-1], submissions=given, promised=[one.id for one in given])

    def _odd_numbers(self) -> Iterator[bytes]:
        """Numbers that are none, times that cannot be, and half a message."""
        for field in ("cursor", "uptime_s", "waiting", "granted"):
            reports = [LeaseReport(self._activities[0].slug, 1, 0, 0, "")]
            body = to_bytes(self._delivery(self._words[-1], leases=reports)).decode()
            before, name, rest = body.partition(f'"{field}":')
            for odd in ODD:
                yield f"{before}{name}{odd}{rest[len(rest) - len(rest.lstrip('-0123456789.')) :]}".encode()
        yield to_bytes(self._delivery(self._words[-1], health=self._health(sent_at="9999-12-31T23:59:59.999Z")))
        yield to_bytes(self._delivery(self._words[-1], health=self._health(uptime_s=1e300, free_bytes=0)))
        yield to_bytes(self._delivery(self._words[-1]))[:-9]

    def _floods(self) -> Iterator[Delivery]:
        """As much as one delivery may hold of what costs most."""
        ideas = [self._idea(f"kjøp nå {n}") for n in range(40)]
        self.ideas += [one.id for one in ideas]
        yield self._delivery(self._words[-1], submissions=ideas, ages_s={one.id: 1e300 for one in ideas})
        offered = [new_submission_id() for _ in range(2_000)]
        yield self._delivery(self._words[-1], offered=offered, told=["A" * 200] * 2_000)

    # What it is made of

    def _delivery(self, word: LastWord, **over: Any) -> Delivery:
        fields = {"version": VERSION, "health": self._health(), "leases": self._at_hand(), **over}
        return Delivery(cursor=word.cursor, lineage=word.lineage, mark=word.mark, **fields)

    def _at_hand(self) -> list[LeaseReport]:
        return [got[-1] for got in self._reports.values()]

    def _health(self, **over: Any) -> Any:
        made = {"created": self._seq, "on_hub": self._seq, "sent_at": utc(self._clock.utc())}
        return a_health(**{**made, **over})

    def _idea(self, text: str) -> Submission:
        return self._sealed(self._prompt, {"text": text, "cards": []})

    def _sign_up(self, activity: Activity, persons: int) -> Submission:
        """Bring people nobody knows, under two words that are somebody else's where any are known."""
        people = [{"name": f"Ola N. {n}", "age": "adult"} for n in range(persons)]
        answer = {"activity": activity.slug, "persons": people, "contact": "", "fields": {}, "split": False}
        one = self._sealed(sign_up_prompt(activity), answer)
        self.signed_up.append(one.id)
        return one

    def _change(self, activity: Activity, code: str) -> Submission:
        return self._sealed(change_prompt(activity), {"activity": activity.slug, "code": code, "persons": 0})

    def _sealed(self, prompt: Prompt, answer: dict[str, Any]) -> Submission:
        one, kind = new_submission_id(), kind_of(prompt.kind)
        slip = NO_SLIP if prompt.kind == "change" else a_slip(one)
        self._seq += 1
        if prompt.kind == "signup" and self._pairs:
            taken = list(self._pairs.values())
            slip = replace(slip, pair=taken[self._seq % len(taken)])
        return sealed_submission(
            id=one, kind=prompt.kind, prompt=prompt.id, prompt_revision=prompt.revision,
            prompt_hash=prompt.content_hash(), kiosk=self._id, seq=self._seq, made_at=utc(self._clock.utc()),
            language="nb", session=None,
            sealed=self._seal.seal(slip.packed() + kind.pack(answer), submission_id=one, kind=prompt.kind),
        )  # fmt: skip
