"""Somebody with the token of one kiosk: he says any numbers he likes, and all that the hub ever gave him, mixed."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from hub.services.activities import seats
from hub.services.restoring import recount
from shared.activity import sign_up_prompt
from shared.errors import BadMessage
from shared.protocol import VERSION, Delivery, Lease, LeaseReport, Receipt
from shared.submission import Submission
from tests.builders import receipt_code
from tests.hub_builders import KARI, a_health, a_submission

if TYPE_CHECKING:
    from tests.journeys.library import Library

ID = "thief"
NUMBERS = st.integers(0, 12) | st.sampled_from([100, 2**31, 2**53])


@dataclass(frozen=True)
class Word:
    """What one receipt gave: three that belong together, and what was told until then, in the hub's own hand."""

    lineage: str | None = None
    cursor: int = 0
    mark: str = ""
    told: tuple[str, ...] = ()


class Thief:
    """He keeps every word that he got, and every lease."""

    def __init__(self, library: "Library") -> None:
        self._library = library
        self.words, self._leases = [Word()], dict[str, list[Lease]]()
        self._told: dict[str, str] = {}
        self.codes: set[str] = set()
        self._seq = 0

    def says(self, data: st.DataObject, slugs: tuple[str, ...]) -> None:
        """Deliver something drawn, and keep what comes back, or not."""
        word = data.draw(st.sampled_from(self.words[-4:] + self.words[:2]))
        told = data.draw(st.none() | st.just(list(word.told)))
        if data.draw(st.booleans()):
            word, told = self._mixed(data)
        given = [self._sign_up(data, slug) for slug in data.draw(st.lists(st.sampled_from(slugs), max_size=2))]
        delivery = Delivery(
            version=VERSION,
            cursor=word.cursor,
            health=a_health(waiting=data.draw(st.sampled_from([0, 0, 1]))),
            lineage=word.lineage,
            mark=word.mark,
            submissions=given,
            promised=[one.id for one in given if data.draw(st.booleans())],
            leases=[self._report(data, slug) for slug in slugs if data.draw(st.booleans())],
            told=told,
            told_after=data.draw(st.sampled_from(["", "", "on"])),
            told_upto=data.draw(st.sampled_from(["", "", "on"])),
        )
        with suppress(BadMessage):
            receipt = self._library.receive(ID, delivery)
            if data.draw(st.sampled_from([True, True, False])):
                self._keep(receipt)

    def is_awaited(self) -> bool:
        """Tell whether the hub counts, and waits for him."""
        return ID in [kiosk.id for kiosk in recount.waiting_for(self._library.hub)]

    def is_given_up(self) -> None:
        """Staff go on without him."""
        hub, now = self._library.hub, self._library.clock.utc()
        recount.go_on_without(hub, ID, by=KARI, now=now, reason="stolen")

    def is_shut_out(self, slugs: tuple[str, ...]) -> None:
        """Staff shut him out, go on without him, and free his seats once the others have spoken."""
        hub, now = self._library.hub, self._library.clock.utc()
        self._library.revoke(ID)
        if self.is_awaited():
            self.is_given_up()
        self._library.heal()
        for slug in slugs:
            if hub.leases.read(slug, ID).outstanding:
                seats.free_silent(hub, slug, ID, by=KARI, now=now, reason="stolen")

    def _mixed(self, data: st.DataObject) -> tuple[Word, list[str] | None]:
        """Words of which no hub has ever made one, nearly always."""
        lineage, cursor, mark = (data.draw(st.sampled_from(self.words)) for _ in range(3))
        said = data.draw(st.just(cursor.cursor) | NUMBERS)
        mixed = Word(lineage.lineage, said, mark.mark)
        told = [said for one in self.words for said in one.told]
        return mixed, data.draw(st.none() | (st.lists(st.sampled_from(told), max_size=3) if told else st.just([])))

    def _report(self, data: st.DataObject, slug: str) -> LeaseReport:
        got = self._leases.get(slug) or [Lease(slug, 0, 0, 0)]
        granted, mark = (data.draw(st.sampled_from(got)) for _ in range(2))
        said = data.draw(st.just(granted.granted) | NUMBERS)
        return LeaseReport(slug, said, data.draw(NUMBERS), data.draw(NUMBERS), mark.mark)

    def _sign_up(self, data: st.DataObject, slug: str) -> Submission:
        activity = self._library.activity_of(slug)
        persons = data.draw(st.integers(1, min(3, activity.most_persons)))
        people = [{"name": f"P{n}", "age": "adult"} for n in range(persons)]
        answer = {"activity": slug, "persons": people, "contact": "", "fields": {}, "split": data.draw(st.booleans())}
        self._seq += 1
        one = a_submission(answer, kind="signup", prompt=sign_up_prompt(activity), kiosk=ID, seq=self._seq)
        self.codes.add(receipt_code(one.id))
        return one

    def _keep(self, receipt: Receipt) -> None:
        if receipt.news.full:
            self._told.clear()
        self._told |= receipt.news.told | {one.finder: one.told for one in receipt.news.receipts if one.told}
        self.words.append(Word(receipt.lineage, receipt.news.cursor, receipt.mark, tuple(self._told.values())))
        for lease in receipt.leases:
            self._leases.setdefault(lease.activity, []).append(lease)
