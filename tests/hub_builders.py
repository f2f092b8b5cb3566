"""A hub's store with prompts, and kiosks that deliver to it, for tests: say only what the test is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

from hub.bootstrap import open_store
from hub.marks import Marks
from hub.model import Actor, Arrival, PairedKiosk, Role, Staff, State
from hub.services.house import kiosks, prompts, trusted_again
from hub.services.sync import books, intake
from hub.store.base import Store
from shared.kinds import kind_of
from shared.prompt import Prompt
from shared.protocol import VERSION, Delivery, Health, Receipt, Retained, digest_ids
from shared.seal import UnsealKey
from shared.submission import Submission, new_submission_id, sealed_submission, utc
from tests.builders import ANSWERS, HUB_KEY, SETTINGS, a_prompt, a_slip
from tests.fakes import NOON
from tests.new_library import lay_out

KARI = Staff(1, "Kari", frozenset(Role))
OLA = Staff(2, "Ola", frozenset(Role))


class By(TypedDict):
    """Who does something, and when."""

    by: Actor
    now: datetime


BY: By = {"by": KARI, "now": NOON}


def a_hub_store(folder: Path) -> Store:
    """A store with an open prompt of each kind; a prompt's id is its kind."""
    store = open_store(lay_out(folder))
    for kind in SETTINGS:
        prompts.save(store, a_prompt(kind), by=KARI, now=NOON)
    return store


def a_submission(
    answer: dict[str, Any] | None = None, *, payload: bytes | None = None, prompt: Prompt | None = None,
    key: UnsealKey = HUB_KEY, **over: Any,
) -> Submission:  # fmt: skip
    """An idea made on kiosk k1, really sealed. ``payload`` in place of an answer is sealed as it is."""
    kind = over.get("kind", prompt.kind if prompt else "idea")
    asked = prompt or a_prompt(kind if kind in SETTINGS else "idea")
    fields: dict[str, Any] = {
        "id": new_submission_id(),
        "kind": kind,
        "prompt": asked.id,
        "prompt_revision": asked.revision,
        "prompt_hash": asked.content_hash(),
        "kiosk": "k1",
        "seq": 1,
        "made_at": utc(NOON),
        "language": "nb",
        "session": None,
        **over,
    }
    packed = kind_of(kind).pack(answer or ANSWERS[kind]) if payload is None else payload
    slip = a_slip(fields["id"]).packed()
    sealed = key.public.seal(slip + packed, submission_id=fields["id"], kind=kind)
    return sealed_submission(sealed=sealed, **fields)


def an_arrival(submission: Submission | None = None, **over: Any) -> Arrival:
    """A submission as intake hands it to the store: opened, new."""
    given = submission or a_submission()
    fields: dict[str, Any] = {
        "submission": given,
        "slip": a_slip(given.id),
        "payload": b'{"text":"flere krakker","cards":[]}',
        "state": State.NEW,
        "reason": None,
        "gist": "flere krakker",
        "words": "flere krakker",
        "received_at": utc(NOON),
        "age_s": None,
        "delete_at": "2027-11-22T12:00:00.000Z",
    }
    return Arrival(**{**fields, **over})


def a_health(**over: Any) -> Health:
    """The word of a kiosk that is well and has nothing."""
    fields: dict[str, Any] = {"version": "0.1.0", "sent_at": utc(NOON), "created": 0, "waiting": 0, "on_hub": 0}
    fields |= {"set_aside": 0, "erased": 0, "free_bytes": 9 * 10**9, "uptime_s": 60.0}
    return Health(**{**fields, **over})


class DeliveringKiosk:
    """A paired kiosk as the hub sees it: makes sealed submissions, delivers them, remembers lineage and cursor."""

    def __init__(self, store: Store, id: str = "k1", *, now: datetime = NOON) -> None:
        self.store, self.id, self.now = store, id, now
        self.token = f"token of {id}"
        self.lineage: str | None = None
        self.cursor = 0
        self.seq = 0
        store.kiosks.pair(id, f"Kiosk {id}", kiosks.hash_of(self.token), now=utc(now))
        trusted_again.write_down(store, id)
        self.as_paired = self.paired

    @property
    def paired(self) -> PairedKiosk:
        """What the hub knows of it."""
        found = self.store.kiosks.read(self.id)
        assert found is not None
        return found

    def make(self, answer: dict[str, Any] | None = None, **over: Any) -> Submission:
        """Make the next submission."""
        self.seq += 1
        return a_submission(answer, **{"kiosk": self.id, "seq": self.seq, "made_at": utc(self.now), **over})

    def delivery(self, *submissions: Submission, **over: Any) -> Delivery:
        """The next delivery. Whatever it says that it heard of the hub bears the hub's mark."""
        fields: dict[str, Any] = {"version": VERSION, "cursor": self.cursor, "health": a_health(sent_at=utc(self.now))}
        fields |= {"lineage": self.lineage, "submissions": list(submissions), **over}
        mark = books.mark(Marks(HUB_KEY.secrets), self.as_paired, fields["lineage"] or "", fields["cursor"])
        return Delivery(**{"mark": mark, **fields})

    def deliver(self, *submissions: Submission, lost: bool = False, **over: Any) -> Receipt:
        """Deliver, and take the receipt unless it is ``lost`` on the way back."""
        receipt = self.receive(self.delivery(*submissions, **over))
        if not lost:
            self.lineage, self.cursor = receipt.lineage, receipt.news.cursor
        return receipt

    def receive(self, delivery: Delivery) -> Receipt:
        """Let the hub take a delivery of this kiosk in."""
        return intake.receive(delivery, kiosk=self.paired, store=self.store, unseal_key=HUB_KEY, now=self.now)

    def give(self, answer: dict[str, Any] | None = None, **over: Any) -> str:
        """Make one submission and deliver it; return its id."""
        submission = self.make(answer, **over)
        assert self.deliver(submission).accepted == [submission.id]
        return submission.id


def retained(submissions: Sequence[Submission]) -> Retained:
    """What a kiosk says of the copies it keeps."""
    seqs = [submission.seq for submission in submissions]
    ids = [submission.id for submission in submissions]
    return Retained(min(seqs), max(seqs), len(ids), digest_ids(ids))


def resealed(submission: Submission, answer: dict[str, Any]) -> Submission:
    """The same id with other content."""
    other = a_submission(answer, id=submission.id, kiosk=submission.kiosk, seq=submission.seq)
    assert other.sha256 != submission.sha256
    return other


def damaged(submission: Submission) -> Submission:
    """A submission whose bytes flipped on the way."""
    return replace(submission, made_at=utc(NOON.replace(year=2030)))
