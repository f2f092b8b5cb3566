"""A kiosk joined from its parts, as the glass gets it."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap import Kiosk, build
from kiosk.config import KioskConfig
from kiosk.filling import Thanked, fill
from kiosk.visit.views import Answering, Choosing, Resting
from shared.errors import NotPaired, SamskapError
from tests.builders import a_news, a_pairing, a_prompt, a_receipt, a_store
from tests.fakes import FrozenClock

IDEA = b'{"prompt": "idea", "language": "sv", "answer": {"text": "en tanke"}}'


def a_kiosk(folder: Path, **settings: Any) -> Kiosk:
    return build(KioskConfig(folder, discovery=False, **settings), FrozenClock())


def test_new_kiosk_rests_without_a_question_and_without_a_thread(tmp_path: Path) -> None:
    threads = threading.active_count()

    kiosk = a_kiosk(tmp_path / "new")
    kiosk.visit.choose_language("en")

    assert kiosk.visit.view == Choosing(())
    assert kiosk.store.pairing() is None
    assert not kiosk.pin.is_set
    assert threading.active_count() == threads
    kiosk.close()


def test_kiosk_with_prompts_but_without_a_hub_tells_the_visitor_and_keeps_the_words(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    (tmp_path / "pairing.json").unlink()
    visit = a_kiosk(tmp_path).visit
    visit.choose_language("en")
    visit.choose("poll")
    visit.write("choices", ["late"])

    visit.send()

    assert isinstance(visit.view, Answering)
    assert isinstance(visit.view.problem, NotPaired)
    assert visit.view.answer == {"choices": ["late"]}


@pytest.mark.parametrize("size", [0, 5_000, 9_999])
def test_kiosk_starts_with_a_broken_database_and_goes_on_saving(tmp_path: Path, size: int) -> None:
    a_store(tmp_path).close()
    os.truncate(tmp_path / "kiosk.db", size)

    kiosk = a_kiosk(tmp_path)
    kiosk.store.check()
    resting = kiosk.visit.view
    kiosk.store.take_receipt(a_receipt(news=a_news(full=True, prompts=[a_prompt()])))
    [thanked] = fill(kiosk.visit, [IDEA])

    assert isinstance(resting, Resting)
    assert isinstance(thanked, Thanked)
    assert kiosk.store.status().salvages == 1


def test_save_wakes_the_worker(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    kiosk = a_kiosk(tmp_path)

    before = kiosk.worker._wake.is_set()
    [thanked] = fill(kiosk.visit, [IDEA])

    assert isinstance(thanked, Thanked)
    assert (before, kiosk.worker._wake.is_set()) == (False, True)


def test_language_at_rest_is_the_kiosks_own_then_the_librarys(tmp_path: Path) -> None:
    a_store(tmp_path).take_receipt(a_receipt(news=a_news(default_language="da")))

    assert a_kiosk(tmp_path).visit.language == "da"
    assert a_kiosk(tmp_path, default_language="nn").visit.language == "nn"


def test_pairing_that_fails_leaves_the_old_trust(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    kiosk = a_kiosk(tmp_path)

    with pytest.raises(SamskapError):
        kiosk.pair(["127.0.0.1:1"], "K7QM-2XHT-9FRB")

    assert kiosk.store.pairing() == a_pairing()
