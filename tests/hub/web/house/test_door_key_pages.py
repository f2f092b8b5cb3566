"""The key of a door on staff pages: its words, a yes and a no, and what is said about another key."""

import base64
import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from hub.bus import NEWS
from hub.model import DoorKeys
from hub.services.activities import activities
from hub.services.house import kiosks, settings
from shared.door_key import door_words, read_door_key
from shared.seal import UnsealKey
from tests.hub.web.happenings import SLUG, hold, kari
from tests.hub.web.library import ENTRANCE, Library
from tests.hub_builders import By


def told(secret: bytes) -> str:
    return base64.b64encode(bytes.fromhex(UnsealKey(secret).public.hex)).decode()


KEY, OTHER = told(b"the key of a day"), told(b"another day's key")
ASKS = "Inngang asks to show who comes"
DOOR_KEY = f"/kiosks/{ENTRANCE}/door-key"


def by(library: Library) -> By:
    return {"by": kari(library), "now": library.clock()}


@pytest.fixture
def asking(library: Library, staff: TestClient) -> TestClient:
    """A browser of Kari's, while the key of the entrance waits."""
    library.call(ENTRANCE, door_key=KEY)
    return staff


def answered(staff: TestClient, same: str, *, key: str = KEY, back: str = "/kiosks") -> str:
    """Say whether the words are the same; return the page that follows."""
    page = staff.post(DOOR_KEY, data={"key": key, "same": same, "back": back}, follow_redirects=True)
    assert page.status_code == 200
    return unescape(page.text)


def test_key_that_waits_is_told_in_words_of_the_librarys_language(library: Library, asking: TestClient) -> None:
    settings.save(library.store, replace(settings.read(library.store), default_language="sv"), **by(library))

    page = unescape(asking.get("/kiosks").text)

    assert ASKS in page
    assert " · ".join(door_words(read_door_key(KEY), ENTRANCE, "sv")) in page
    assert 'class="count alarm"' in asking.get("/board").text


def test_yes_lets_the_door_have_its_list_and_calls_the_kiosk(library: Library, asking: TestClient) -> None:
    page = answered(asking, "yes")

    assert library.store.doors.keys(ENTRANCE) == DoorKeys(KEY)
    assert NEWS in library.bus.said
    assert "The list goes to that door at its next call." in page
    assert ASKS not in page


def test_no_is_told_with_what_it_may_mean_and_a_slip_can_be_mended(library: Library, asking: TestClient) -> None:
    page = answered(asking, "no")
    refused = library.store.doors.keys(ENTRANCE)
    answered(asking, "yes")

    assert "it may have been copied" in page
    assert "You said no to its door" in page
    assert refused == DoorKeys(refused=KEY)
    assert library.store.doors.keys(ENTRANCE) == DoorKeys(KEY)


def test_answer_about_a_key_that_was_replaced_says_so_and_changes_nothing(library: Library, asking: TestClient) -> None:
    library.store.doors.save_keys(ENTRANCE, DoorKeys(pending=OTHER))

    pages = [answered(asking, same) for same in ("yes", "no")]

    assert ["Those were not its newest words." in page for page in pages] == [True, True]
    assert library.store.doors.keys(ENTRANCE) == DoorKeys(pending=OTHER)


def test_page_of_the_activity_asks_where_the_kiosk_is_its_door(library: Library, asking: TestClient) -> None:
    hold(library)
    before = asking.get(f"/activity/{SLUG}").text
    activities.set_door(library.store, SLUG, ENTRANCE, **by(library))

    page = unescape(asking.get(f"/activity/{SLUG}").text)

    assert (ASKS in before, ASKS in page) == (False, True)
    assert "The list goes to that door" in answered(asking, "yes", back=f"/activity/{SLUG}")


def test_kiosk_that_is_shut_out_asks_nothing(library: Library, asking: TestClient) -> None:
    kiosks.revoke(library.store, ENTRANCE, **by(library))

    assert ASKS not in asking.get("/kiosks").text


def test_history_of_a_kiosk_is_told_in_words(library: Library, asking: TestClient) -> None:
    library.call(ENTRANCE)
    answered(asking, "no")

    page = asking.get("/kiosks").text

    assert page.index("It asks to show who comes") < page.index("Its four words differed: it may not show who comes")


@pytest.mark.parametrize("path", ["/kiosks", f"/activity/{SLUG}"])
def test_door_of_a_kiosk_that_is_in_doubt_is_warned_of_and_no_is_the_plain_choice(
    library: Library, asking: TestClient, path: str
) -> None:
    hold(library)
    activities.set_door(library.store, SLUG, ENTRANCE, **by(library))
    well = unescape(asking.get(path).text)
    library.store.kiosks.save_lineage(ENTRANCE, library.store.kiosks.lineage(ENTRANCE), copied=True)

    page = unescape(asking.get(path).text)

    assert ("Careful:" in well, "Careful:" in page) == (False, True)
    assert main_choice(well) == "yes"
    assert main_choice(page) == "no"
    assert page.index('value="no"') < page.index('value="yes"')


def test_no_to_a_door_in_doubt_is_mended_only_past_the_warning(library: Library, asking: TestClient) -> None:
    answered(asking, "no")
    library.store.kiosks.save_lineage(ENTRANCE, library.store.kiosks.lineage(ENTRANCE), copied=True)

    page = unescape(asking.get("/kiosks").text)

    assert page.index("Careful:") < page.index('value="yes"')


def main_choice(page: str) -> str:
    """What the button says that looks like the thing to do."""
    found = re.search(r'<button class="button main" name="same" value="(\w+)"', page)
    assert found is not None
    return found[1]
