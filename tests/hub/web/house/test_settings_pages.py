"""Settings and the recovery phrase."""

import re
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from hub.bus import NEWS
from hub.services.house import settings
from hub.services.house.settings import Settings
from shared.look import Look
from shared.seal import from_phrase
from shared.submission import from_utc
from tests.hub.web.conftest import OpenClient
from tests.hub.web.library import ENTRANCE, PASSWORD, Library


def test_library_gets_a_name_and_a_language_and_the_kiosks_hear_of_it(library: Library, staff: TestClient) -> None:
    library.bus.said.clear()

    answer = staff.post("/settings", data={"library": "Bergen Off. Bibliotek", "default_language": "nn"})

    assert answer.headers["location"] == "/settings?done=saved"
    assert settings.read(library.store) == Settings("Bergen Off. Bibliotek", "nn")
    assert library.bus.said == [NEWS]


def test_times_are_told_where_the_library_lives_whatever_the_machine_keeps(library: Library, staff: TestClient) -> None:
    library.pair_kiosks()
    library.call(ENTRANCE)
    paired = from_utc(library.store.kiosks.every()[0].paired_at)

    staff.post("/settings", data={"library": "Nuuk", "default_language": "da", "zone": "America/Nuuk"})

    page = staff.get("/kiosks").text
    assert f"{paired.astimezone(ZoneInfo('America/Nuuk')):%H:%M}" in page
    for path in ("/settings", "/activities/new?template=empty"):
        assert '<option value="America/Nuuk" selected>America/Nuuk</option>' in staff.get(path).text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("library", "  "),
        ("library", "x" * 81),
        ("default_language", "tlh"),
        ("zone", "Mars/Olympus"),
        ("colour", "red"),
    ],
)
def test_wrong_setting_is_marked_and_changes_nothing(
    library: Library, staff: TestClient, name: str, value: str
) -> None:
    before = settings.read(library.store)

    answer = staff.post("/settings", data={"library": "Ny", "default_language": "sv", name: value})

    assert answer.status_code == 422
    assert f'id="{name}-wrong"' in answer.text
    assert settings.read(library.store) == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"colour": "#f4b728", "other_colour": "#005da8"}, Look("#f4b728")),
        ({"colour": "other", "other_colour": "#005DA8", "sound": "on"}, Look("#005da8", sound=True)),
        ({"colour": "", "other_colour": "#005da8"}, Look()),
    ],
)
def test_look_is_kept_and_shown_as_it_is(
    library: Library, staff: TestClient, typed: dict[str, str], kept: Look
) -> None:
    staff.post("/settings", data={"library": "Ny", "default_language": "sv", **typed})

    page = " ".join(staff.get("/settings").text.split())
    assert settings.read(library.store).look == kept
    chosen = re.findall(r'<input type="radio"[^>]* name="colour" value="([^"]*)" checked', page)
    assert chosen == [typed["colour"]]
    assert ('name="sound" value="on" aria-describedby="sound-hint" checked' in page) == kept.sound


def test_sound_of_thanks_can_be_heard_by_staff_alone(staff: TestClient, open_client: OpenClient) -> None:
    heard = staff.get("/settings/thanks.wav")

    assert (heard.headers["content-type"], heard.content[:4]) == ("audio/wav", b"RIFF")
    assert open_client().get("/settings/thanks.wav", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("language", ["nb", "sv", "en"])
def test_recovery_phrase_is_shown_to_who_gives_the_password_again(
    library: Library, staff: TestClient, language: str
) -> None:
    asked = staff.get("/settings/phrase").text
    shown = staff.post("/settings/phrase", data={"password": PASSWORD}, headers={"accept-language": language}).text

    words = re.findall(r"<li>([^<]+)</li>", shown.split('<ol class="words"')[1].split("</ol>")[0])
    assert '<ol class="words"' not in asked
    assert from_phrase(words, language) == library.hub.keys.unseal_key.secret


def test_recovery_phrase_is_not_shown_for_a_wrong_password(staff: TestClient) -> None:
    answers = [staff.post("/settings/phrase", data={"password": f"feil {n}"}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not any('<ol class="words"' in answer.text for answer in answers)
    waiting = staff.post("/settings/phrase", data={"password": PASSWORD})
    assert waiting.status_code == 403, "wrong tries must be waited out here too"
