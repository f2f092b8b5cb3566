"""The inbox page and a search in it, with 1,000 and with 100,000 submissions: a full library must not be slow."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from fastapi.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.model import Role
from hub.running import Hub
from hub.services.house import people, prompts
from hub.services.sync import intake
from hub.web.staff_app import create_staff_app
from shared.kinds import kind_of
from shared.protocol import MAX_BATCH_ITEMS, VERSION, Delivery, Health
from shared.slip import NO_SLIP
from shared.submission import Submission, new_submission_id, sealed_submission, utc
from tests.benchmarks.figures import Figure, rounds, seconds

FEW, MANY, ROUNDS, TIMES = 1_000, 100_000, 9, 5
WORDS = ("suppe", "verksted", "sykkel", "lekser", "stille", "krok", "bok", "kveld", "språk", "musikk", "hage", "film")
ADDRESS = "http://127.0.0.1:8080"
PAGES = {
    "inbox page": "/inbox?state=new",
    "inbox page, deep in the past": "/inbox?state=new&before={middle}",
    "search for a rare word": "/inbox?words=sjelden",
    "search for a frequent word": "/inbox?words=suppe",
}


def measure() -> list[Figure]:
    """Ask both libraries for the same pages, in turn."""
    figures = []
    with _library(FEW) as few, _library(MANY) as many:
        for name, path in PAGES.items():
            small, large = rounds(
                ROUNDS,
                partial(_ask, few, path.format(middle=FEW // 2)),
                partial(_ask, many, path.format(middle=MANY // 2)),
            )
            how = f"{1000 * large / TIMES:.0f} ms with 100,000 submissions, {1000 * small / TIMES:.0f} ms with 1,000"
            figures.append(Figure(name, large / small, 2.0, how))
    return figures


def _ask(browser: TestClient, path: str) -> float:
    def ask() -> None:
        for _ in range(TIMES):
            answer = browser.get(path)
            assert answer.status_code == 200
            assert "/inbox/0" in answer.text, "the page lists nothing"

    return seconds(ask)


@contextmanager
def _library(count: int) -> Iterator[TestClient]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_hub(HubConfig(Path(folder), discovery=False)) as hub,
    ):
        now = datetime.now(UTC)
        people.add(hub.store, "Astrid", "fire gule elger danser", roles=set(Role), now=now)
        _fill(hub, count, now)
        headers = {"sec-fetch-site": "same-origin", "accept-language": "nb"}
        with TestClient(create_staff_app(hub), ADDRESS, headers=headers, client=("127.0.0.1", 50_000)) as browser:
            browser.post("/sign-in", data={"name": "Astrid", "password": "fire gule elger danser"})
            yield browser


def _fill(hub: Hub, count: int, now: datetime) -> None:
    """Let one kiosk deliver so many ideas through the real intake."""
    hub.store.kiosks.pair("k1", "Inngang", "a" * 64, now=utc(now))
    chance, prompt = random.Random(count), prompts.read(hub.store, "ideas")
    kind, key = kind_of(prompt.kind), hub.keys.unseal_key.public
    kiosk = hub.store.kiosks.read("k1")
    assert kiosk

    def one(seq: int) -> Submission:
        submission_id = new_submission_id()
        words = [*chance.choices(WORDS, k=12), *(["sjelden"] if seq % (count // 20) == 0 else [])]
        payload = kind.pack({"text": " ".join(words), "cards": []})
        return sealed_submission(
            id=submission_id,
            kind=prompt.kind,
            prompt=prompt.id,
            prompt_revision=prompt.revision,
            prompt_hash=prompt.content_hash(),
            kiosk="k1",
            seq=seq,
            made_at=utc(now),
            language="nb",
            session=None,
            sealed=key.seal(NO_SLIP.packed() + payload, submission_id=submission_id, kind=prompt.kind),
        )

    health = Health("0", utc(now), count, 0, count, 0, 0, 10**10, 1.0)
    for start in range(1, count + 1, MAX_BATCH_ITEMS):
        batch = [one(seq) for seq in range(start, min(start + MAX_BATCH_ITEMS, count + 1))]
        delivery = Delivery(VERSION, 0, health, submissions=batch)
        receipt = intake.receive(delivery, kiosk=kiosk, store=hub.store, unseal_key=hub.keys.unseal_key, now=now)
        assert len(receipt.accepted) == len(batch)
