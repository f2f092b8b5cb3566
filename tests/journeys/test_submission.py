"""The life of one submission, from the tap to the board: both sides in one process, no sockets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.kinds import READERS, answer_of
from hub.lists import InboxFilter
from hub.model import Role, Staff, State
from hub.running import Hub
from hub.services.house import kiosks, pairing, people
from hub.services.review import inbox, review
from hub.web.sync.sync_app import create_sync_app
from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.hub_link import HubLink
from kiosk.store import HubPairing
from kiosk.sync import SyncOutcome, sync_once
from kiosk.visit.lookup import Found
from kiosk.visit.views import Answering, Choosing, Thanking
from shared.notice import Status
from shared.protocol import PairingOpening, PairingProof, pairing_key, pairing_proof, read_pairing_code
from shared.slip import pair_words
from tests.hub_builders import KARI

ANSWERS: dict[str, dict[str, Any]] = {
    "ideas": {"text": "En strikkekafé på lørdager 🧶", "cards": ["music"]},
    "visit": {"rating": 2, "reasons": [], "comment": "For få ladepunkter"},
    "opening-hours": {"choices": []},
    "dream-library": {"strokes": [{"colour": "#224466", "width": 6.5, "points": [[0.25, 0.5], [0.75, 0.1234]]}]},
}


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> Iterator[Hub]:
    with open_hub(HubConfig(tmp_path / "hub", name="Holmlia")) as hub:
        yield hub


@pytest.fixture(name="kiosk")
def _kiosk(tmp_path: Path, hub: Hub) -> Iterator[Kiosk]:
    kiosk = build(KioskConfig(tmp_path / "kiosk", name="By the door"))
    kiosk.store.keep_pairing(paired(hub, kiosk))
    sync(kiosk, hub)
    yield kiosk
    kiosk.close()


def paired(hub: Hub, kiosk: Kiosk) -> HubPairing:
    """What pairing gives the kiosk; over real TLS it is tested elsewhere."""
    code = read_pairing_code(pairing.open_code(hub.store, by=KARI, now=hub.now()).code)
    assert code
    certificate, nonce, name = hub.keys.certificate_sha256, "5a" * 32, kiosk.config.name
    asked = pairing.challenge(hub.store, PairingOpening(nonce), hub_id=hub.keys.hub_id, name="Holmlia", now=hub.now())
    key = pairing_key(code, asked.hub_nonce)
    proof = pairing_proof(key, "kiosk", certificate, nonce, asked.hub_nonce, "k1", name)
    seal_key = hub.keys.unseal_key.public.hex
    grant = pairing.prove(
        hub.store,
        PairingProof(nonce, asked.hub_nonce, "k1", name, proof),
        certificate_sha256=certificate,
        seal_key=seal_key,
        now=hub.now(),
    )
    pem = hub.keys.certificate.read_text()
    return HubPairing("k1", name, hub.keys.hub_id, "Holmlia", grant.token, seal_key, pem, certificate, "hub.test:8443")


def sync(kiosk: Kiosk, hub: Hub) -> SyncOutcome:
    """One round over the real link and the real sync app."""
    pairing = kiosk.store.pairing()
    assert pairing
    with TestClient(create_sync_app(hub)) as http:
        return sync_once(kiosk.store, HubLink(pairing, [pairing.address], http), kiosk.clock)


def give(kiosk: Kiosk, prompt_id: str, answer: dict[str, Any], language: str) -> Thanking:
    """Tap through a visit to the thanks."""
    visit = kiosk.visit
    visit.choose_language(language)
    assert isinstance(visit.view, Choosing)
    visit.choose(prompt_id)
    for name, value in answer.items():
        visit.write(name, value)
    while isinstance(visit.view, Answering):
        visit.go_on()
        assert not (isinstance(visit.view, Answering) and visit.view.problem), visit.view
    assert isinstance(visit.view, Thanking)
    return visit.view


def an_answer(kiosk: Kiosk, prompt_id: str) -> dict[str, Any]:
    prompt = next(prompt for prompt in kiosk.store.open_prompts(datetime.now(UTC)) if prompt.id == prompt_id)
    if prompt.kind == "poll":
        return {"choices": [prompt.settings["options"][0]["id"]]}
    if prompt.kind == "feedback":
        return {**ANSWERS[prompt_id], "reasons": [prompt.settings["reasons"][0]["id"]]}
    return ANSWERS[prompt_id]


def a_librarian(hub: Hub) -> Staff:
    people.add(hub.store, "Kari", "fire gule elger danser", roles=set(Role), now=hub.now())
    return Staff(1, "Kari", frozenset(Role))


@pytest.mark.parametrize("language", ["nb", "sv"])
@pytest.mark.parametrize("prompt_id", ANSWERS)
def test_answer_goes_from_the_tap_to_staff_and_its_reply_to_the_board_and_the_receipt_code(
    kiosk: Kiosk, hub: Hub, prompt_id: str, language: str
) -> None:
    answer = an_answer(kiosk, prompt_id)

    thanks = give(kiosk, prompt_id, answer, language)
    before = kiosk.look_up.find(thanks.slip.code, language)
    sent = sync(kiosk, hub)

    stored = inbox.read(hub.store, thanks.submission_id)
    [row] = inbox.page(hub.store, InboxFilter()).rows
    assert before == Found("waiting", {}, thanks.slip.code)
    assert (sent.delivered, sent.waiting) == (1, 0)
    assert answer_of(stored) == answer
    assert (stored.state, stored.reason, stored.submission.language) == (State.NEW, None, language)
    assert row.id == thanks.submission_id
    assert row.gist == READERS[stored.submission.kind].gist(answer, thanks.prompt, "nb")
    assert kiosk.look_up.find(thanks.slip.code, language) == Found("received", {}, thanks.slip.code)

    replies = {"nb": "Det prøver vi", "sv": "Det provar vi"}
    review.publish(
        hub.store, thanks.submission_id, by=a_librarian(hub), now=hub.now(), status=Status.TRYING, replies=replies
    )
    heard = sync(kiosk, hub)

    [notice] = kiosk.store.notices()
    words = " ".join(pair_words(thanks.slip.pair, language))
    assert heard.news
    assert (notice.prompt, notice.status, notice.replies) == (prompt_id, "trying", replies)
    assert (notice.drawing is not None) == (prompt_id == "dream-library")
    assert kiosk.look_up.find(thanks.slip.code, language) == Found("published", replies, thanks.slip.code)
    assert kiosk.look_up.find(words, language) == Found("published", {})


def test_withdrawn_publication_leaves_the_board_in_the_next_round(kiosk: Kiosk, hub: Hub) -> None:
    librarian = a_librarian(hub)
    thanks = give(kiosk, "ideas", ANSWERS["ideas"], "nb")
    sync(kiosk, hub)
    review.publish(
        hub.store, thanks.submission_id, by=librarian, now=hub.now(), status=Status.HEARD, replies={"nb": "Takk"}
    )
    sync(kiosk, hub)

    review.reopen(hub.store, thanks.submission_id, by=librarian, now=hub.now())
    sync(kiosk, hub)

    assert kiosk.store.notices() == []


def test_erased_answer_is_wiped_from_the_kiosk_too(kiosk: Kiosk, hub: Hub) -> None:
    thanks = give(kiosk, "ideas", ANSWERS["ideas"], "nb")
    sync(kiosk, hub)

    review.erase(hub.store, thanks.submission_id, by=a_librarian(hub), now=hub.now())
    sync(kiosk, hub)

    status = kiosk.store.status()
    [known] = kiosks.listed(hub.store)
    assert (status.created, status.on_hub, status.erased) == (1, 0, 1)
    assert known.balanced


def test_next_visitor_finds_nothing_of_the_last(kiosk: Kiosk, hub: Hub) -> None:
    give(kiosk, "ideas", ANSWERS["ideas"], "sv")

    kiosk.visit.finish()

    assert "strikkekafé" not in repr(vars(kiosk.visit))
    assert kiosk.visit.language == "nb"
